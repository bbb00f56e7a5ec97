// An alert in words: its name, state, clocks, who is told when, and how long what took. Pure.

import { countdownOf } from '#components/countdown.ts';
import { lasting } from '#components/format-time.ts';
import { ACT_SECONDS, CONFIRM_SECONDS, ESCALATION, type EscalationStep } from '#lib/catalog/alert-clocks.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import { ROLES } from '#lib/catalog/roles.ts';
import type { AlertGroup, FiringView } from '#lib/contract/alerts.ts';
import type { EffectView } from '#lib/contract/console.ts';
import type { ChainStepView } from '#lib/contract/on-call.ts';

/** `A-12`, as the log and the notifications call it. */
export function firingName(number: number): string {
  return `A-${number}`;
}

export function firingHref(number: number): string {
  return `/alerts/${number}`;
}

/** `4:41` between two moments; null while the second has not come. */
export function took(from: string, to: string | null): string | null {
  return to === null ? null : tookMs(Date.parse(to) - Date.parse(from));
}

export function tookMs(ms: number): string {
  return lasting(Math.max(0, Math.round(ms / 1_000)));
}

export type ClockTone = 'plain' | 'risk' | 'crit' | 'ok';

export interface ClockWords {
  /** Above the digits. */
  label: string;
  /** The digits, or the word in their place. */
  text: string;
  /** Below them. */
  foot: string;
  tone: ClockTone;
  running: boolean;
  /** How much of its time is gone, 0 to 1. */
  share: number;
  /** Changes only at the marks. */
  spoken: string;
}

const LIMIT = { confirm: CONFIRM_SECONDS, act: ACT_SECONDS } as const;
const VERB = { confirm: 'Confirm', act: 'Act' } as const;
const UNDONE = { confirm: 'Not confirmed', act: 'Not acted on' } as const;
const DONE = { confirm: 'Confirmed', act: 'Effective' } as const;

function hasAction({ alert }: Pick<FiringView, 'alert'>): boolean {
  return alert !== null && findAlert(alert)?.action !== undefined;
}

/** One of the two clocks by the server's time, ms since 1970. It goes on by itself; what stopped it stays as it was. */
export function clockWords(firing: FiringView, kind: 'confirm' | 'act', now: number): ClockWords {
  const { dueAt, stoppedAt, late } = firing[kind];
  const from = Date.parse(firing.firedAt);
  const until = Date.parse(dueAt);
  const limit = lasting(LIMIT[kind]);
  if (stoppedAt !== null) {
    const done = kind === 'confirm' ? firing.confirmedAt : (firing.effectiveAt ?? firing.actedAt);
    return {
      label: done === null ? UNDONE[kind] : `${DONE[kind]} in`,
      text: done === null ? 'Over' : tookMs(Date.parse(stoppedAt) - from),
      foot: done === null ? `it ended before ${limit} were over` : `of ${limit}`,
      tone: late ? 'crit' : done === null ? 'plain' : 'ok',
      ...{ running: false, share: Math.min(1, (Date.parse(stoppedAt) - from) / (until - from)), spoken: '' },
    };
  }
  const { phase, text, spoken } = countdownOf(from, until, now);
  const over = phase === 'late';
  const pressing = kind === 'confirm' ? 'crit' : 'risk';
  return {
    label: over ? `${VERB[kind]}, late by` : `${VERB[kind]} in`,
    text,
    foot: `of ${limit}, ${kind === 'confirm' ? 'then super admins' : hasAction(firing) ? 'until it is effective' : 'until somebody says what was done'}`,
    tone: over || phase === 'last' ? 'crit' : phase === 'half' ? pressing : 'plain',
    ...{ running: true, share: Math.min(1, Math.max(0, (now - from) / (until - from))) },
    spoken: spoken === '' ? '' : `${firingName(firing.number)}: ${VERB[kind].toLowerCase()}, ${spoken}`,
  };
}

export interface StateWords {
  tone: 'plain' | 'risk' | 'crit' | 'ok';
  text: string;
}

/** What stands on its chip. `effect` of its action where it is known. */
export function stateWords(firing: FiringView, effect: EffectView | null = null): StateWords {
  if (firing.resolvedAt !== null) return { tone: 'plain', text: 'Over' };
  if (firing.effectiveAt !== null) return { tone: 'ok', text: 'Effective' };
  if (firing.actedAt !== null) {
    const count = effect ? ` ${effect.applied}/${effect.expected}` : '';
    return { tone: 'risk', text: `Taking effect${count}` };
  }
  if (firing.confirmedAt === null)
    return { tone: firing.priority === 'P0' ? 'crit' : 'plain', text: 'Not confirmed' };
  const who = firing.owner?.name ?? firing.confirmedBy?.name ?? 'Bulkhead';
  return { tone: 'plain', text: `${who}, ${took(firing.firedAt, firing.confirmedAt)}` };
}

/** `Confirmed in 1:12, effective in 4:40` of one that is over, or what did not happen. */
export function timesWords(firing: FiringView): string {
  const confirmed = took(firing.firedAt, firing.confirmedAt);
  const effective = took(firing.firedAt, firing.effectiveAt);
  if (confirmed === null && effective === null) return 'It ended before anybody confirmed it';
  if (confirmed === null) return `Effective in ${effective}, confirmed by nobody`;
  return effective === null
    ? `Confirmed in ${confirmed}`
    : `Confirmed in ${confirmed}, effective in ${effective}`;
}

