// Challenges: bound to purpose, person and content, over after minutes, and nobody else can make one.
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { CHALLENGE_SECONDS } from '#lib/catalog/session-policy.ts';
import { type ChallengeFor, challengeFrom, issueChallenge } from './challenge.ts';

beforeAll(() => {
  process.env.NEXTAUTH_SECRET = 'a secret of this test run, long enough to be one';
});

const what: ChallengeFor = { purpose: 'step-up', person: 'p1', content: 'set-switch abc' };
const NOW = 1_800_000_000_000;

test('the nonce gives its challenge back, until its time is over', () => {
  const { nonce, challenge } = issueChallenge(what, NOW);
  expect(challengeFrom(nonce, what, NOW)).toBe(challenge);
  expect(challengeFrom(nonce, what, NOW + CHALLENGE_SECONDS * 1_000 - 1)).toBe(challenge);
  expect(challengeFrom(nonce, what, NOW + CHALLENGE_SECONDS * 1_000)).toBeUndefined();
});

test('anybody can compute what was signed from content and nonce', () => {
  const { nonce, challenge } = issueChallenge(what, NOW);
  const again = createHash('sha256').update(`bulkhead step-up\nset-switch abc\n${nonce}`).digest('base64url');
  expect(challenge).toBe(again);
});

test('two challenges for the same are different', () => {
  expect(issueChallenge(what, NOW).challenge).not.toBe(issueChallenge(what, NOW).challenge);
});

test.each<[string, Partial<ChallengeFor>]>([
  ['another purpose', { purpose: 'enrol' }],
  ['another person', { person: 'p2' }],
  ['nobody', { person: '' }],
  ['another content', { content: 'set-switch abd' }],
])('for %s it counts nothing', (_name, other) => {
  expect(challengeFrom(issueChallenge(what, NOW).nonce, { ...what, ...other }, NOW)).toBeUndefined();
});

test('a longer time, other random bytes and anything that only looks like a nonce count nothing', () => {
  const { nonce } = issueChallenge(what, NOW);
  const [expires = '', random = '', claimed = ''] = nonce.split('.');
  const later = (Number.parseInt(expires, 36) + 60_000).toString(36);
  const forged = [
    `${later}.${random}.${claimed}`,
    `${expires}.${random.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))}.${claimed}`,
    `${expires}.${random}.${claimed.slice(0, -1)}`,
    ...['', '..', 'null', `${nonce}.`, ` ${nonce}`, `${nonce}\n`, '__proto__.a.b'],
  ];
  for (const text of forged) expect(challengeFrom(text, what, NOW), text).toBeUndefined();
  process.env.NEXTAUTH_SECRET = 'a secret of another installation, long enough too';
  expect(challengeFrom(nonce, what, NOW)).toBeUndefined();
});
