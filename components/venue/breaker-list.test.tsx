// What stands beside a circuit breaker: why and since when it tripped, and the one act that comes next.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { BreakerView } from '#lib/contract/emergency.ts';
import { BreakerList } from './breaker-list.tsx';

const TRIPPED = 'Daily loss limit reached: -3.1% of the reserve';

function shown(state: BreakerView['state'], reason: string | null, held: string | null = null): string {
  const at = '2026-03-19T03:05:00.000Z';
  const trippedAt = state === 'clear' ? null : '2026-03-19T03:00:00.000Z';
  const breaker = { executor: 'executor-hl', name: 'daily-loss', state, reason, trippedAt, at };
  return renderToStaticMarkup(
    <BreakerList
      breakers={[breaker]}
      now={at}
      heldBy={() => held}
      runbookHeldBy={null}
      onAct={() => {}}
      onRunbook={() => {}}
    />,
  );
}

const buttons = (html: string) =>
  [...html.matchAll(/aria-label="([^"]+: [^"]+|Runbook[^"]*)"/g)].map(([, name]) => name);

test.each([
  ['clear', 'Clear', 'nothing halted by it', []],
  ['tripped', 'Tripped', `${TRIPPED}, since 03:00`, ['Runbook for daily-loss', 'Reset: daily-loss']],
  [
    'reset',
    'Reset, trading waits',
    `${TRIPPED}, since 03:00`,
    ['Runbook for daily-loss', 'Resume trading: daily-loss'],
  ],
] as const)('%s', (state, word, why, acts) => {
  const html = shown(state, state === 'clear' ? null : TRIPPED);
  expect(html).toContain(word);
  expect(html.replaceAll('&#x27;', "'")).toContain(why);
  expect(buttons(html)).toEqual(acts);
});

test('without a reason it says so; an act that is held can be pressed to hear why', () => {
  const html = shown('tripped', null, 'The emergency stop holds: this waits for its restart.');
  expect(html).toContain('no reason reported');
  expect(html).toMatch(
    /<button[^>]*aria-disabled="true"[^>]*aria-label="Reset: daily-loss"|<button[^>]*aria-label="Reset: daily-loss"[^>]*aria-disabled="true"/,
  );
});
