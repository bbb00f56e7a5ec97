// Executors in words: what each made of a command, money, order of rows, what an act asks and of whom.
import { describe, expect, test } from 'vitest';
import { EXECUTOR_COMMANDS, type ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
import type { ExecutorStepView, ExecutorView, PositionView } from '#lib/contract/emergency.ts';
import {
  actHeldBy,
  actWords,
  breakerState,
  commandState,
  commandWords,
  executorState,
  heardWords,
  heldUntilTicked,
  heldWords,
  positionTotals,
  raises,
  reasonWith,
  retirable,
  sortPositions,
  stepWords,
  wholeDollars,
} from './executor-words.ts';

const COMMANDS = Object.keys(EXECUTOR_COMMANDS) as ExecutorCommandName[];
const step = (over: Partial<ExecutorStepView>): ExecutorStepView => ({
  ...{ executor: 'executor-hl', state: 'running', done: 3, total: 5, note: null, at: null },
  ...over,
});
const position = (over: Partial<PositionView>): PositionView => ({
  ...{ executor: 'executor-hl', symbol: 'BTC', side: 'long', size: '1', notionalUsd: '60000.40' },
  ...{ entryPrice: '60000', unrealisedPnlUsd: '-12.60', at: '2026-03-19T03:00:00.000Z' },
  ...over,
});

describe('progress', () => {
  test('is counted in what the command counts; silence and failure say so', () => {
    const words = (over: Partial<ExecutorStepView>) => stepWords('close_all_positions', step(over));
    expect(words({})).toEqual({ words: '3 of 5 positions closed', tone: 'plain' });
    expect(words({ state: 'done', done: 5 })).toEqual({ words: '5 of 5 positions closed', tone: 'ok' });
    expect(words({ state: 'silent' })).toEqual({ words: 'Silent at 3 of 5 positions closed', tone: 'risk' });
    expect(words({ state: 'silent', total: 0 }).words).toBe('Silent');
    expect(words({ state: 'retired' }).words).toBe('Retired at 3 of 5 positions closed');
    expect(words({ state: 'failed', note: 'The exchange refused ETH.' })).toEqual({
      words: 'Failed at 3 of 5 positions closed: The exchange refused ETH.',
      tone: 'crit',
    });
    expect(words({ state: 'waiting', total: 0 }).words).toBe('Not taken yet');
    expect(words({ state: 'acknowledged', total: 0 }).words).toBe('Taken, not begun');
    expect(words({ state: 'running', total: 0 }).words).toBe('At work');
    expect(words({ state: 'done', total: 0 }).words).toBe('Nothing was left to do');
    expect(stepWords('of_tomorrow', step({})).words).toBe('3 of 5 done');
  });

  test('of a whole command: one that failed outweighs one that is silent, and that one who is at work', () => {
    const of = (...states: ExecutorStepView['state'][]) =>
      commandState({ done: false, executors: states.map((state) => step({ state })) });
    expect(commandState({ done: true, executors: [] }).words).toBe('Done');
    expect(of().words).toBe('Nobody to take it');
    expect(of('failed', 'silent')).toEqual({ words: 'Failed', tone: 'crit' });
    expect(of('silent', 'running')).toEqual({ words: '1 silent', tone: 'risk' });
    expect(of('done', 'running')).toEqual({ words: '1 of 2 executors', tone: 'plain' });
    expect(of('done', 'running', 'retired').words).toBe('1 of 2 executors');
    expect(of('retired').words).toBe('Nobody to take it');
  });

  test('names the command and what it is about', () => {
    expect(commandWords({ command: 'close_position', argument: 'ETH' })).toBe(
      'Close one position at market: ETH',
    );
    expect(commandWords({ command: 'of_tomorrow', argument: null })).toBe('of_tomorrow');
  });
});

test('what was heard a moment ago is heard now', () => {
  const at = '2026-03-19T03:00:00.000Z';
  const after = (ms: number) => heardWords(at, Date.parse(at) + ms);
  expect([after(-200), after(2_900), after(3_000), after(90_000)]).toEqual([
    ...['now', 'now', '3.0 s ago', '90 s ago'],
  ]);
});

test('states have a word and a tone', () => {
  expect(executorState({ state: 'silent', retired: null })).toEqual({ word: 'Silent', tone: 'risk' });
  expect(executorState({ state: 'left', retired: { by: 'Rita', reason: 'Gone' } }).word).toBe('Retired');
  expect(breakerState({ state: 'tripped' })).toEqual({ word: 'Tripped', tone: 'crit' });
  expect(breakerState({ state: 'reset' }).word).toContain('waits');
});

test('money is whole dollars with its sign in front, summed over positions; rows stay where they are', () => {
  expect([
    wholeDollars('1234567.89'),
    wholeDollars('-12.6'),
    wholeDollars('7', true),
    wholeDollars('0.2', true),
  ]).toEqual(['$1,234,568', '-$13', '+$7', '$0']);
  const list = [position({ symbol: 'ETH' }), position({ executor: 'b' }), position({ executor: 'a' })];
  expect(positionTotals(list)).toEqual({ notional: '$180,001', pnl: '-$38' });
  expect(sortPositions(list).map(({ symbol, executor }) => `${symbol} ${executor}`)).toEqual([
    'BTC a',
    'BTC b',
    'ETH executor-hl',
  ]);
});

test('an executor is retired when something waits for a word of it that may never come', () => {
  const one = (over: Partial<ExecutorView>) => ({
    ...{ id: 'executor-hl', state: 'left' as const, retired: null },
    ...over,
  });
  const commands = (state: ExecutorStepView['state']) => [{ executors: [step({ state })] }];
  const nothing = { positions: [position({ executor: 'other' })], commands: commands('done') };
  expect(retirable(one({}), nothing)).toBe(false);
  expect(retirable(one({ state: 'silent' }), nothing)).toBe(true);
  expect(retirable(one({}), { ...nothing, positions: [position({})] })).toBe(true);
  expect(retirable(one({}), { ...nothing, commands: commands('silent') })).toBe(true);
  expect(retirable(one({ state: 'reporting' }), { ...nothing, positions: [position({})] })).toBe(false);
  expect(retirable(one({ retired: { by: 'Rita', reason: 'Gone' } }), nothing)).toBe(false);
  expect(heldWords(position({}))).toBe('BTC long 1, $60,000');
});

describe('an act', () => {
  test('toward safety offers its reason; what leads back to trading has it written, a reset after three checks', () => {
    const words = (command: ExecutorCommandName) => actWords({ command, argument: 'x', executor: 'y' });
    for (const command of COMMANDS) {
      const { tone, offered } = words(command);
      expect([command, tone === 'raise']).toEqual([command, offered === '']);
    }
    expect(words('reset_breaker').checks).toHaveLength(3);
    expect(words('resume_trading').checks).toEqual([]);
    expect(reasonWith('Price feed is back', words('reset_breaker').checks)).toBe(
      'Price feed is back (validated: the issue is fixed, the losses were legitimate, the system is healthy)',
    );
    expect(reasonWith('Price feed is back', [])).toBe('Price feed is back');
  });

  test('raises where its dialog says so: held on a stale picture', () => {
    for (const command of COMMANDS)
      expect([command, raises(command)]).toEqual([command, actWords({ command }).tone === 'raise']);
    expect(COMMANDS.filter(raises)).toEqual(['reconnect', 'reset_breaker', 'resume_trading']);
  });

  test('a reset is held until each of its three checks is ticked, in whatever order', () => {
    const { checks } = actWords({ command: 'reset_breaker' });
    const [fixed = '', legitimate = '', healthy = ''] = checks;
    const held = (...ticked: string[]) => heldUntilTicked(checks, new Set(ticked));
    expect(held()).toBe('Look first: the issue is fixed.');
    expect(held(fixed)).toBe('Look first: the losses were legitimate.');
    expect(held(healthy, legitimate)).toBe('Look first: the issue is fixed.');
    expect(held(legitimate, fixed)).toBe('Look first: the system is healthy.');
    expect(held(healthy, legitimate, fixed)).toBeNull();
    expect(heldUntilTicked(actWords({ command: 'resume_trading' }).checks, new Set())).toBeNull();
  });

  test('is held for who may not, and while a stop holds for what leads back', () => {
    const me = (...roles: string[]) => ({ id: 'p', name: 'P', email: 'p@test.invalid', roles });
    const free = (role: string, stopped = false) =>
      COMMANDS.filter((command) => actHeldBy(me(role), command, stopped) === null);
    expect(free('auditor')).toEqual([]);
    expect(free('engineer')).toEqual([]);
    expect(free('operations')).toEqual(['cancel_all_orders', 'close_all_positions', 'close_position']);
    expect(free('risk_manager')).toEqual(COMMANDS);
    expect(COMMANDS.filter((command) => !free('super_admin', true).includes(command))).toEqual([
      'reconnect',
      'resume_trading',
    ]);
  });
});
