// The way back from a stop as it stands there: closing by hand only where executors do not answer, the restart held by name.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { StopView } from '#lib/contract/emergency.ts';
import { STOP } from '#test/stop-view.ts';
import { StopRecovery } from './stop-recovery.tsx';

const shown = (
  stop: Partial<StopView>,
  closingRun: number | null = null,
  restartHeldBy: string | null = null,
) =>
  renderToStaticMarkup(
    <StopRecovery
      stop={{ ...STOP, ...stop }}
      now="2026-03-19T03:05:00.000Z"
      closingRun={closingRun}
      closeHeldBy={null}
      recoverHeldBy={null}
      restartHeldBy={restartHeldBy}
      onCloseByHand={() => {}}
      onRecover={() => {}}
      onRestart={() => {}}
    />,
  );

test('closing by hand is offered where executors do not answer, and leads to its run once there is one', () => {
  expect(shown({})).not.toContain('by hand');
  const asked = shown({ closeByHand: true });
  expect(asked).toContain('role="alert"');
  expect(asked).toContain('Executors do not answer or failed.');
  expect(asked).toContain('>Close by hand<');
  const under = shown({ closeByHand: true }, 42);
  expect(under).not.toContain('>Close by hand<');
  expect(under).toContain('href="/rollback/42"');
});

test('the restart is held by what the server says, then by the page, and gives way to the request for it', () => {
  const early = 'The recovery procedure of this stop is not complete.';
  const refused = shown({ restartHeldBy: early }, null, 'Stale.');
  expect(refused).toContain(early);
  expect(refused).not.toContain('Stale.');
  expect(shown({}, null, 'Stale.')).toContain('Stale.');
  expect(shown({})).not.toContain('aria-disabled="true"');
  const asked = shown({ restartRequest: { id: 'r', number: 7, requestedBy: { id: 'b', name: 'Ben' } } });
  expect(asked).toContain('Ben asked for the restart.');
  expect(asked).not.toContain('Ask for the restart');
});
