// Releases in words: figures with their units, tones, the mark of each check, a share at a moment.

import { grouped } from '#components/format-number.ts';
import type { Tone } from '#components/ui/chip.tsx';
import type { StateTone } from '#components/venue/executor-words.ts';
import {
  RELEASE_STATES,
  type ReleaseState,
  STRATEGIES,
  type Strategy,
  TRIGGERS,
  type TriggerKey,
} from '#lib/catalog/releases.ts';
import type { ReleaseBody, ReleaseCheckView, ReleaseSummary, SharePoint } from '#lib/contract/releases.ts';

export const releaseState = (state: string): string => RELEASE_STATES[state as ReleaseState] ?? state;
export const strategyLabel = (strategy: string): string =>
  STRATEGIES[strategy as Strategy]?.label ?? strategy;
export const triggerLabel = (key: string): string => TRIGGERS[key as TriggerKey]?.label ?? key;

const TONES: Readonly<Record<string, Tone>> = {
  ...{ planned: 'risk', approved: 'plain', in_progress: 'safe', paused: 'risk', monitoring: 'safe' },
  ...{ succeeded: 'ok', rolled_back: 'crit', refused: 'plain', withdrawn: 'plain' },
};
export const releaseTone = (state: string): Tone => TONES[state] ?? 'plain';

/** The marks of manual 2's dashboard. */
const MARKS: Readonly<Record<string, { tone: StateTone; word: string }>> = {
  pass: { tone: 'ok', word: 'within' },
  near: { tone: 'risk', word: 'close to its limit' },
  insufficient: { tone: 'risk', word: 'not known' },
  none: { tone: 'plain', word: 'not judged' },
};
const EFFECTS: Readonly<Record<string, string>> = {
  automatic: 'rolls back by itself',
  urgent: 'roll it back: urgent',
  propose: 'consider a rollback',
};

/** `over`: as it stood when the release was rolled back. */
export function checkMark(
  { state, effect }: Pick<ReleaseCheckView, 'state' | 'effect'>,
  over = false,
): { tone: StateTone; word: string } {
  if (state !== 'fail') return MARKS[state] ?? { tone: 'plain', word: state };
  if (over && effect === 'automatic') return { tone: 'crit', word: 'rolled back for this' };
  return { tone: effect === 'propose' ? 'risk' : 'crit', word: EFFECTS[effect] ?? effect };
}

/** The figures of a check that has none: whether all is well says more than three dashes. */
const WITHOUT_FIGURES: Readonly<Record<string, { pass: string; fail: string }>> = {
  health: { pass: 'all up', fail: 'down' },
};

/** Most limits are the most that is allowed; of these a figure is to stay above its limit. */
const LEAST: Readonly<Record<string, string>> = { 'win-rate': '≥', 'trading-halted': '>' };

/** What stands in the columns of a check. */
export function checkCells({ key, state, measured, baseline, limit }: ReleaseCheckView): {
  measured: string;
  baseline: string;
  limit: string;
} {
  const words = WITHOUT_FIGURES[key];
  if (words === undefined) {
    return {
      ...{ measured: figureWords(key, measured), baseline: figureWords(key, baseline) },
      limit: limit === null ? '–' : `${LEAST[key] ?? '≤'} ${figureWords(key, limit)}`,
    };
  }
  const found = state === 'pass' ? words.pass : state === 'fail' ? words.fail : 'not known';
  return { measured: found, baseline: '', limit: words.pass };
}

export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}%`;

const UNITS: Readonly<Record<string, (value: number) => string>> = {
  ...{ 'error-rate': (value) => percent(value, 2), 'error-spike': (value) => percent(value, 2) },
  'win-rate': (value) => percent(value, 0),
  ...{ p99: (value) => `${value.toFixed(1)} ms`, latency: (value) => `${value.toFixed(1)} ms` },
};

/** A figure of this check; a dash where nobody knows. */
export function figureWords(key: string, value: number | null): string {
  if (value === null) return '–';
  return (UNITS[key] ?? grouped)(value);
}

const VERDICTS: Readonly<Record<string, { tone: StateTone; word: string }>> = {
  healthy: { tone: 'ok', word: 'Healthy' },
  failing: { tone: 'crit', word: 'Failing' },
  insufficient: { tone: 'risk', word: 'Not known' },
};

/** How the new version stands now; what was measured too long ago says nothing. */
export function healthOf(sample: ReleaseBody['sample']): { tone: StateTone; word: string } {
  if (sample === null) return { tone: 'plain', word: 'Not measured yet' };
  if (!sample.fresh) return { tone: 'risk', word: 'Not known' };
  return VERDICTS[sample.verdict.state] ?? { tone: 'plain', word: sample.verdict.state };
}

export const shareWords = (share: number | null): string =>
  share === null ? '–' : `${Number.isInteger(share) ? share : share.toFixed(1)}%`;

/** What the drawing of the share shows, as a sentence. */
export function shareSummary(shares: readonly SharePoint[]): string {
  const last = shares.at(-1);
  if (!last) return 'Nothing was measured yet.';
  return `The new version is to have ${last.wanted}% of the traffic; the gateway gives it ${shareWords(last.achieved)}.`;
}

/** Where it stands, under its versions in a list. */
export function underVersions({ strategy, startedBy, approvedBy }: ReleaseSummary): string {
  const approved = approvedBy === null ? 'not approved' : `approved by ${approvedBy.name}`;
  return `${strategyLabel(strategy)}, started by ${startedBy.name}, ${approved}`;
}
