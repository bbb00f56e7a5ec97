// Releases: every state by every verb, weights that always add up, what holds a step, the hour of stability.
import { expect, test } from 'vitest';
import { LEVELS } from '#lib/catalog/levels.ts';
import {
  CHECKLIST_KEYS,
  RELEASE_MOVES,
  RELEASE_STATE_NAMES,
  RELEASE_TIMES,
  type ReleaseVerb,
  STRATEGIES,
  STRATEGY_NAMES,
} from '#lib/catalog/releases.ts';
import { agentLine, MAINTENANCE_SETTINGS, serversOf } from '#lib/contract/gateway.ts';
import {
  checkReady,
  checkVersions,
  goodHeldBy,
  isActive,
  moveRelease,
  nextShare,
  stepHeldBy,
  weightsAt,
} from './release.ts';
import type { Verdict } from './release-verdict.ts';

const VERBS = Object.keys(RELEASE_MOVES.planned) as ReleaseVerb[];
/** state: verb>next, in words of manual 2. */
const TABLE = `
planned: approve>approved refuse>refused withdraw>withdrawn
approved: step>in_progress withdraw>withdrawn
in_progress: step>in_progress pause>paused roll-back>rolled_back
paused: resume>in_progress roll-back>rolled_back
monitoring: roll-back>rolled_back mark-good>succeeded`;

test('every state by every verb', () => {
  const allowed = new Map(
    TABLE.trim()
      .split('\n')
      .flatMap((line) => {
        const [state, ...moves] = line.split(/:? /);
        return moves.map((move) => [`${state} ${move.split('>')[0]}`, move.split('>')[1]] as const);
      }),
  );
  for (const state of RELEASE_STATE_NAMES) {
    for (const verb of VERBS) {
      const moved = moveRelease({ number: 1, strategy: 'canary', state, step: 1, share: 5 }, verb);
      const wanted = allowed.get(`${state} ${verb}`);
      if (wanted === undefined) expect(moved).toMatchObject({ ok: false, error: { code: 'conflict' } });
      else expect(moved).toEqual({ ok: true, value: wanted });
    }
  }
});

test('the step that reaches 100% leads to monitoring, in every strategy', () => {
  for (const strategy of STRATEGY_NAMES) {
    const { steps } = STRATEGIES[strategy];
    for (const [step, share] of steps.entries()) {
      const state = step === 0 ? 'approved' : 'in_progress';
      const moved = moveRelease({ number: 1, strategy, state, step, share: 0 }, 'step');
      expect(moved).toEqual({ ok: true, value: share === 100 ? 'monitoring' : 'in_progress' });
    }
    expect(nextShare({ strategy, step: steps.length })).toBeNull();
    expect(steps.at(-1)).toBe(100);
  }
});

test('what is over is not active', () => {
  expect(RELEASE_STATE_NAMES.filter(isActive)).toEqual(
    RELEASE_STATE_NAMES.filter((state) => Object.values(RELEASE_MOVES[state]).some((next) => next !== null)),
  );
});

test('the new side has exactly its share of all weights, at every step of every strategy and at none', () => {
  for (const strategy of STRATEGY_NAMES) {
    for (const share of [0, ...STRATEGIES[strategy].steps]) {
      const weights = weightsAt(strategy, 'green', share);
      const sum = (names: readonly string[]) => names.reduce((all, name) => all + (weights[name] ?? 0), 0);
      const [to, from] = [sum(serversOf('green')), sum(serversOf('blue'))];
      expect((to / (to + from)) * 100).toBeCloseTo(share, 9);
      expect(Object.values(weights).every((weight) => agentLine(weight, false).startsWith('up ready'))).toBe(
        true,
      );
    }
  }
});

test('level 3 is the maintenance of the gateway', () => {
  expect(MAINTENANCE_SETTINGS).toEqual(LEVELS.find(({ level }) => level === 3)?.settings);
  expect(agentLine(20, true)).toBe('maint\n');
  expect(agentLine(20, false)).toBe('up ready 20%\n');
  expect(() => agentLine(101, false)).toThrow(RangeError);
});

test('one unanswered question holds a release', () => {
  const all = Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true]));
  expect(checkReady(all)).toEqual({ ok: true, value: true });
  for (const key of CHECKLIST_KEYS) {
    expect(checkReady({ ...all, [key]: false })).toMatchObject({
      ok: false,
      error: { details: { checklist: [key] } },
    });
  }
});

test('versions go up; back only on purpose; never to the same', () => {
  expect(checkVersions('v1.2.4', 'v1.2.5', false)).toEqual({ ok: true, value: 'patch' });
  expect(checkVersions('v1.2.4', 'v1.2.3', false)).toMatchObject({
    ok: false,
    error: { code: 'rule_violated' },
  });
  expect(checkVersions('v1.2.4', 'v1.2.3', true)).toEqual({ ok: true, value: 'older' });
  expect(checkVersions('v1.2.4', 'v1.2.4', true)).toMatchObject({ ok: false });
  expect(checkVersions('1.2.4', 'v1.2.5', true)).toMatchObject({
    ok: false,
    error: { code: 'invalid_input' },
  });
});

const now = new Date('2026-11-27T12:00:00.000Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const verdict = (state: Verdict['state']): Verdict => ({ state, reasons: ['Why.'], checks: [] });
const standing = { step: 1, steppedAt: ago(RELEASE_TIMES.window), hasBaseline: true };
const sample = { at: ago(1), step: 1, verdict: verdict('healthy') };

test('a step is taken when the share held, is measured and healthy', () => {
  expect(stepHeldBy(standing, sample, now)).toBeNull();
  expect(stepHeldBy({ ...standing, step: 0, steppedAt: null }, { ...sample, step: 0 }, now)).toBeNull();
});

test.each([
  ['nothing measured', standing, null, /not measured/],
  ['measured long ago', standing, { ...sample, at: ago(16) }, /not measured/],
  ['measured at the share before', standing, { ...sample, step: 0 }, /not measured yet/],
  ['insufficient', standing, { ...sample, verdict: verdict('insufficient') }, /^Not known yet/],
  ['failing', standing, { ...sample, verdict: verdict('failing') }, /not healthy/],
  ['no baseline', { ...standing, hasBaseline: false }, sample, /no baseline/],
  ['too early', { ...standing, steppedAt: ago(RELEASE_TIMES.window - 1) }, sample, /1 more/],
])('a step is held: %s', (_why, release, latest, words) => {
  expect(stepHeldBy(release, latest, now)).toMatch(words);
});

test('successful after an hour of health, by the clock and by the samples', () => {
  const enough = 648;
  expect(goodHeldBy(ago(3_600), sample, enough, now)).toBeNull();
  expect(goodHeldBy(ago(3_599), sample, enough, now)).toMatch(/1 more minutes/);
  expect(goodHeldBy(ago(3_600), sample, enough - 1, now)).toMatch(/a gap is not stability/);
  expect(goodHeldBy(ago(3_600), { ...sample, verdict: verdict('insufficient') }, enough, now)).toMatch(
    /not known/,
  );
  expect(goodHeldBy(ago(3_600), null, enough, now)).toMatch(/not known/);
  expect(goodHeldBy(null, sample, enough, now)).toMatch(/all traffic/);
});
