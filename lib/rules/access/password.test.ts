// Passwords: length counts, widely known ones and one's own name are refused, composition is not asked for.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPassword } from './password.ts';

const owner = { email: 'ada.lovelace@exchange.example', name: 'Ada Lovelace' };
const known = new Set(['password', 'qwerty123456', 'letmein', 'correcthorse']);
const check = (password: string) => checkPassword(password, owner, known);

test.each([
  'four unrelated words',
  'all lower case is fine',
  '8294 7731 0052 6648',
  'Tr0ub4dor&3-and-more',
  'ünïcödé für immer',
  'lovelace walks the harbour at dusk',
  'пароль на каждый день',
])('%j is taken', (password) => {
  expect(check(password)).toEqual({ ok: true, value: true });
});

describe('refused, with a sentence that says what to do', () => {
  test.each<[string, RegExp]>([
    ['', /at least 12 characters: 0/],
    ['short', /at least 12 characters: 5/],
    ['elevenchars', /at least 12 characters: 11/],
    ['🔐🔐🔐🔐🔐🔐', /at least 12 characters: 6/],
    ['x'.repeat(1_001), /at most 1000/],
    ['qwerty123456', /widely known/],
    ['QWERTY123456', /widely known/],
    ['password1234', /widely known/],
    ['!!password!!99', /widely known/],
    ['passwordpassword', /widely known/],
    ['letmeinletmein', /widely known/],
    ['correcthorse2026!', /widely known/],
    ['aaaaaaaaaaaaaa', /different characters/],
    ['abababababababab', /different characters/],
    ['lovelace-2026', /your name/],
    ['bulkhead12345', /your name, your address or ours/],
    ['Exchange.Lovelace', /your name/],
  ])('%j', (password, sentence) => {
    const checked = check(password);
    expect(checked).toMatchObject({ ok: false, error: { code: 'invalid_value' } });
    if (!checked.ok) expect(checked.error.message).toMatch(sentence);
  });

  test('never quotes the password', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 30 }), (password) => {
        const checked = check(password);
        if (!checked.ok && password.trim().length >= 6) expect(checked.error.message).not.toContain(password);
      }),
    );
  });
});
