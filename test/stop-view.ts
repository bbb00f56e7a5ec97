// An emergency stop as its reader gives it, for tests of what is made of it: just pressed, nothing answered yet.
import type { StopView } from '#lib/contract/emergency.ts';

export const STOP: StopView = {
  ...{ id: 's', source: 'console', edgeId: null, changeSetId: 'c', settings: {}, commands: [] },
  ...{ pressedBy: { kind: 'person', id: 'a', name: 'Ann' }, reason: 'Capital at risk' },
  ...{ pressedAt: '2026-03-19T03:00:00.000Z', recordedAt: '2026-03-19T03:00:00.000Z', restartedAt: null },
  ...{ closeByHand: false, recovery: null, restartRequest: null, restartChanges: [], restartHeldBy: null },
};
