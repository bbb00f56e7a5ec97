// Which database is followed and which refused.
import { expect, test } from 'vitest';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { type Held, judgeHead } from './head.ts';

const HERE = '11111111-1111-4111-8111-111111111111';
const THERE = '22222222-2222-4222-8222-222222222222';

function snapshot(epoch: number, revision: number, value = true): Snapshot {
  return { epoch, revision, publishedAt: '2026-11-21T02:00:00.000Z', switches: { hedge_enabled: { value } } };
}
function head(body: Snapshot, installation: string | null = HERE) {
  return { position: `${body.epoch}.${body.revision}`, installation, body };
}
const HELD: Held = { snapshot: snapshot(2, 5), installation: HERE, followed: true };

test('a later revision and a later epoch are followed', () => {
  for (const next of [snapshot(2, 6), snapshot(3, 1)]) {
    expect(judgeHead(head(next), HELD)).toEqual({ kind: 'follow', snapshot: next, anew: false });
  }
});

test('an edge that holds nothing follows whatever there is', () => {
  const nothing: Held = { snapshot: undefined, installation: undefined, followed: false };
  expect(judgeHead(head(snapshot(1, 0)), nothing)).toMatchObject({ kind: 'follow', anew: false });
});

test('the position at hand, with or without its values, is nothing new', () => {
  expect(judgeHead({ position: '2.5', installation: HERE, body: null }, HELD)).toEqual({ kind: 'same' });
  expect(judgeHead(head(snapshot(2, 5)), HELD)).toEqual({ kind: 'same' });
});

test.each([
  ['a lower revision', head(snapshot(2, 4)), /restored database needs a new epoch/],
  ['a lower epoch', head(snapshot(1, 99)), /restored database needs a new epoch/],
  ['other values at the same position', head(snapshot(2, 5, false)), /other values at 2\.5/],
  ['a position without a snapshot', { position: '2.6', installation: HERE, body: null }, /2\.6 .* missing/],
  ['a snapshot of another position', { ...head(snapshot(2, 7)), position: '2.6' }, /2\.6 .* malformed/],
  ['a malformed snapshot', { position: '2.6', installation: HERE, body: { switches: {} } }, /malformed/],
  ['an empty matrix', undefined, /no matrix yet/],
])('%s is refused with a sentence', (_what, row, why) => {
  const verdict = judgeHead(row, HELD);
  expect(verdict.kind).toBe('refuse');
  expect(verdict.kind === 'refuse' && verdict.why).toMatch(why);
});

test('a stranger is followed in the place of a file, and refused once the right database was followed', () => {
  const stranger = head(snapshot(1, 1), THERE);
  expect(judgeHead(stranger, { ...HELD, followed: false })).toEqual({
    kind: 'follow',
    snapshot: snapshot(1, 1),
    anew: true,
  });
  expect(judgeHead(stranger, HELD)).toMatchObject({
    kind: 'refuse',
    why: expect.stringContaining('another installation'),
  });
});
