// pause-canary: the time of the stage stops counting; its configuration holds, and its guards stay armed.
import { canaryVerb } from './canary-verb.ts';

export const pauseCanary = canaryVerb('pause');
