// Who answers alerts, in a sentence for whoever does not.
import { permissionOf } from '#lib/catalog/permissions.ts';
import { someone } from '#lib/catalog/roles.ts';

/** Why somebody with these roles does not answer alerts; null when they do. */
export function notAnsweredBy(roles: readonly string[]): string | null {
  const allowed = permissionOf('confirm-firing').roles;
  if (allowed.some((role) => roles.includes(role))) return null;
  const who = someone(allowed);
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} answers alerts.`;
}
