// Policies of alerts in words, and what a change of one means. Pure.
import type { AlertPolicy } from '#lib/catalog/alert-types.ts';

export const POLICIES = ['off', 'propose', 'execute'] as const satisfies readonly AlertPolicy[];

const WORDS = {
  off: { name: 'Off', says: 'Bulkhead leaves its action to the Switches screen.' },
  propose: { name: 'Propose', says: 'Bulkhead prepares its action as one button; a person presses it.' },
  execute: { name: 'Execute', says: 'Bulkhead carries its action out the moment it fires, without anybody.' },
} as const satisfies Record<AlertPolicy, { name: string; says: string }>;

export function policyName(policy: AlertPolicy): string {
  return WORDS[policy].name;
}

export function policySays(policy: AlertPolicy): string {
  return WORDS[policy].says;
}

/** Bulkhead acting by itself is the larger step: its reason is as long as one for raising. */
export function asksMore(policy: AlertPolicy): boolean {
  return policy === 'execute';
}
