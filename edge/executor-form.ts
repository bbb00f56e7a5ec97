// Reads an executor's report: every field checked by hand, so that none can spoil what it is stored with.
import type {
  BreakerReport,
  CommandProgress,
  ExecutorReport,
  PositionReport,
} from '#lib/contract/executors.ts';
import {
  type Fields,
  isCount,
  isFields,
  isTime,
  isUuid,
  matches,
  need,
  only,
  readFields,
} from '#lib/door/form.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
const AMOUNT = /^-?\d{1,20}(\.\d{1,18})?$/;
const MOST_COUNT = 2 ** 31 - 1;
const MOST = { commands: 200, positions: 500, breakers: 50 } as const;
const FIELDS = ['startedAt', 'connected', 'openOrders', 'commands', 'positions', 'breakers', 'leaving'];

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most && value.isWellFormed() && !value.includes('\u0000');
const isAmount = (value: unknown, least: 'any' | 'zero' | 'above zero'): value is string =>
  matches(value, AMOUNT) &&
  (least === 'any' || !value.startsWith('-')) &&
  (least !== 'above zero' || /[1-9]/.test(value));
const isSmall = (value: unknown): value is number => isCount(value) && value <= MOST_COUNT;

function list<T>(value: unknown, what: keyof typeof MOST, read: (item: Fields) => T): T[] {
  need(
    Array.isArray(value) && value.length <= MOST[what] && value.every(isFields),
    `${what} must be a list of at most ${MOST[what]} objects.`,
  );
  return (value as Fields[]).map(read);
}

function distinct(keys: readonly string[], what: string): void {
  need(new Set(keys).size === keys.length, `${what} must hold each one once.`);
}

function progressOf(item: Fields): CommandProgress {
  only(item, ['id', 'state', 'done', 'total', 'note'], 'a command');
  const { id, state, done, total, note } = item;
  need(isUuid(id), 'commands: id must be the id of the command.');
  need(
    state === 'acknowledged' || state === 'running' || state === 'done' || state === 'failed',
    'commands: state must be acknowledged, running, done or failed.',
  );
  need(isSmall(done) && isSmall(total), 'commands: done and total must be whole numbers, 0 or more.');
  need(note === undefined || isText(note, 500), 'commands: note must be at most 500 characters of text.');
  return { id, state, done, total, ...(note === undefined ? {} : { note }) };
}

function positionOf(item: Fields): PositionReport {
  only(item, ['symbol', 'side', 'size', 'notionalUsd', 'entryPrice', 'unrealisedPnlUsd'], 'a position');
  const { symbol, side, size, notionalUsd, entryPrice, unrealisedPnlUsd } = item;
  need(matches(symbol, NAME), 'positions: symbol must be a name such as BTC.');
  need(side === 'long' || side === 'short', 'positions: side must be long or short.');
  need(
    isAmount(size, 'above zero') && isAmount(entryPrice, 'above zero'),
    'positions: size and entryPrice must be decimal text above 0.',
  );
  need(isAmount(notionalUsd, 'zero'), 'positions: notionalUsd must be decimal text, 0 or more.');
  need(isAmount(unrealisedPnlUsd, 'any'), 'positions: unrealisedPnlUsd must be decimal text.');
  return { symbol, side, size, notionalUsd, entryPrice, unrealisedPnlUsd };
}

function breakerOf(item: Fields): BreakerReport {
  only(item, ['name', 'state', 'reason', 'trippedAt'], 'a breaker');
  const { name, state, reason, trippedAt } = item;
  need(matches(name, NAME), 'breakers: name must be letters, digits and . _ -');
  need(
    state === 'clear' || state === 'tripped' || state === 'reset',
    'breakers: state must be clear, tripped or reset.',
  );
  need(reason === undefined || isText(reason, 500), 'breakers: reason must be at most 500 characters.');
  need(trippedAt === undefined || isTime(trippedAt), 'breakers: trippedAt must be a UTC time.');
  return {
    ...{ name, state },
    ...(reason === undefined ? {} : { reason }),
    ...(trippedAt === undefined ? {} : { trippedAt: new Date(trippedAt).toISOString() }),
  };
}

/** The report in a JSON text. Throws FormError with a sentence for whoever sent it. */
export function readExecutorReport(text: string): ExecutorReport {
  const value = readFields(text, FIELDS);
  const { startedAt, connected, openOrders, leaving } = value;
  need(isTime(startedAt), 'startedAt must be a UTC time such as 2026-11-21T02:00:00.000Z.');
  need(typeof connected === 'boolean', 'connected must be true or false.');
  need(isSmall(openOrders), 'openOrders must be a whole number, 0 or more.');
  need(leaving === undefined || typeof leaving === 'boolean', 'leaving must be true or false.');
  const commands = list(value.commands, 'commands', progressOf);
  const positions = list(value.positions, 'positions', positionOf);
  const breakers = list(value.breakers, 'breakers', breakerOf);
  distinct(
    commands.map(({ id }) => id),
    'commands',
  );
  distinct(
    positions.map(({ symbol }) => symbol),
    'positions',
  );
  distinct(
    breakers.map(({ name }) => name),
    'breakers',
  );
  return {
    startedAt: new Date(startedAt).toISOString(),
    ...{ connected, openOrders, commands, positions, breakers },
    ...(leaving === undefined ? {} : { leaving }),
  };
}
