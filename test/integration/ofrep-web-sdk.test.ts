// The official OpenFeature SDK for browsers in real Chromium, on a page of another origin, against a real edge.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEdgeTrial, until } from './edge-trial.ts';
import { type DeskPage, mayRun, openDeskPage } from './openfeature-page.ts';

describe.skipIf(!mayRun)('a page in Chromium', () => {
  let desk: DeskPage;
  beforeAll(async () => {
    desk = await openDeskPage();
  });
  afterAll(() => desk?.close());

  test('evaluates, hears of a change over its event stream, and loses both with its key', async () => {
    const trial = await createEdgeTrial();
    const edge = await trial.start({ allowedOrigins: [desk.origin] });
    expect(await desk.connect(edge.url, trial.key)).toBeUndefined();
    expect(await desk.see('global_betting_enabled', false)).toMatchObject({ value: true, reason: 'STATIC' });
    expect(await desk.see('routing_mode', 'none')).toMatchObject({ value: 'NORMAL_MODE' });
    expect(await desk.see('hedge_max_leverage', -1)).toMatchObject({ value: 2.5 });
    expect(await desk.see('daily_net_loss_limit', 'none')).toMatchObject({ value: 'off' });
    expect(await desk.see('per_symbol_betting', {})).toMatchObject({ value: { items: ['BTC', 'ETH'] } });
    expect(await desk.see('no_such_switch', 'none')).toMatchObject({
      value: 'none',
      errorCode: 'FLAG_NOT_FOUND',
    });
    expect(await desk.see('normal_threshold', 1)).toMatchObject({ value: 1, errorCode: 'TYPE_MISMATCH' });

    const metric = async () =>
      /^bulkhead_edge_ofrep_streams (\d+)$/m.exec(await (await edge.get('/metrics', {})).text())?.[1];
    await until(async () => (await metric()) === '1');
    await trial.commit({ routing_mode: { value: 'HL_MODE' } });
    await until(async () => (await desk.see('routing_mode', 'none')).value === 'HL_MODE', 2_000);
    expect(await desk.changed()).toEqual([['routing_mode']]);

    await trial.owner.query('UPDATE api_keys SET revoked_at = clock_timestamp()');
    await until(async () => (await metric()) === '0');
  });

  test('reads the overrides of the symbol it names, and of the next one at once', async () => {
    const trial = await createEdgeTrial();
    const edge = await trial.start({ allowedOrigins: [desk.origin] });
    await desk.connect(edge.url, trial.key, { symbol: 'BTC' });
    expect(await desk.see('normal_threshold', 'none')).toMatchObject({
      value: '5000',
      reason: 'TARGETING_MATCH',
    });
    await desk.setContext({ symbol: 'ETH' });
    expect(await desk.see('normal_threshold', 'none')).toMatchObject({ value: '1000' });
    await desk.setContext({ symbol: 'SOL' });
    expect(await desk.see('normal_threshold', 'none')).toMatchObject({ value: '10000', reason: 'STATIC' });
  });

  test('hears of what changed while the edge was away', async () => {
    const trial = await createEdgeTrial();
    const edge = await trial.start({ allowedOrigins: [desk.origin] });
    await desk.connect(edge.url, trial.key, { symbol: 'BTC' });
    const { port } = edge;
    await edge.stop();
    await trial.commit({ normal_threshold: { value: '10000', overrides: { BTC: '0' } } });
    await trial.start({ allowedOrigins: [desk.origin], port });
    await until(async () => (await desk.see('normal_threshold', 'none')).value === '0');
  });

  test('of an origin that is not allowed gets nothing', async () => {
    const trial = await createEdgeTrial();
    const edge = await trial.start();
    expect(await desk.connect(edge.url, trial.key)).toContain('OFREP request failed');
    expect(await desk.see('routing_mode', 'none')).toMatchObject({ value: 'none' });
  });
});
