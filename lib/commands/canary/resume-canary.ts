// resume-canary: the time of the stage counts again; what it was paused for is added to what it has to last.
import { canaryVerb } from './canary-verb.ts';

export const resumeCanary = canaryVerb('resume');
