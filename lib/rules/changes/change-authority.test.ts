// How a change comes to be authorised, what a debt of break-glass holds up, and what an emergency stop keeps.
import { describe, expect, test } from 'vitest';
import type { Authority } from '#lib/catalog/approvals.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { holding, LONG_REASON, outcome, stateOf } from '#test/decisions.ts';
import { authorityOf, lacksWord, owesReview, staysLatched, type Terms } from './change-authority.ts';
import { decideChange } from './decide-change.ts';

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

describe('while a P0 is open', () => {
  const openP0 = { number: 12, title: 'HL is disconnected' };
  const manager = holding('risk_manager', 'operations');

  test('a super admin’s word is that of who does it or of who asked; a bundle has its own', () => {
    expect(lacksWord(openP0, manager, {})).toBe(true);
    expect(lacksWord(null, manager, {})).toBe(false);
    expect(lacksWord(openP0, holding('super_admin', 'risk_manager'), {})).toBe(false);
    expect(lacksWord(openP0, manager, { word: true })).toBe(false);
    for (const bundle of ['level', 'emergency', 'alert'] as const)
      expect(lacksWord(openP0, manager, { bundle })).toBe(false);
    expect(lacksWord(openP0, SYSTEM, {})).toBe(false);
  });

  test('raising waits, and is not approved without that word; what lowers does neither', () => {
    const on = stateOf(undefined, { openP0 });
    const raise = [{ switch: 'hedge_max_leverage', value: 3.5 }];
    const waits = (terms: Terms, actor = manager, requests = raise) => {
      const decided = decideChange(on, requests, LONG_REASON, actor, terms);
      return decided.ok ? decided.value?.waits : decided.error.code;
    };
    expect(waits({})).toBe(true);
    expect(waits({ approved: true })).toBe('forbidden');
    expect(waits({ approved: true, word: true })).toBe(false);
    expect(waits({ approved: true }, holding('super_admin'))).toBe(false);
    expect(waits({}, manager, [{ switch: 'hedge_max_leverage', value: 1 }])).toBe(false);
    expect(outcome(raise, { on, actor: manager, terms: { breakGlass: true, incident: 'INC-1' } })).toBe(
      'raising',
    );
  });
});
