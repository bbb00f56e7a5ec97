// The caller's address: the connection's, unless counted proxies of ours stand before the console.
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { callerAddress } from './caller-address.ts';

const from = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

test.each<[string, IncomingMessage, number, string]>([
  ['the connection', from('203.0.113.7'), 0, '203.0.113.7'],
  ['whatever is forwarded, when no proxy is ours', from('203.0.113.7', '10.0.0.1'), 0, '203.0.113.7'],
  ['IPv4 in IPv6 form', from('::ffff:203.0.113.7'), 0, '203.0.113.7'],
  ['IPv6', from('2001:db8::1'), 0, '2001:db8::1'],
  ['what our proxy saw', from('10.0.0.9', '203.0.113.7'), 1, '203.0.113.7'],
  [
    'what our proxy saw, not what the caller said',
    from('10.0.0.9', '1.1.1.1, 203.0.113.7'),
    1,
    '203.0.113.7',
  ],
  ['what the outer of two saw', from('10.0.0.9', '6.6.6.6, 203.0.113.7, 10.0.0.8'), 2, '203.0.113.7'],
  ['the connection, when it came past the proxies', from('10.0.0.9'), 1, '10.0.0.9'],
  ['the connection, when it came past one of two', from('10.0.0.9', '203.0.113.7'), 2, '10.0.0.9'],
  ['several headers', from('10.0.0.9', ['1.1.1.1', '203.0.113.7']), 1, '203.0.113.7'],
  ['no words that are no address', from('10.0.0.9', '<script>'), 1, 'unknown'],
  ['nothing overlong', from('10.0.0.9', 'a'.repeat(61)), 1, 'unknown'],
  ['nobody', from(undefined), 0, 'unknown'],
])('is %s', (_name, request, proxies, address) => {
  expect(callerAddress(request, proxies)).toBe(address);
});
