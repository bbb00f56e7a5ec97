import { expect, test } from 'vitest';
import { signedTarget, type WorkerEnv } from './env.ts';

const URL = 'https://service.example/status';
const env = (change: Partial<WorkerEnv>) => change as WorkerEnv;

test('an address goes with its secret: both, or neither', () => {
  const both = { BULKHEAD_WITHDRAWAL_STATUS_URL: URL, BULKHEAD_WITHDRAWAL_STATUS_SECRET: 'whsec_x' };
  expect(signedTarget(env(both), 'BULKHEAD_WITHDRAWAL_STATUS')).toEqual({ url: URL, secret: 'whsec_x' });
  expect(signedTarget(env(both), 'BULKHEAD_WALLET')).toBeUndefined();
  for (const one of [{ BULKHEAD_WALLET_URL: URL }, { BULKHEAD_WALLET_SECRET: 'whsec_x' }])
    expect(() => signedTarget(env(one), 'BULKHEAD_WALLET')).toThrow(
      /BULKHEAD_WALLET_URL and BULKHEAD_WALLET_SECRET: set both/,
    );
});
