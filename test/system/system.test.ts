// The system as a whole, in this order: doors and input while everything is well, then faults, then what the logs hold.
import './doors/commands.suite.ts';
import './doors/reads.suite.ts';
import './doors/sign-in.suite.ts';
import './doors/next-auth.suite.ts';
import './doors/pages.suite.ts';
import './doors/actions.suite.ts';
import './doors/requests.suite.ts';
import './input/values.suite.ts';
import './input/reasons.suite.ts';
import './input/keys.suite.ts';
import './live/live.suite.ts';
import './live/probes.suite.ts';
import './faults/lost-commit.suite.ts';
import './faults/killed.suite.ts';
import './faults/database-away.suite.ts';
import './live/document.suite.ts';
import './live/logs.suite.ts';
