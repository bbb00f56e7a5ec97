// Who may send which command, and what an open emergency stop holds back.
import { describe, expect, test } from 'vitest';
import {
  COMMANDS_FOR_OPERATIONS,
  EXECUTOR_COMMANDS,
  type ExecutorCommandName,
} from '#lib/catalog/executor-commands.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { type Actor, SYSTEM } from './actor.ts';
import { mayBeSent, mayCommand } from './executors.ts';

const COMMANDS = Object.keys(EXECUTOR_COMMANDS) as ExecutorCommandName[];
const CLOSING = ['cancel_all_orders', 'close_all_positions', 'close_position'];
const person = (...roles: Role[]): Actor => ({
  ...{ kind: 'person', id: 'p', name: 'P', email: 'p@test.invalid' },
  ...{ roles, via: 'token', factor: 'proven' },
});
const allowed = (actor: Actor) =>
  COMMANDS.filter((name) => mayCommand(actor, name, COMMANDS_FOR_OPERATIONS).ok);

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
