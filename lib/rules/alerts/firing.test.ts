// Deliveries and clocks: whatever comes, in whatever order and however often, each occurrence is one firing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actClock, confirmClock, escalationAhead, type FiringMoments, hear, type Known } from './firing.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minutes));
const NEW: Known = { same: null, laterStartsAt: null };
const OPEN: Known = { ...NEW, same: { resolvedAt: null } };
const OVER: Known = { ...NEW, same: { resolvedAt: at(5) } };
const firing = { status: 'firing', startsAt: at(0), endsAt: null } as const;
const resolved = { status: 'resolved', startsAt: at(0), endsAt: at(4) } as const;

// biome-ignore format: a case a line
describe('hearing', () => {
  test.each([
    ['the first time', firing, NEW, { kind: 'fired', firedAt: at(0), resolvedAt: null }],
    ['again', firing, OPEN, { kind: 'repeated' }],
    ['its end', resolved, OPEN, { kind: 'resolved', resolvedAt: at(4) }],
    ['its end again', resolved, OVER, { kind: 'repeated' }],
    ['that it fires, after its end', firing, OVER, { kind: 'late' }],
    ['its end before its beginning', resolved, NEW, { kind: 'fired', firedAt: at(0), resolvedAt: at(4) }],
    ['an older one, after a newer one', firing, { ...NEW, laterStartsAt: at(3) }, { kind: 'fired', firedAt: at(0), resolvedAt: at(3) }],
  ])('of %s', (_what, heard, known, expected) => {
    expect(hear(heard, known, at(10))).toEqual(expected);
  });

  test('a source whose clock is ahead does not start the clock late, nor end anything in the future', () => {
    expect(hear({ ...firing, startsAt: at(60) }, NEW, at(10))).toMatchObject({ firedAt: at(10) });
    expect(hear({ ...resolved, endsAt: at(60) }, OPEN, at(10))).toEqual({ kind: 'resolved', resolvedAt: at(10) });
  });

  test('an end before the beginning ends at the beginning', () => {
    expect(hear({ ...resolved, endsAt: at(-60) }, NEW, at(10))).toEqual({ kind: 'fired', firedAt: at(0), resolvedAt: at(0) });
  });
});

test('any deliveries in any order, each any number of times: one firing for each startsAt, and none reopens', () => {
  const delivery = fc.record({ occurrence: fc.integer({ min: 0, max: 4 }), ended: fc.boolean() });
  fc.assert(
    fc.property(fc.array(delivery, { minLength: 1, maxLength: 40 }), (deliveries) => {
      const firings = new Map<number, { resolvedAt: Date | null }>();
      const counts = { fired: 0, reopened: 0 };
      for (const { occurrence, ended } of deliveries) {
        const startsAt = at(occurrence * 10);
        const laterOnes = [...firings.keys()].filter((one) => one > occurrence).sort((a, b) => a - b);
        const [next] = laterOnes;
        const known = {
          same: firings.get(occurrence) ?? null,
          laterStartsAt: next === undefined ? null : at(next * 10),
        };
        const heard = hear(
          { status: ended ? 'resolved' : 'firing', startsAt, endsAt: ended ? at(occurrence * 10 + 5) : null },
          known,
          at(100),
        );
        if (heard.kind === 'fired') {
          counts.fired += 1;
          firings.set(occurrence, { resolvedAt: heard.resolvedAt });
        }
        if (heard.kind === 'resolved') {
          if (known.same?.resolvedAt) counts.reopened += 1;
          firings.set(occurrence, { resolvedAt: heard.resolvedAt });
        }
      }
      expect(counts.fired).toBe(new Set(deliveries.map(({ occurrence }) => occurrence)).size);
      expect(counts.reopened).toBe(0);
      for (const { occurrence, ended } of deliveries)
        if (ended) expect(firings.get(occurrence)?.resolvedAt).not.toBeNull();
    }),
  );
});

const moments = (more: Partial<FiringMoments> = {}): FiringMoments => ({
  ...{
    firedAt: at(0),
    receivedAt: at(1),
    confirmedAt: null,
    actedAt: null,
    effectiveAt: null,
    resolvedAt: null,
  },
  ...more,
});
const ms = (date: Date, by: number) => new Date(date.getTime() + by);

describe('clocks', () => {
  test('run from fired, not from received: 5 minutes to confirm, 10 to act', () => {
    expect(confirmClock(moments(), at(5))).toEqual({ dueAt: at(5), stoppedAt: null, late: false });
    expect(confirmClock(moments(), ms(at(5), 1)).late).toBe(true);
    expect(actClock(moments(), true, at(10))).toEqual({ dueAt: at(10), stoppedAt: null, late: false });
    expect(actClock(moments(), true, ms(at(10), 1)).late).toBe(true);
  });

  test('the action clock stops when the action is effective, not at the click', () => {
    const clicked = moments({ confirmedAt: at(2), actedAt: at(3) });
    expect(actClock(clicked, true, at(4)).stoppedAt).toBeNull();
    expect(actClock({ ...clicked, effectiveAt: at(4) }, true, at(60))).toMatchObject({
      stoppedAt: at(4),
      late: false,
    });
    expect(actClock(clicked, false, at(4)).stoppedAt).toEqual(at(3));
  });

  test('what is resolved stops both, and stays late when it was', () => {
    expect(confirmClock(moments({ resolvedAt: at(3) }), at(60))).toMatchObject({
      stoppedAt: at(3),
      late: false,
    });
    expect(actClock(moments({ resolvedAt: at(11) }), true, at(60))).toMatchObject({ late: true });
  });
});

describe('the chain', () => {
  const of = (more: Partial<FiringMoments> = {}, told = 0, priority: 'P0' | 'P1' = 'P0') =>
    escalationAhead({ ...moments(more), priority }, told).map(({ step, at: moment }) => [
      step,
      (moment.getTime() - at(0).getTime()) / 1_000,
    ]);

  // biome-ignore format: a case a line
  test.each([
    ['at once, 2, 5 and 10 minutes', of(), [[0, 0], [1, 120], [2, 300], [3, 600]]],
    ['goes on where it was', of({}, 2), [[2, 300], [3, 600]]],
    ['confirmed: only the action is waited for', of({ confirmedAt: at(1) }, 1), [[3, 600]]],
    ['effective without a confirm: it is still unconfirmed', of({ effectiveAt: at(1) }, 1), [[1, 120], [2, 300]]],
    ['resolved: nobody is woken', of({ resolvedAt: at(1) }), []],
    ['P1: nobody is woken', of({}, 0, 'P1'), []],
  ])('%s', (_what, ahead, expected) => {
    expect(ahead).toEqual(expected);
  });
});
