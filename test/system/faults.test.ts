// Faults of the system as a whole, on an installation of their own, then what was told meanwhile and what the logs hold.
import './faults/own-installation.ts';
import './faults/lost-commit.suite.ts';
import './faults/killed.suite.ts';
import './faults/database-away.suite.ts';
import './live/secrets.suite.ts';
import './live/logs.suite.ts';
import { expectDocumented } from './live/document.suite.ts';

expectDocumented([200, 503]);
