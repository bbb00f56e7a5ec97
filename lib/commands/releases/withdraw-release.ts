// withdraw-release: it is taken back before it has any traffic.
import { releaseVerb } from './release-verb.ts';

export const withdrawRelease = releaseVerb('withdraw');
