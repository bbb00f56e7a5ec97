// The official OpenFeature SDK over an instance of ours: evaluated in memory, told of changes, safe without values.
import { type Client, ErrorCode, OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { createBulkhead } from '#sdk/client.ts';
import { BulkheadProvider } from '#sdk/openfeature.ts';
import { until } from './edge-trial.ts';
import { ScriptedEdge, snapshotOf } from './sdk-scripted-edge.ts';

async function openEdge(): Promise<ScriptedEdge> {
  const edge = new ScriptedEdge();
  edge.snapshot = snapshotOf(1, 7, {
    trading_enabled: true,
    routing_mode: 'NORMAL_MODE',
    normal_threshold: '10000',
    daily_net_loss_limit: null,
    per_symbol_betting: ['BTC'],
    hedge_max_leverage: 2.5,
  });
  await edge.listen();
  onTestFinished(() => edge.close());
  return edge;
}

function openInstance(url: string) {
  const bulkhead = createBulkhead({ edges: [url], apiKey: 'k', service: 'test', instanceId: 'provider' });
  onTestFinished(() => bulkhead.close());
  return bulkhead;
}

afterEach(() => OpenFeature.close());

async function openClient(url: string): Promise<Client> {
  await OpenFeature.setProviderAndWait(new BulkheadProvider(openInstance(url)));
  return OpenFeature.getClient();
}

test('evaluations ask nobody, and a change is told with its names', async () => {
  const edge = await openEdge();
  const client = await openClient(edge.url);
  await until(() => client.providerStatus === ProviderStatus.READY);
  await until(async () => (await client.getBooleanValue('trading_enabled', false)) === true);
  const asked = edge.opened.length + edge.reports.length;
  for (let count = 0; count < 1_000; count += 1) await client.getStringValue('routing_mode', 'none');
  expect(await client.getStringDetails('normal_threshold', 'none', { symbol: 'BTC' })).toMatchObject({
    value: '10000',
    reason: 'STATIC',
    flagMetadata: { epoch: 1, revision: 7, mode: 'live' },
  });
  expect(await client.getStringValue('daily_net_loss_limit', 'none')).toBe('off');
  expect(await client.getObjectValue('per_symbol_betting', {})).toEqual({ items: ['BTC'] });
  expect(await client.getNumberValue('hedge_max_leverage', -1)).toBe(2.5);
  // Receipts and heartbeats go on by themselves; a request for each evaluation would be a thousand more.
  expect(edge.opened.length + edge.reports.length - asked).toBeLessThan(5);

  const changed: unknown[] = [];
  client.addHandler(ProviderEvents.ConfigurationChanged, (event) => changed.push(event?.flagsChanged));
  edge.change(1, 8, { routing_mode: 'HL_MODE' });
  await until(() => changed.length > 0, 1_000);
  expect(changed).toEqual([['routing_mode']]);
  expect(await client.getStringValue('routing_mode', 'none')).toBe('HL_MODE');
});

test('without any values it is the safe value, never the default of the caller, until there are values', async () => {
  const edge = await openEdge();
  const { snapshot } = edge;
  edge.snapshot = undefined;
  const client = await openClient(edge.url);
  expect(await client.getBooleanDetails('trading_enabled', true)).toMatchObject({
    value: false,
    reason: 'DEFAULT',
  });
  expect(await client.getStringValue('routing_mode', 'BETTING_MODE')).toBe('HL_MODE');
  await until(() => client.providerStatus === ProviderStatus.ERROR);
  expect(await client.getBooleanValue('trading_enabled', true)).toBe(false);
  edge.snapshot = snapshot;
  edge.send('snapshot', snapshot, '1.7');
  await until(() => client.providerStatus === ProviderStatus.READY);
  expect(await client.getBooleanValue('trading_enabled', false)).toBe(true);
});

test('mistakes of the caller are told apart', async () => {
  const client = await openClient((await openEdge()).url);
  expect(await client.getBooleanDetails('no_such_switch', true)).toMatchObject({
    value: true,
    errorCode: ErrorCode.FLAG_NOT_FOUND,
  });
  expect(await client.getNumberDetails('normal_threshold', 7)).toMatchObject({
    value: 7,
    errorCode: ErrorCode.TYPE_MISMATCH,
  });
  expect(await client.getStringDetails('normal_threshold', '9', { symbol: 'btc' })).toMatchObject({
    value: '0',
    reason: 'ERROR',
  });
});
