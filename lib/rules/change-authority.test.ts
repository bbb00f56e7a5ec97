// How a change comes to be authorised, what a debt of break-glass holds up, and what an emergency stop keeps.
import { describe, expect, test } from 'vitest';
import type { Authority } from '#lib/catalog/approvals.ts';
import { holding } from '#test/decisions.ts';
import { type Actor, SYSTEM } from './actor.ts';
import { authorityOf, owesReview, staysLatched, type Terms } from './change-authority.ts';

const admin = holding('super_admin');

// biome-ignore format: a case a line
test.each<[string, Actor, Terms, boolean, Authority]>([
  ['one person, nothing that waits', admin, {}, false, 'single'],
  ['one person, something that waits: it will', admin, {}, true, 'single'],
  ['a second person agreed', admin, { approved: true }, true, 'approved'],
  ['agreed to what would not have to wait', admin, { approved: true }, false, 'approved'],
  ['break-glass', admin, { breakGlass: true, incident: 'INC-1' }, true, 'break_glass'],
  ['break-glass that nothing needs breaks nothing', admin, { breakGlass: true, incident: 'INC-1' }, false, 'single'],
  ['agreed, and break-glass: no glass is broken', admin, { approved: true, breakGlass: true }, true, 'approved'],
  ['an incident alone is no authority', admin, { incident: 'INC-1' }, true, 'single'],
  ['leaving a level alone', admin, { alwaysWaits: true }, true, 'single'],
  ['Bulkhead itself', SYSTEM, {}, true, 'system'],
  ['a level', admin, { bundle: 'level' }, true, 'level'],
  ['the action of an alert, also when its policy presses it', SYSTEM, { bundle: 'alert' }, true, 'alert'],
  ['the stop, also when Bulkhead records an edge’s', SYSTEM, { bundle: 'emergency' }, true, 'emergency'],
])('%s', (_name, actor, terms, needsSecond, authority) => {
  expect(authorityOf(actor, terms, needsSecond)).toBe(authority);
});

describe('a debt', () => {
  const debt = { id: 'g', incident: 'INC-1', by: 'Ann' };

  test('holds up what is outside its incident, in words', () => {
    expect(owesReview([], {})).toEqual({ ok: true, value: true });
    expect(owesReview([debt], { incident: 'INC-1' }).ok).toBe(true);
    for (const terms of [{}, { incident: 'INC-2' }, { incident: 'inc-1' }, { approved: true }])
      expect(owesReview([debt], terms)).toMatchObject({
        ok: false,
        error: {
          code: 'break_glass_debt',
          message: expect.stringMatching(/^Ann used break-glass for INC-1/),
        },
      });
  });

  test('of two incidents leaves nothing free but by review', () => {
    const both = [debt, { ...debt, id: 'h', incident: 'INC-2' }];
    expect(owesReview(both, { incident: 'INC-1' })).toMatchObject({
      error: { details: { breakGlassId: 'h' } },
    });
    expect(owesReview(both, { incident: 'INC-2' })).toMatchObject({
      error: { details: { breakGlassId: 'g' } },
    });
  });
});

describe('an open stop', () => {
  const stop = { id: 's', settings: { trading_enabled: false, routing_mode: 'HL_MODE' } };
  const change = (name: string, newValue: string | boolean) => ({ switch: name, symbol: null, newValue });

  test('keeps its own values, and nothing else', () => {
    expect(staysLatched(stop, [change('trading_enabled', false)], {}).ok).toBe(true);
    expect(staysLatched(stop, [change('hedge_enabled', false)], {}).ok).toBe(true);
    expect(staysLatched(stop, [change('toString', false)], {}).ok).toBe(true);
    expect(staysLatched(null, [change('trading_enabled', true)], {}).ok).toBe(true);
  });

  test('names the first switch that is to change, whoever agreed, until the restart', () => {
    const changes = [change('hedge_enabled', false), change('routing_mode', 'NORMAL_MODE')];
    for (const terms of [{}, { approved: true }, { breakGlass: true }, { bundle: 'level' as const }])
      expect(staysLatched(stop, changes, terms)).toMatchObject({
        error: { code: 'latched', details: { switch: 'routing_mode', stopId: 's' } },
      });
    expect(staysLatched(stop, changes, { restart: true }).ok).toBe(true);
  });
});
