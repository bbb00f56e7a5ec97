// Words and figures of canaries: values with their unit, what is required, verdicts, durations.

import { grouped } from '#components/format-number.ts';
import { exact } from '#components/format-time.ts';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import type { Tone } from '#components/ui/chip.tsx';
import { LEAST_COVERAGE } from '#lib/catalog/canary-runs.ts';
import type {
  CanaryBody,
  CanaryStageView,
  CanaryStateView,
  CriteriaGroupView,
  CriterionView,
  WatchView,
} from '#lib/contract/canary.ts';

type Unit = CriterionView['unit'];

/** Digits that say something: three of them, and no more than four behind the point. */
function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(value)));
  const behind = Math.max(0, Math.min(4, 2 - size));
  return grouped(Number(value.toFixed(behind)));
}

/** 99.04% as `99.04%`: percentages near a hundred need more digits than three. */
function percentage(value: number): string {
  return `${value > 90 ? grouped(Number(value.toFixed(3))) : figure(value)}%`;
}

/** A bot of 0.0001 BTC earns less than a cent: what decides between loss and profit has to be seen. */
function dollars(value: number): string {
  const size = Math.abs(value);
  const words = size < 100 ? figure(size) : grouped(Math.round(size));
  return `${value < 0 && words !== '0' ? '-' : ''}$${words}`;
}

export function valueWords(value: number | null, unit: Unit | string): string {
  if (value === null) return '–';
  switch (unit) {
    case '%':
      return percentage(value);
    case 'usd':
      return dollars(value);
    case 'per day':
      return `${grouped(Math.round(value))}/day`;
    case 'ratio':
      return `${Number(value.toFixed(3))}x`;
    case 'count':
      return grouped(Number(value.toFixed(1)));
    case null:
      return figure(value);
    default:
      return `${figure(value)} ${unit}`;
  }
}

/** What is asked for: "> 99%", "none", "as said". */
export function requiredWords({ is, target, unit, kind }: CriterionView): string {
  if (kind === 'metric' && target !== null) {
    if ((is === '=' || is === '<=') && target === 0) return 'none';
    const sign = is === '>=' ? '≥' : is === '<=' ? '≤' : is;
    return `${sign} ${valueWords(target, unit)}`;
  }
  return { 'no-p0': 'none', audit: 'whole', switch: 'set', manual: 'seen', metric: '' }[kind];
}

export function measuredWords({ kind, value, target, is, unit, evidence, verdict }: CriterionView): string {
  if (kind === 'metric')
    return value === 0 && target === 0 && (is === '=' || is === '<=') ? 'none' : valueWords(value, unit);
  if (kind === 'manual') return evidence ? (evidence.holds ? 'seen' : 'not so') : '–';
  return verdict === 'pass' ? 'yes' : 'no';
}

export type Result = 'pass' | 'narrow' | 'fail' | 'insufficient';

export function resultOf({ verdict, narrow }: Pick<CriterionView, 'verdict' | 'narrow'>): Result {
  return verdict === 'pass' && narrow ? 'narrow' : verdict;
}

export const RESULT_WORDS: Readonly<Record<Result, string>> = {
  pass: 'Pass',
  narrow: 'Narrow',
  fail: 'Fail',
  insufficient: 'Not enough',
};

/** "8 of 8 pass, 1 narrowly". */
export function passWords(groups: readonly Pick<CriteriaGroupView, 'criteria'>[]): string {
  const all = groups.flatMap(({ criteria }) => criteria);
  const passed = all.filter(({ verdict }) => verdict === 'pass');
  const narrow = passed.filter((one) => one.narrow).length;
  return `${passed.length} of ${all.length} pass${narrow > 0 ? `, ${narrow} narrowly` : ''}`;
}

export function stateTone(state: CanaryStateView): Tone {
  const tones = {
    draft: 'plain',
    running: 'safe',
    paused: 'risk',
    passed: 'ok',
    failed: 'crit',
    aborted: 'plain',
  };
  return (state === 'no-go' ? 'risk' : tones[state]) as Tone;
}

/** Whole units that a person says: 3 d 4 h, 26 min, 40 s. */
export function spanWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${whole} s`;
}

/**
 * Gaps in the figures lengthen a stage: what is missing and for how long it lasts because of that. Null where they do not,
 * as of those that are made up for while the stage lasts anyway.
 */
export function gapWords({
  run,
  clock,
  groups,
}: Pick<CanaryBody, 'run' | 'clock' | 'groups'>): string | null {
  if (run.endedAt !== null) return null;
  const late = groups
    .flatMap(({ criteria }) => criteria)
    .filter(({ enoughInSeconds }) => (enoughInSeconds ?? 0) > clock.remainingSeconds)
    .sort((a, b) => (b.enoughInSeconds ?? 0) - (a.enoughInSeconds ?? 0));
  const [worst, ...others] = late;
  if (!worst) return null;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  const longer = (worst.enoughInSeconds ?? 0) - clock.remainingSeconds;
  return `${worst.title}${more}: some of the time has no figure, and ${100 * LEAST_COVERAGE}% of it has to be measured. Without another gap the stage takes ${spanWords(longer)} longer.`;
}

/** The gate that the run stands before. */
export function gateTitle({ run, stages }: Pick<CanaryBody, 'run' | 'stages'>): string {
  if (run.endedAt) return `${run.title}: ${run.state}`;
  if (run.stage === 0) return `Gate into ${stages[0]?.title.toLowerCase() ?? 'the first stage'}`;
  if (run.stage === run.stages) return 'Gate to the end of the programme';
  return `Gate from stage ${run.stage} to stage ${run.stage + 1}`;
}

/** The settings of a stage that its programme varies, in a few words. */
export function settingWords({ settings }: Pick<CanaryStageView, 'settings'>): string {
  const shown = settings.filter(({ from, inherit }) => !inherit && typeof from !== 'boolean').slice(0, 4);
  return shown
    .map(({ switch: name, symbol, to }) => `${placeName(name, symbol)} ${formatSwitchValue(name, to)}`)
    .join(', ');
}

export type StagePlace = 'done' | 'current' | 'next' | 'later';

export function placeOf(stage: number, { run }: Pick<CanaryBody, 'run'>): StagePlace {
  if (run.state === 'passed' || stage < run.stage) return 'done';
  if (stage === run.stage) return 'current';
  return stage === run.stage + 1 && run.endedAt === null ? 'next' : 'later';
}

/** Why a programme that failed is not tried again yet, with the whole moment; null once it may be. */
export function waitWords(retryAt: string | null, now: number): string | null {
  return retryAt !== null && Date.parse(retryAt) > now
    ? `May be tried again from ${exact(retryAt)} UTC.`
    : null;
}

/** How Prometheus answers, and how far its clock is from the database's. */
export function watchWords(watch: WatchView | null): { words: string; bad: boolean } {
  if (watch === null) return { words: 'Prometheus was not asked yet.', bad: true };
  if (watch.problem) return { words: `Prometheus gives no answers. ${watch.problem}`, bad: true };
  const skew =
    watch.skewMs === null
      ? ''
      : `, clock ${Math.round(watch.skewMs) < 0 ? '-' : '+'}${Math.abs(Math.round(watch.skewMs))} ms`;
  if (watch.skewed)
    return { words: `The clock of Prometheus is wrong${skew}: windows are not what they say.`, bad: true };
  return { words: `Prometheus answers in ${Math.round(watch.roundTripMs ?? 0)} ms${skew}`, bad: false };
}
