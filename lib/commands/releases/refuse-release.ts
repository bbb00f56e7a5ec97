// refuse-release: a second person says no; nothing of it was deployed.
import { releaseVerb } from './release-verb.ts';

export const refuseRelease = releaseVerb('refuse');
