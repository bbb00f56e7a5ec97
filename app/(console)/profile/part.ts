// What every part of the profile is given.
import type { ProfileBody } from '#lib/contract/access.ts';

export interface ProfilePart {
  profile: ProfileBody;
  /** Why nothing can be sent now; null when it can. */
  heldBy: string | null;
  /** Something was changed: read it again. */
  onChanged: () => void;
}
