// The status, a change set and a switch as their readers give them, for tests of what is made of them: a quiet venue at its defaults.
import { SWITCHES, type SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeSetView, StatusBody, SwitchView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';

const AT = '2026-03-19T03:00:00.000Z';

export const STATUS: StatusBody = {
  ...{ environment: 'production', now: AT, epoch: 1, revision: 7, publishedAt: AT, figuresAt: AT },
  instances: { expected: 14, inStep: 14, silent: [] },
  integrity: { state: 'verified', verifiedSeq: 42, brokenSeq: null },
  ...{ capabilities: {}, recent: [] },
  attention: { requests: [], debts: [], passed: [], forms: [], releases: [] },
  alerts: { openP0: 1, unconfirmed: 0, newest: null, next: null, stamp: '1.1.1.0' },
  withdrawals: { toDecide: 0 },
  level: { current: 0, since: AT, press: null },
  stop: null,
};

/** By Ann alone; every instance has it. */
export const CHANGE_SET: ChangeSetView = {
  ...{ id: 'c1', epoch: 1, revision: 7, at: AT, actor: { kind: 'person', id: 'p1', name: 'Ann' } },
  ...{ command: 'set-switch', reason: 'A-3119', direction: 'reducing', undoesId: null, approvedBy: null },
  ...{ authority: 'single', incident: null, changes: [] },
  effect: {
    ...{ state: 'effective', expected: 14, applied: 14, slowestMs: 380, slowestInstance: 'router-01' },
    ...{ budgetMs: 1_000, overBudget: false, lagging: [] },
  },
};

/** As nobody has ever set it. */
export function switchView(name: SwitchName, more: Partial<SwitchView> = {}): SwitchView {
  return {
    ...{ name, value: SWITCHES[name].default as WireValue, overrides: [], revision: 1, changedAt: null },
    ...{ changedBy: null, lastEffect: null, mayChange: true },
    ...more,
  };
}
