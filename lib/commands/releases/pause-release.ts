// pause-release: no further step until somebody resumes it; what it is measured by, and its triggers, go on.
import { releaseVerb } from './release-verb.ts';

export const pauseRelease = releaseVerb('pause');
