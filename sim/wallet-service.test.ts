// The venue's wallet, mode by mode: what it pays, what it answers, and what it tells the console afterwards.
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#lib/process/log.ts';
import { openReceiver, type Receiver } from '#test/receiver.ts';
import { createWalletService, WALLET_MODES, type WalletMode, walletMode } from './wallet-service.ts';

const SECRET = `whsec_${Buffer.from('a secret of this test and of nobody else').toString('base64')}`;

let heard: Receiver;
let wallet: ReturnType<typeof createWalletService>;

beforeEach(async () => {
  heard = await openReceiver();
  wallet = createWalletService({
    ...{ secret: SECRET, consoleUrl: heard.url, apiKey: 'x', confirmMs: 1 },
    log: createLog('test', { level: 'silent' }),
  });
});
afterEach(async () => {
  await wallet.close();
  await heard.close();
});

const REQUEST = {
  ...{
    idempotencyKey: 'k1',
    asset: 'ETH',
    network: 'ethereum',
    amount: '0.123456789012345678',
    address: 'a',
  },
};

function take(body: string = JSON.stringify(REQUEST), secret = SECRET) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`k1.1.${body}`).digest('base64');
  const headers = { 'webhook-id': 'k1', 'webhook-timestamp': '1', 'webhook-signature': `v1,${signature}` };
  return wallet.take(headers, body);
}
const told = () => heard.received.map(({ body }) => body.outcome);

test.each<[WalletMode, number, number | null, readonly string[]]>([
  ['answers', 1, 200, ['confirmed']],
  ['twice', 1, 200, ['sent', 'confirmed', 'confirmed']],
  ['silent', 1, null, []],
  ['fails', 0, 500, []],
  ['busy', 0, 503, []],
  ['refuses', 0, 422, []],
])('%s: %d payment, answered %j, tells %j', async (mode, payments, status, tells) => {
  wallet.setMode(mode);
  const answer = await take();
  expect([answer?.status ?? null, wallet.payments().length]).toEqual([status, payments]);
  await heard.came(tells.length);
  expect(told()).toEqual(tells);
  if (payments > 0) expect(wallet.payments()[0]?.amount).toBe(REQUEST.amount);
});

test('slow: it has paid before it answers; when it ends meanwhile, it never does', async () => {
  wallet.setMode('slow');
  const answer = take();
  expect(wallet.payments()).toHaveLength(1);
  await wallet.close();
  expect(await answer).toBeNull();
});

test('the same key is paid once, whatever happened the time before', async () => {
  wallet.setMode('silent');
  expect(await take()).toBeNull();
  wallet.setMode('answers');
  const again = await take();
  expect(again).toEqual(await take());
  expect([wallet.payments().length, wallet.asked()]).toEqual([1, 3]);
});

test('a wrong signature, no JSON and no payment are paid by no mode', async () => {
  expect((await take(undefined, 'whsec_b3RoZXI='))?.status).toBe(401);
  expect((await take('{'))?.status).toBe(400);
  expect((await take('{"idempotencyKey":"k1"}'))?.status).toBe(400);
  expect(wallet.payments()).toEqual([]);
});

test('its mode is asked for and set by a request; a wrong one changes nothing', () => {
  expect(walletMode(wallet, 'POST', '{"mode":"busy"}')).toMatchObject({
    status: 200,
    body: { mode: 'busy' },
  });
  for (const wrong of ['{"mode":"away"}', '{"mode":"busy","more":1}', 'busy', '']) {
    const answer = walletMode(wallet, 'POST', wrong);
    expect(answer.status).toBe(400);
    for (const mode of WALLET_MODES) expect(JSON.stringify(answer.body)).toContain(mode);
  }
  expect(walletMode(wallet, 'GET', '')).toMatchObject({ status: 200, body: { mode: 'busy', asked: 0 } });
  expect(walletMode(wallet, 'PUT', '').status).toBe(405);
  expect(walletMode(undefined, 'GET', '').status).toBe(404);
});