/** What Bulkhead sees for itself is not said away by hand. */
export function watchedByItself({ source, alert }: Pick<FiringView, 'source' | 'alert'>): boolean {
  const watched = alert === null ? undefined : findAlert(alert)?.source;
  return source === 'bulkhead' && watched?.kind === 'bulkhead' && watched.over === 'itself';
}

/** `312 open, 300 not confirmed`; empty for one alone. */
export function groupWords({ count, unconfirmed }: Pick<AlertGroup, 'count' | 'unconfirmed'>): string {
  if (count < 2) return '';
  return `${count.toLocaleString('en-US')} open, ${unconfirmed.toLocaleString('en-US')} not confirmed`;
}

/** Number of the open firing whose clock ends next: unconfirmed P0 first, then P0 that are not effective, then the rest; of these what is real before drills. */
export function mostPressing(groups: readonly AlertGroup[]): number | null {
  const rank = ({ priority, confirmedAt, effectiveAt }: FiringView): number =>
    priority !== 'P0' ? 3 : confirmedAt === null ? 0 : effectiveAt === null ? 1 : 2;
  const [first] = groups
    .flatMap(({ firings }) => firings)
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        Number(a.drill) - Number(b.drill) ||
        Date.parse(a.firedAt) - Date.parse(b.firedAt),
    );
  return first?.number ?? null;
}

export interface ChainStep {
  at: string;
  /** `Whoever is on call and operations`. */
  who: string;
  why: string;
  state: 'told' | 'next' | 'ahead' | 'spared';
}

function whoOf({ onCall, roles }: EscalationStep): string {
  const names = roles.map((role) => ROLES[role].label.toLowerCase() + ('team' in ROLES[role] ? '' : 's'));
  const words = [...(onCall ? ['whoever is on call'] : []), ...names].join(' and ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Who is told when: those behind, the next one, and those who will not be needed any more. */
export function chainOf(firing: FiringView): ChainStep[] {
  if (firing.priority !== 'P0') return [];
  let next = true;
  return ESCALATION.map((step, index) => {
    const at = Date.parse(firing.firedAt) + step.afterSeconds * 1_000;
    const stop =
      step.unless === 'never' ? null : step.unless === 'confirmed' ? firing.confirmedAt : firing.effectiveAt;
    const ended = stop ?? (step.unless === 'never' ? null : firing.resolvedAt);
    const spared = ended !== null && Date.parse(ended) <= at;
    const told = index < firing.told && !spared;
    const state = told
      ? 'told'
      : spared || ended !== null || firing.resolvedAt !== null
        ? 'spared'
        : next
          ? 'next'
          : 'ahead';
    if (state === 'next') next = false;
    // Nobody can have been told before it was heard of.
    const moment = told ? Math.max(at, Date.parse(firing.receivedAt)) : at;
    return { at: new Date(moment).toISOString(), who: whoOf(step), why: step.why, state };
  });
}

/** `Ann (on call), Bob, Carl and 2 more`; what is wrong where nobody is told. */
export function namesWords(
  { told, nobodyOnCall }: Pick<ChainStepView, 'told' | 'nobodyOnCall'>,
  most = 4,
): string {
  const names = told.map(({ name, as }) => (as === 'on call' ? `${name} (on call)` : name));
  const more = names.length - most;
  const shown = more > 1 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
  if (shown === '') return 'Nobody has this role';
  return nobodyOnCall ? `${shown}; nobody is on call` : shown;
}

/** Annotations that say what was measured come first; what only repeats the catalogue is left out. */
const REPEATED: ReadonlySet<string> = new Set(['summary', 'description', 'runbook']);

export function evidenceOf(
  labels: FiringView['labels'],
  annotations: FiringView['labels'],
  catalogued: boolean,
): { name: string; value: string; kind: 'label' | 'annotation' }[] {
  return [
    ...annotations
      .filter(([name]) => !(catalogued && REPEATED.has(name)))
      .map(([name, value]) => ({ name, value, kind: 'annotation' as const })),
    ...labels
      .filter(([name]) => name !== 'alertname' && name !== 'bulkhead_alert')
      .map(([name, value]) => ({ name, value, kind: 'label' as const })),
  ];
}

/** `0.0012` of a long fraction that a rule measured; what is no number stays as it is. */
export function measured(value: string): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  return number.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** What a rule measured, for the title; null where it is no figure: of something that is up or down the title says all. */
export function measuredBeside(annotations: FiringView['labels']): string | null {
  const value = annotations.find(([name]) => name === 'value')?.[1];
  if (value === undefined || value.length > 40 || value === '0' || value === '1') return null;
  return measured(value);
}

/** Where it came from, as people call it. */
export const SOURCE = {
  alertmanager: 'Alertmanager',
  api: 'the API',
  push: 'the venue itself',
  bulkhead: 'Bulkhead itself',
} as const satisfies Record<string, string>;

export function sourceWords(source: string): string {
  return Object.hasOwn(SOURCE, source) ? SOURCE[source as keyof typeof SOURCE] : source;
}
