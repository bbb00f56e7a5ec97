import { expect, test } from 'vitest';
import type { Receipt } from '#lib/rules/withdrawals/cold-transfer.ts';
import { openColdStorage } from './cold-storage.ts';
import { openWallet, takeFromCold } from './models/wallet.ts';

test('what is sent arrives later, by the transaction that was said', async () => {
  const arrived = await new Promise<{ said: unknown; receipt: Receipt; before: number }>((resolve) => {
    const storage = openColdStorage({
      arrivesMs: 1,
      onArrived: (receipt) => resolve({ said: answer.body, receipt, before }),
    });
    const answer = storage.send('{"asset":"BTC","network":"bitcoin","amount":"1.5"}');
    const before = storage.received().length;
  });
  expect(arrived.before).toBe(0);
  expect(arrived.said).toEqual(arrived.receipt);
  expect(arrived.receipt).toMatchObject({
    amount: '1.5',
    reference: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test.each([
  '',
  '{}',
  '{"asset":"BTC","network":"ethereum","amount":"1"}',
  '{"asset":"USDC","network":"ethereum","amount":"1e9"}',
])('%s is refused', (text) => {
  const storage = openColdStorage({ arrivesMs: 1, onArrived: () => {} });
  expect(storage.send(text).status).toBe(400);
  storage.close();
});

test('the hot wallet holds so much more, and customers own what they owned', () => {
  const wallet = openWallet();
  const after = takeFromCold(wallet, 50_000);
  expect(after).toEqual({ ...wallet, hotUsd: wallet.hotUsd + 50_000, coldUsd: wallet.coldUsd - 50_000 });
});
