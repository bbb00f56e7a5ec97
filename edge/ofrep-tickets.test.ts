// Tickets: what they open, for how long, and what a forged, old or orphaned one is worth.
import { expect, test } from 'vitest';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { type ApiKey, createKeys } from '#lib/door/keys.ts';
import { createTickets } from './ofrep-tickets.ts';

const HOUR = 3_600_000;
const KEY: ApiKey = { id: '6f0c', hash: 'a'.repeat(64), scopes: [EDGE_SCOPE], expiresAt: null };
const OTHER: ApiKey = { ...KEY, id: '77ab', hash: 'b'.repeat(64) };

function office(list: readonly ApiKey[] = [KEY, OTHER], start = 1_000 * HOUR) {
  let now = start;
  const keys = createKeys(() => now, EDGE_SCOPE);
  keys.replace(list);
  const tickets = createTickets(keys, () => now);
  const passLater = (ms: number) => {
    now += ms;
  };
  return { keys, tickets, passLater };
}

const refused = { status: 401 };

test('a ticket names its key, is the same within the hour, and any edge that has the key takes it', () => {
  const { tickets } = office();
  const ticket = tickets.issue(KEY);
  expect(tickets.issue(KEY)).toBe(ticket);
  expect(tickets.check(ticket.text)).toBe(KEY);
  expect(office().tickets.check(ticket.text)).toEqual(KEY);
  expect(tickets.issue(OTHER).tag).not.toBe(ticket.tag);
});

test('it says nothing of the key but its id', () => {
  const { text } = office().tickets.issue(KEY);
  expect(text).toMatch(/^6f0c\.\d+\.[\w-]{43}$/);
  expect(text).not.toContain('aaaa');
});

test('whoever has the latest one has an hour at least, and nobody more than two', () => {
  const { tickets, passLater } = office();
  passLater(HOUR - 1);
  const last = tickets.issue(KEY);
  passLater(HOUR);
  expect(tickets.check(last.text)).toBe(KEY);
  expect(tickets.issue(KEY).tag).not.toBe(last.tag);
  passLater(1);
  expect(tickets.check(last.text)).toMatchObject(refused);
});

test('one that claims to be good for longer is refused, though signed by who knows the key', () => {
  const { tickets } = office();
  const future = office([KEY, OTHER], 1_100 * HOUR).tickets.issue(KEY);
  expect(tickets.check(future.text)).toMatchObject(refused);
});

test.each<[string, (text: string) => string]>([
  ['another key', (text) => text.replace('6f0c', '77ab')],
  ['a later end', (text) => text.replace(/\.(\d+)\./, (_all, end) => `.${Number(end) + 1}.`)],
  ['another signature', (text) => text.slice(0, -4) + (text.endsWith('AAAA') ? 'BBBB' : 'AAAA')],
  ['a shorter signature', (text) => text.slice(0, -1)],
  ['no signature', (text) => text.slice(0, -43)],
  ['nothing', () => ''],
  ['more behind it', (text) => `${text}.x`],
  ['a name of every object', (text) => text.replace('6f0c', 'constructor')],
])('one with %s is refused', (_what, change) => {
  const { tickets } = office();
  expect(tickets.check(change(tickets.issue(KEY).text))).toMatchObject(refused);
});

test('it ends with its key: revoked, without the scope, expired, or another key under the same id', () => {
  const { keys, tickets, passLater } = office();
  const { text } = tickets.issue(KEY);
  keys.replace([OTHER]);
  expect(tickets.check(text)).toMatchObject(refused);
  keys.replace([{ ...KEY, scopes: [] }]);
  expect(tickets.check(text)).toMatchObject(refused);
  keys.replace([{ ...KEY, expiresAt: 1_000 * HOUR + 1 }]);
  expect(tickets.check(text)).toMatchObject({ id: KEY.id });
  passLater(1);
  expect(tickets.check(text)).toMatchObject(refused);
  keys.replace([{ ...KEY, hash: 'c'.repeat(64) }]);
  expect(tickets.check(text)).toMatchObject(refused);
});

test('before there is a list of keys nobody is called unknown', () => {
  const keys = createKeys(() => 0, EDGE_SCOPE);
  const { text } = office().tickets.issue(KEY);
  expect(createTickets(keys, () => 0).check(text)).toMatchObject({ status: 503 });
});
