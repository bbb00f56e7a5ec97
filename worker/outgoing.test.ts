// Which addresses count as somebody's own network: each that is listed, also in the clothes of IPv6.
import { expect, test } from 'vitest';
import { isPrivate } from './outgoing.ts';

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
  ...['192.0.0.8', '192.168.1.1', '198.18.0.1', '198.19.255.255', '224.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::a00:1', '64:ff9b:1::1', '100::1'],
  ...['2001:db8::1', 'fc00::1', 'fdff::1', 'fe80::1', 'ff02::1', 'no address'],
])('%s is nobody else’s to have us call', (address) => {
  expect(isPrivate(address)).toBe(true);
});

test.each([
  ...[
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
  ],
  ...['192.0.1.0', '192.167.0.1', '198.20.0.0', '223.255.255.255'],
  ...['::ffff:1.1.1.1', '2001:4860:4860::8888', '2606:4700::1111'],
])('%s is anybody’s', (address) => {
  expect(isPrivate(address)).toBe(false);
});
