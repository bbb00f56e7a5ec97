// resume-release: a paused release may take its next step again.
import { releaseVerb } from './release-verb.ts';

export const resumeRelease = releaseVerb('resume');
