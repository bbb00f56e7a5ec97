// Imported before the suites that break things: nobody else's requests meet what they break.
import { takeSecondInstallation } from '../installation.ts';

takeSecondInstallation();
