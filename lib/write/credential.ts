// Makes the secrets of keys and tokens: random letters that nobody can guess, readable in a terminal.
import { randomInt } from 'node:crypto';
import { MACHINE_KEY, PERSONAL_TOKEN } from '#lib/catalog/credentials.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `count` characters of the alphabet, each as likely as any other. */
export function letters(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** `bhk_` or `bht_`, eight characters that are shown, `_`, and 32 that are not: 190 bits. */
export function makeCredential(kind: 'key' | 'token'): string {
  const { mark } = kind === 'key' ? MACHINE_KEY : PERSONAL_TOKEN;
  return `${mark}${letters(BASE62, 8)}_${letters(BASE62, 32)}`;
}
