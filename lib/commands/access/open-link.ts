// Whether a one-time link can still be used: which of the reasons it cannot is not said to a stranger.
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { StoredLink } from '#lib/store/access/one-time-links.ts';

export function openLink(link: StoredLink | undefined, now: Date): Result<StoredLink> {
  if (!link || link.usedAt || link.withdrawnAt || link.expiresAt <= now) {
    return fail(
      'not_found',
      'This link is not valid any more: it was used, withdrawn, or its time is over. Ask a super admin for a new one.',
    );
  }
  return ok(link);
}
