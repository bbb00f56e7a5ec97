// What is said of the emergency stop: who may, what it takes, what confirms it, where the way back stands.
import { expect, test } from 'vitest';
import type { EffectView } from '#lib/contract/console.ts';
import type { CommandView, StopView } from '#lib/contract/emergency.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import { STOP } from '#test/stop-view.ts';
import {
  confirmsStop,
  heldFor,
  OFFERED_STOP_REASON,
  pressedWords,
  recoveryWords,
  stopHeldBy,
  stopInstances,
  stopNews,
  stopPlan,
  triggerReason,
} from './stop-words.ts';

test('three roles press it; others read whom to call', () => {
  for (const role of ['super_admin', 'risk_manager', 'operations']) expect(stopHeldBy([role])).toBeNull();
  for (const role of ['engineer', 'product_owner', 'executive', 'auditor'])
    expect(stopHeldBy([role])).toBe(
      'You may not stop the venue: it takes operations, a risk manager or super admin. Call one of them.',
    );
});

test('the word confirms as a phone writes it, and nothing else does', () => {
  for (const typed of ['STOP', ' stop ', 'Stop']) expect(confirmsStop(typed)).toBe(true);
  for (const typed of ['', 'STO', 'STOPP', 'S TOP']) expect(confirmsStop(typed)).toBe(false);
});

test('the reason offered is one of the manual’s', () => {
  expect(OFFERED_STOP_REASON).toBe('Emergency stop: capital at risk');
  expect(triggerReason('Exchange issues')).toBe('Emergency stop: exchange issues');
});

test('the plan holds what would change, and what users of the exchange lose by it', () => {
  const open: Matrix = {
    trading_enabled: { value: true },
    new_orders_enabled: { value: true },
    global_betting_enabled: { value: true },
    routing_mode: { value: 'NORMAL_MODE' },
  };
  const { changes, lost } = stopPlan(open);
  expect(changes.find((change) => change.switch === 'trading_enabled')).toMatchObject({ to: false });
  expect(changes.every((change) => change.way === 'reducing')).toBe(true);
  expect(lost).toContain('Close');
  expect(lost).not.toContain('Query');
  const stopped = Object.fromEntries(
    changes.map((change) => [change.switch, { value: change.to }]),
  ) as Matrix;
  expect(stopPlan(stopped)).toEqual({ changes: [], lost: [] });
});

test('where it was pressed, how long it holds, and where the way back stands', () => {
  expect(pressedWords(STOP)).toBe('Ann');
  expect(pressedWords({ ...STOP, source: 'edge', edgeId: 'edge-a' })).toBe('Ann at edge edge-a');
  const after = (seconds: number) => heldFor(STOP.pressedAt, Date.parse(STOP.pressedAt) + seconds * 1_000);
  expect([after(-5), after(64), after(3 * 3_600 + 720), after(50 * 3_600)]).toEqual([
    '0:00',
    '1:04',
    '3 h 12 min',
    '2 d 2 h',
  ]);
  const run = { runId: 'r', number: 3, completedAt: null };
  const asked = { id: 'q', number: 9, requestedBy: { id: 'b', name: 'Bo' } };
  const words = (over: Partial<StopView>) => recoveryWords({ ...STOP, ...over }).words;
  expect(words({})).toBe('Recovery not started');
  expect(words({ recovery: run })).toBe('Recovery in progress');
  expect(words({ recovery: { ...run, completedAt: STOP.pressedAt } })).toBe('Recovery complete');
  expect(words({ restartRequest: asked })).toBe('Restart waits for a second person');
  expect(words({ restartRequest: asked, restartedAt: STOP.pressedAt })).toBe('Restarted');
});

test('instances are green only once all of them are measured; what is not read yet is not called nothing', () => {
  const effect = { expected: 14, applied: 14, slowestMs: 380 } as EffectView;
  expect(stopInstances({ changeSetId: null }, null)).toEqual({
    ...{ value: 'none', note: 'nothing had to change', tone: 'plain' },
  });
  expect(stopInstances(STOP, null)).toEqual({ value: 'unknown', note: 'not read yet', tone: 'plain' });
  expect(stopInstances(STOP, effect)).toEqual({ value: '14/14', note: 'slowest 0.38 s', tone: 'ok' });
  expect(stopInstances(STOP, { ...effect, applied: 13 })).toMatchObject({ value: '13/14', tone: 'risk' });
  expect(stopInstances(STOP, { ...effect, expected: 0, applied: 0, slowestMs: null }).tone).toBe('plain');
});

test('its news change at the marks: all instances, an order done, the way back', () => {
  const order: CommandView = {
    ...{ id: 'o', command: 'disconnect', argument: null, executor: null, reason: STOP.reason },
    ...{ issuedBy: STOP.pressedBy, issuedAt: STOP.pressedAt, stopId: STOP.id, runId: null },
    ...{ executors: [], done: false },
  };
  const effect = (applied: number) => ({ expected: 14, applied, slowestMs: null }) as EffectView;
  const stop = { ...STOP, commands: [order, { ...order, done: true }] };
  const early = stopNews(stop, effect(2));
  expect(early).toBe('1 of 2 orders done. Recovery not started');
  expect(stopNews(stop, effect(9))).toBe(early);
  expect(stopNews(stop, effect(14))).toBe(`All 14 instances have applied it. ${early}`);
});
