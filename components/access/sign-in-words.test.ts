// Sentences for what comes back in the address: never the address's own words.
import { expect, test } from 'vitest';
import { returnedSentence } from './sign-in-words.ts';

test.each([
  ['oidc_no_role', 'none of your groups'],
  ['oidc_disabled', 'disabled'],
  ['oidc_unverified', 'not verified'],
  ['rate_limited', 'Too many wrong attempts'],
  ['OAuthCallback', 'did not work'],
  ['__proto__', 'did not work'],
  ['<b>call 555</b>', 'did not work'],
])('%s', (error, part) => {
  expect(returnedSentence(error)).toContain(part);
  expect(returnedSentence(error)).not.toContain(error);
});

test('nothing came back', () => {
  expect(returnedSentence(undefined)).toBeUndefined();
});
