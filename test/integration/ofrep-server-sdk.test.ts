// The official OpenFeature SDK and its OFREP provider for servers, against a real edge: every type, and every failure.
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { type Client, ErrorCode, OpenFeature } from '@openfeature/server-sdk';
import { afterEach, expect, test } from 'vitest';
import { createEdgeTrial, until } from './edge-trial.ts';

async function openClient(url: string, key: string): Promise<Client> {
  const headers: [string, string][] = [['Authorization', `Bearer ${key}`]];
  await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: url, headers }));
  return OpenFeature.getClient();
}

afterEach(() => OpenFeature.close());

test('every type of switch, by symbol and for the venue', async () => {
  const trial = await createEdgeTrial();
  const { url } = await trial.start();
  await trial.commit({ force_hl_latency_ms: { value: 500 } });
  const client = await openClient(url, trial.key);
  await until(async () => (await client.getNumberValue('force_hl_latency_ms', -1)) === 500);
  expect(await client.getBooleanValue('global_betting_enabled', false)).toBe(true);
  expect(await client.getStringValue('routing_mode', 'none')).toBe('NORMAL_MODE');
  expect(await client.getNumberValue('hedge_max_leverage', -1)).toBe(2.5);
  expect(await client.getStringValue('normal_threshold', 'none')).toBe('10000');
  expect(await client.getStringValue('daily_net_loss_limit', 'none')).toBe('off');
  expect(await client.getObjectValue('per_symbol_betting', {})).toEqual({ items: ['BTC', 'ETH'] });
  expect(await client.getStringDetails('normal_threshold', 'none', { symbol: 'BTC' })).toMatchObject({
    value: '5000',
    reason: 'TARGETING_MATCH',
    flagMetadata: { epoch: 1, revision: 2, symbol: 'BTC' },
  });
  expect(await client.getStringDetails('normal_threshold', 'none', { symbol: 'SOL' })).toMatchObject({
    value: '10000',
    reason: 'STATIC',
  });
});

test('a change is in the next evaluation', async () => {
  const trial = await createEdgeTrial();
  const { url } = await trial.start();
  const client = await openClient(url, trial.key);
  expect(await client.getStringValue('routing_mode', 'none')).toBe('NORMAL_MODE');
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await until(async () => (await client.getStringValue('routing_mode', 'none')) === 'HL_MODE', 1_000);
});

test('an unknown flag, another type, a wrong symbol, a revoked key: the default, and the reason why', async () => {
  const trial = await createEdgeTrial();
  const { url } = await trial.start();
  const client = await openClient(url, trial.key);
  expect(await client.getBooleanDetails('no_such_switch', true)).toMatchObject({
    value: true,
    errorCode: ErrorCode.FLAG_NOT_FOUND,
    errorMessage: 'There is no switch of this name.',
  });
  expect(await client.getNumberDetails('normal_threshold', 7)).toMatchObject({
    value: 7,
    errorCode: ErrorCode.TYPE_MISMATCH,
  });
  expect(await client.getStringDetails('normal_threshold', '0', { symbol: 'btc' })).toMatchObject({
    value: '0',
    errorCode: ErrorCode.INVALID_CONTEXT,
    errorMessage: expect.stringContaining('capital letters'),
  });
  await trial.owner.query('UPDATE api_keys SET revoked_at = clock_timestamp()');
  await trial.owner.query('NOTIFY bulkhead_keys');
  await until(async () => (await client.getStringDetails('routing_mode', 'none')).errorCode !== undefined);
  expect(await client.getStringValue('routing_mode', 'none')).toBe('none');
});
