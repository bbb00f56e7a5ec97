// What the change sheet says: the wanted value, the button that sends it, the guards for and against it. Pure.

import { formatValue } from '#components/format-value.ts';
import { requestName } from '#lib/catalog/approvals.ts';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import type { AttentionView, ChangeRequestView } from '#lib/contract/approvals.ts';
import { approvalHref } from './approval-words.ts';
import { titleVerb } from './change-plan.ts';
import { fromToWords, losingOf } from './change-set-words.ts';
import type { ChangeReading } from './change-state.ts';
import type { Guard } from './guard-list.tsx';

/** The value in the control: formatted when it is one, as typed when it is not. */
export function wantedWords(definition: SwitchDefinition, reading: ChangeReading): string {
  if (reading.draft.inherit) return "the venue's value";
  return reading.wanted && reading.wanted.value !== 'inherit'
    ? formatValue(definition, reading.wanted.value)
    : reading.draft.text;
}

export function verbOf(definition: SwitchDefinition, reading: ChangeReading): string {
  const { plan, now } = reading;
  return titleVerb(definition, plan.way, now.value, plan.changes[0]?.to ?? now.value);
}

/** Of the button: `Raise to $10,000`, `Lower to 1.5x`, `Set NORMAL_MODE`. */
export function applyWords(definition: SwitchDefinition, reading: ChangeReading): string {
  if (reading.plan.way === 'none') return 'Set';
  const words = wantedWords(definition, reading);
  const verb = verbOf(definition, reading);
  const counted = definition.type === 'money' || definition.type === 'decimal' || definition.type === 'int';
  return counted && (verb === 'Raise' || verb === 'Lower') ? `${verb} to ${words}` : `Set ${words}`;
}

/** What is owed for break-glass: nothing else is raised before somebody else has reviewed it. */
export function debtGuard(debt: AttentionView['debts'][number]): Guard {
  return {
    state: 'block',
    title: `Raising waits for the review of ${debt.incident}`,
    detail: `${debt.usedBy.name} used break-glass for it, and nobody else has reviewed that.`,
    link: { href: approvalHref(debt.id), label: 'Open the review' },
  };
}

/** What somebody has asked for already in this switch: whoever asks again should know. */
export function askedGuards(requests: readonly ChangeRequestView[], name: string): Guard[] {
  return requests
    .filter(({ state, changes }) => state === 'open' && changes.some((change) => change.switch === name))
    .map((request) => ({
      state: 'warn',
      title: `${requestName(request.number)} waits already: ${fromToWords(request.changes)}`,
      detail: `${request.requestedBy.name} asked for it. A change of the value makes it void.`,
      link: { href: approvalHref(request.id), label: 'Open it' },
    }));
}

/** Rules of the matrix and the freshness of the page, with what the caller knows besides; a reducing change only warns. */
export function guardsOf(
  reading: ChangeReading,
  raisingHeld: string | null,
  known: readonly Guard[],
): readonly Guard[] {
  const { plan } = reading;
  const raising = plan.way === 'raising';
  const losing = plan.changes.flatMap((change) => losingOf(change) ?? [])[0];
  return [
    ...plan.blocks.map((title): Guard => ({ state: 'block', title })),
    ...(raising && raisingHeld ? [{ state: 'block', title: raisingHeld } as const] : []),
    ...plan.warnings.map((title): Guard => ({ state: 'warn', title })),
    ...(losing ? [{ state: 'warn', title: 'Loosens a control', detail: losing } as const] : []),
    ...(raising ? known : []),
  ];
}
