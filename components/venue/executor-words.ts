// Executors, their positions and breakers, and commands to them in words: states, progress, what an act asks and says. Pure.

import { grouped } from '#components/format-number.ts';
import { age } from '#components/format-time.ts';
import { BREAKER_VALIDATION } from '#lib/catalog/emergency.ts';
import {
  EXECUTOR_COMMANDS,
  type ExecutorCommandDefinition,
  type ExecutorCommandName,
} from '#lib/catalog/executor-commands.ts';
import type {
  BreakerView,
  CommandView,
  ExecutorStepView,
  ExecutorView,
  PositionView,
} from '#lib/contract/emergency.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { mayBeSent, mayCommand } from '#lib/rules/venue/executors.ts';

export type StateTone = 'ok' | 'risk' | 'crit' | 'plain';

const EXECUTOR = {
  reporting: { word: 'Reporting', tone: 'ok' },
  silent: { word: 'Silent', tone: 'risk' },
  left: { word: 'Stopped', tone: 'plain' },
} as const satisfies Record<ExecutorView['state'], { word: string; tone: StateTone }>;

export function executorState({ state, retired }: Pick<ExecutorView, 'state' | 'retired'>): {
  word: string;
  tone: StateTone;
} {
  return retired ? { word: 'Retired', tone: 'plain' } : EXECUTOR[state];
}

/** Whether there is a reason to retire it: something waits for a word that it may never say. */
export function retirable(
  { id, state, retired }: Pick<ExecutorView, 'id' | 'state' | 'retired'>,
  {
    positions,
    commands,
  }: {
    positions: readonly Pick<PositionView, 'executor'>[];
    commands: readonly Pick<CommandView, 'executors'>[];
  },
): boolean {
  if (retired || state === 'reporting') return false;
  const unfinished = commands.some(({ executors }) =>
    executors.some((step) => step.executor === id && step.state === 'silent'),
  );
  return state === 'silent' || unfinished || positions.some(({ executor }) => executor === id);
}

/** `BTC long 0.5, $30,000`: what has to be looked at elsewhere before its executor is retired. */
export function heldWords({ symbol, side, size, notionalUsd }: PositionView): string {
  return `${symbol} ${side} ${size}, ${wholeDollars(notionalUsd)}`;
}

const BREAKER = {
  clear: { word: 'Clear', tone: 'ok' },
  tripped: { word: 'Tripped', tone: 'crit' },
  reset: { word: 'Reset, trading waits', tone: 'risk' },
} as const satisfies Record<BreakerView['state'], { word: string; tone: StateTone }>;

export function breakerState({ state }: Pick<BreakerView, 'state'>): { word: string; tone: StateTone } {
  return BREAKER[state];
}

function definitionOf(command: string): ExecutorCommandDefinition | undefined {
  return Object.hasOwn(EXECUTOR_COMMANDS, command)
    ? EXECUTOR_COMMANDS[command as ExecutorCommandName]
    : undefined;
}

/** `Close all positions at market`, `Close one position at market: ETH`; an unknown command by its own name. */
export function commandWords({ command, argument }: Pick<CommandView, 'command' | 'argument'>): string {
  const label = definitionOf(command)?.label ?? command;
  return argument === null ? label : `${label}: ${argument}`;
}

/** `3 of 5 positions closed`; what an executor has made of a command. */
export function stepWords(command: string, step: ExecutorStepView): { words: string; tone: StateTone } {
  const counts = definitionOf(command)?.counts ?? 'done';
  const figure = step.total > 0 ? `${step.done} of ${step.total} ${counts}` : null;
  switch (step.state) {
    case 'done':
      return { words: figure ?? step.note ?? 'Nothing was left to do', tone: 'ok' };
    case 'failed':
      return {
        words: `Failed${figure ? ` at ${figure}` : ''}: ${step.note ?? 'no reason given'}`,
        tone: 'crit',
      };
    case 'silent':
      return { words: figure ? `Silent at ${figure}` : 'Silent', tone: 'risk' };
    case 'retired':
      return { words: figure ? `Retired at ${figure}` : 'Retired', tone: 'plain' };
    case 'running':
      return { words: figure ?? 'At work', tone: 'plain' };
    case 'acknowledged':
      return { words: 'Taken, not begun', tone: 'plain' };
    case 'waiting':
      return { words: 'Not taken yet', tone: 'plain' };
  }
}

/** A command as a whole: done by all, failed or silent somewhere, or under way. */
export function commandState({ done, executors }: Pick<CommandView, 'done' | 'executors'>): {
  words: string;
  tone: StateTone;
} {
  if (done) return { words: 'Done', tone: 'ok' };
  const awaited = executors.filter(({ state }) => state !== 'retired');
  const count = (state: ExecutorStepView['state']) => awaited.filter((one) => one.state === state).length;
  if (count('failed') > 0) return { words: 'Failed', tone: 'crit' };
  if (awaited.length === 0) return { words: 'Nobody to take it', tone: 'risk' };
  if (count('silent') > 0) return { words: `${count('silent')} silent`, tone: 'risk' };
  return { words: `${count('done')} of ${awaited.length} executors`, tone: 'plain' };
}

