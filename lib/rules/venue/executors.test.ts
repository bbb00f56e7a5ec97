// Who may send which command, what an open emergency stop holds back, the order around a circuit breaker, and who is retired.
import { describe, expect, test } from 'vitest';
import { EXECUTOR_COMMANDS, type ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { type BreakerState, inBreakerOrder, mayBeSent, mayCommand, mayRetire } from './executors.ts';

const COMMANDS = Object.keys(EXECUTOR_COMMANDS) as ExecutorCommandName[];
const CLOSING = ['cancel_all_orders', 'close_all_positions', 'close_position'];
const person = (...roles: Role[]): Actor => ({
  ...{ kind: 'person', id: 'p', name: 'P', email: 'p@test.invalid' },
  ...{ roles, via: 'token', factor: 'proven' },
});
const allowed = (actor: Actor) => COMMANDS.filter((name) => mayCommand(actor, name).ok);

describe('who', () => {
  test('operations take exposure away and nothing else; risk managers, super admins and Bulkhead send everything', () => {
    expect(allowed(person('operations')).sort()).toEqual(CLOSING);
    for (const actor of [person('risk_manager'), person('super_admin'), SYSTEM])
      expect(allowed(actor)).toEqual(COMMANDS);
  });
});

describe('an open emergency stop', () => {
  test('holds back what leads to trading, and lets close, cancel and reset pass', () => {
    const held = COMMANDS.filter((name) => !mayBeSent(name, true).ok);
    expect(held).toEqual(['reconnect', 'resume_trading']);
    expect(mayBeSent('reconnect', true)).toMatchObject({ error: { code: 'latched' } });
    expect(COMMANDS.every((name) => mayBeSent(name, false).ok)).toBe(true);
  });
});

describe('a circuit breaker', () => {
  const TRIPPED = 'daily-loss is tripped: reset it first.';
  const CLEAR = 'daily-loss is clear: it does not halt trading.';
  const NOTHING = 'daily-loss has not tripped: there is nothing to reset.';
  const ALREADY = 'daily-loss is reset already: resume trading.';
  test.each<[BreakerState[], reset: string, resume: string]>([
    [['clear'], NOTHING, CLEAR],
    [['tripped'], 'sent', TRIPPED],
    [['reset'], ALREADY, 'sent'],
    [['clear', 'tripped'], 'sent', TRIPPED],
    [['reset', 'tripped'], 'sent', TRIPPED],
    [['clear', 'reset'], ALREADY, 'sent'],
  ])('reported as %s', (states, reset, resume) => {
    const said = (command: ExecutorCommandName) => {
      const result = inBreakerOrder(command, 'daily-loss', states);
      return result.ok ? 'sent' : result.error.message;
    };
    expect([said('reset_breaker'), said('resume_trading')]).toEqual([reset, resume]);
    for (const command of CLOSING as ExecutorCommandName[]) expect(said(command)).toBe('sent');
  });
});

describe('retirement', () => {
  const NOW = new Date('2026-03-19T03:12:00Z');
  const word = (silentMs: number, ...held: string[]) => ({
    ...{ id: 'executor-hl', left: false, lastSeenAt: new Date(NOW.getTime() - silentMs) },
    positions: held.map((symbol) => ({ symbol })),
  });
  const says = (...args: Parameters<typeof mayRetire>) => {
    const result = mayRetire(...args);
    return result.ok ? null : result.error.message;
  };

  test('is for who does not report: silent for longer than an executor may be, or gone with a goodbye', () => {
    expect(says(word(6_000), [], NOW)).toContain('executor-hl reports: stop it first');
    expect(says(word(6_001), [], NOW)).toBeNull();
    expect(says({ ...word(0), left: true }, [], NOW)).toBeNull();
  });

  test('takes a word about every position it held, and about no other', () => {
    const held = word(60_000, 'BTC', 'ETH');
    expect(says(held, [], NOW)).toContain('holds BTC, ETH');
    expect(says(held, ['ETH'], NOW)).toContain('holds BTC.');
    expect(says(held, ['BTC', 'ETH', 'SOL'], NOW)).toBe(
      'executor-hl has reported no position in SOL: look again.',
    );
    expect(says(held, ['ETH', 'BTC'], NOW)).toBeNull();
  });
});
