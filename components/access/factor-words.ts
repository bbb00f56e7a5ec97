// Who needs a second factor before their first change, and what is said to them. Pure; on every screen, so it stays small.
import { SECOND_FACTOR_ROLES } from '#lib/catalog/roles.ts';
import type { FactorState } from '#lib/contract/access.ts';

/** Whether their roles ask for a second factor before the first change. */
export function asksForFactor(roles: readonly string[]): boolean {
  return SECOND_FACTOR_ROLES.some((role) => roles.includes(role));
}

/** What stands before somebody's first change; null when nothing does. */
export function factorNotice(
  roles: readonly string[],
  factor: FactorState,
): { title: string; says: string } | null {
  if (factor === 'proven' || !asksForFactor(roles)) return null;
  return factor === 'none'
    ? {
        title: 'Set up a second factor before your first change',
        says: 'Your roles change what the venue does. Until a passkey or an authenticator app is set up, you can look at everything and change nothing.',
      }
    : {
        title: 'Prove your second factor before your next change',
        says: 'This sign-in did not ask for it. Until it is proven, you can look at everything and change nothing.',
      };
}
