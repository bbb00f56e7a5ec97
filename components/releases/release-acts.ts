// Who does anything about releases: whoever only looks at them is shown no buttons. Pure.
import type { Action } from '#lib/catalog/permissions.ts';
import { notAllowedTo } from '#lib/rules/may.ts';

const ACTS = [
  ...(['start-release', 'approve-release', 'refuse-release', 'withdraw-release', 'step-release'] as const),
  ...(['pause-release', 'resume-release', 'roll-back-release', 'mark-release-good'] as const),
] as const satisfies readonly Action[];

export function actsOnReleases(roles: readonly string[]): boolean {
  return ACTS.some((act) => notAllowedTo(act, roles) === null);
}
