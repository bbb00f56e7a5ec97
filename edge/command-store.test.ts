// Which commands an edge remembers: each is told once, the newest stay, and a look that brings old ones again tells nothing.
import { expect, test } from 'vitest';
import { createCommandStore, type KnownCommand } from './command-store.ts';

const START = Date.parse('2026-11-21T02:00:00.000Z');

/** The nth command of a day, one a second. */
function command(nth: number, executorId: string | null = null): KnownCommand {
  return {
    ...{ id: `c${nth}`, command: 'close_position', argument: 'BTC', reason: 'test', executorId },
    issuedAt: new Date(START + nth * 1_000).toISOString(),
    expiresAt: new Date(START + nth * 1_000 + 3_600_000).toISOString(),
  };
}

const commands = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => command(from + index));

function open() {
  const store = createCommandStore();
  const told: string[] = [];
  store.onAdded((fresh) => void told.push(...fresh.map(({ id }) => id)));
  return { store, told };
}

test('each executor gets its own and those for all, in the order they were issued', () => {
  const { store, told } = open();
  store.add([command(3), command(1, 'executor-hl')]);
  store.add([command(2, 'executor-internal'), command(3)]);
  expect(store.of('executor-hl').map(({ id }) => id)).toEqual(['c1', 'c3']);
  expect(told).toEqual(['c3', 'c1', 'c2']);
});

test('the oldest by issue gives way, whenever it came', () => {
  const { store, told } = open();
  store.add(commands(1, 1_001));
  store.add([command(0)]);
  expect([store.find('c0'), told.includes('c0')]).toEqual([undefined, false]);
  expect(store.find('c1')).toBeDefined();
  store.add([command(2_000)]);
  expect(store.find('c1')).toBeUndefined();
  expect(store.of('any')).toHaveLength(1_000);
});

test('looks that bring the same newest ones tell nothing anew, however many came before', () => {
  const { store, told } = open();
  for (let last = 500; last <= 3_000; last += 250) store.add(commands(last - 500, last));
  const before = told.length;
  expect(new Set(told).size).toBe(before);
  for (let look = 0; look < 3; look += 1) store.add(commands(2_500, 3_000));
  expect(told).toHaveLength(before);
});
