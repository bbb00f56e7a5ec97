// The system as a whole while everything is well, in this order: doors, input, what is live, then what was told and what the logs hold.
import './doors/commands.suite.ts';
import './doors/reads.suite.ts';
import './doors/sign-in.suite.ts';
import './doors/next-auth.suite.ts';
import './doors/pages.suite.ts';
import './doors/actions.suite.ts';
import './doors/requests.suite.ts';
import './doors/cli.suite.ts';
import './input/values.suite.ts';
import './input/reasons.suite.ts';
import './input/keys.suite.ts';
import './live/live.suite.ts';
import './live/intake.suite.ts';
import './live/probes.suite.ts';
import './live/limits.suite.ts';
import './live/secrets.suite.ts';
import './live/logs.suite.ts';
import { expectDocumented } from './live/document.suite.ts';

expectDocumented([200, 400, 401, 403, 404, 409, 415, 422]);
