// Which addresses count as somebody's own network, also in the clothes of IPv6; and whether what got no answer may have arrived.
import { expect, test } from 'vitest';
import { askOutcome } from '#lib/rules/withdrawals/wallet-answer.ts';
import { openReceiver } from '#test/receiver.ts';
import { isPrivate, send } from './outgoing.ts';

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

test('no answer in time, or a connection that ends: it may have arrived, so a payment is unknown and never sent anew', async () => {
  const wallet = await openReceiver();
  const ask = (url: string, answerSeconds: number) =>
    send({
      ...{ url, headers: {}, body: '{}', allowPrivate: true, answerSeconds },
      signal: new AbortController().signal,
    });
  wallet.answer('silent', 'cut');
  const silent = await ask(wallet.url, 0.2);
  expect(silent).toMatchObject({
    status: null,
    problem: 'It did not answer within 0.2 seconds.',
    sent: true,
  });
  expect(askOutcome(silent, 1).kind).toBe('lost');
  const cut = await ask(wallet.url, 5);
  expect(cut).toMatchObject({ status: null, sent: true });
  expect(askOutcome(cut, 1).kind).toBe('lost');
  expect(wallet.received).toHaveLength(2);
  await wallet.close();
  // Nobody there: nothing can have arrived.
  const nobody = await ask(wallet.url, 5);
  expect(nobody).toMatchObject({ status: null, sent: false });
  expect(askOutcome(nobody, 1).kind).toBe('again');
});
