// Two letters for a person, and their roles in words.
import { ROLES, type Role } from '#lib/catalog/roles.ts';

/** `MO` of `Mara Okafor`, `R` of `Risk`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}

/** `Risk manager, auditor`; an unknown role keeps its name. */
export function roleWords(roles: readonly string[]): string {
  const words = roles.map((role) => (Object.hasOwn(ROLES, role) ? ROLES[role as Role].label : role));
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(', ') || 'No role';
}