/** Whole dollars with their sign in front: `$12,345`, `-$12`, `+$7`. */
export function wholeDollars(text: string, signed = false): string {
  const amount = Math.round(Number(text));
  const sign = amount < 0 ? '-' : signed && amount > 0 ? '+' : '';
  return `${sign}$${grouped(Math.abs(amount))}`;
}

export function positionTotals(positions: readonly PositionView[]): { notional: string; pnl: string } {
  const sum = (pick: (one: PositionView) => string) =>
    String(positions.reduce((total, one) => total + Number(pick(one)), 0));
  return {
    notional: wholeDollars(sum((one) => one.notionalUsd)),
    pnl: wholeDollars(
      sum((one) => one.unrealisedPnlUsd),
      true,
    ),
  };
}

/** How long ago it was heard; what reports every second is not counted in tenths. */
export function heardWords(at: string, now: number): string {
  const ms = now - Date.parse(at);
  return ms < 3_000 ? 'now' : `${age(ms)} ago`;
}

/** By symbol, then executor: live figures never move a row under the pointer. */
export function sortPositions(positions: readonly PositionView[]): PositionView[] {
  return positions.toSorted(
    (a, b) => a.symbol.localeCompare(b.symbol) || a.executor.localeCompare(b.executor),
  );
}

/** An order as a screen asks for it. */
export interface ExecutorAct {
  command: ExecutorCommandName;
  argument?: string;
  executor?: string;
}

export interface ActWords {
  title: string;
  says: string;
  button: string;
  tone: 'safe' | 'raise' | 'plain';
  /** The reason offered; empty where it has to be written. */
  offered: string;
  /** What has to be ticked first. */
  checks: readonly string[];
}

/** What the dialog of an act says. */
export function actWords({ command, argument = '', executor = '' }: ExecutorAct): ActWords {
  const none = { offered: '', checks: [] };
  switch (command) {
    case 'close_position':
      return {
        title: `Close ${argument} on ${executor}`,
        says: 'It is closed at market, whatever the price. Nothing opens it again by itself.',
        button: `Close ${argument} at market`,
        tone: 'safe',
        offered: `Close ${argument} on ${executor}`,
        checks: [],
      };
    case 'close_all_positions':
      return {
        title: 'Close all positions',
        says: 'Every executor closes every open position at market, whatever the price.',
        button: 'Close all at market',
        tone: 'safe',
        offered: 'Close all open positions',
        checks: [],
      };
    case 'cancel_all_orders':
      return {
        title: 'Cancel all open orders',
        says: 'Every executor cancels every order that rests on an exchange. Positions stay.',
        button: 'Cancel all orders',
        tone: 'safe',
        offered: 'Cancel all open orders',
        checks: [],
      };
    case 'disconnect':
      return {
        title: `Disconnect ${executor}`,
        says: 'It leaves the exchange. Positions stay open, and nothing manages them until it connects again.',
        button: 'Disconnect it',
        tone: 'plain',
        offered: `Disconnect ${executor} from the exchange`,
        checks: [],
      };
    case 'reconnect':
      return {
        title: `Connect ${executor} again`,
        says: 'It connects to the exchange and trades as the switches allow.',
        button: 'Connect it again',
        tone: 'raise',
        ...none,
      };
    case 'reset_breaker':
      return {
        title: `Reset ${argument}`,
        says: 'The breaker is taken back. Trading still waits until it is resumed.',
        button: 'Reset the breaker',
        tone: 'raise',
        offered: '',
        checks: BREAKER_VALIDATION,
      };
    case 'resume_trading':
      return {
        title: `Resume trading after ${argument}`,
        says: 'The executor opens positions again as the switches allow.',
        button: 'Resume trading',
        tone: 'raise',
        ...none,
      };
  }
}

/** What has to be looked at yet before the button acts; null once all of it is ticked. */
export function heldUntilTicked(checks: readonly string[], ticked: ReadonlySet<string>): string | null {
  const left = checks.find((check) => !ticked.has(check));
  return left === undefined ? null : `Look first: ${left.toLowerCase()}.`;
}

/** The reason with what was validated first, so that the log keeps it with whoever did. */
export function reasonWith(reason: string, checks: readonly string[]): string {
  return checks.length === 0 ? reason : `${reason} (validated: ${checks.join(', ').toLowerCase()})`;
}

export function raises(command: ExecutorCommandName): boolean {
  return definitionOf(command)?.raises === true;
}

/** Why this person may not send it now; null when they may. */
export function actHeldBy(
  me: { id: string; name: string; email: string; roles: readonly string[] },
  command: ExecutorCommandName,
  stopped: boolean,
): string | null {
  const actor: PersonActor = {
    ...{ kind: 'person', via: 'session', factor: 'proven' },
    ...{ id: me.id, name: me.name, email: me.email, roles: me.roles as PersonActor['roles'] },
  };
  const held = notAllowedTo('command-executors', me.roles);
  if (held !== null) return held;
  const theirs = mayCommand(actor, command);
  if (!theirs.ok) return theirs.error.message;
  const sendable = mayBeSent(command, stopped);
  return sendable.ok ? null : 'The emergency stop holds: this waits for its restart.';
}
