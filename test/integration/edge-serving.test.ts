// The edge's reads over HTTP: exact bodies, entity tags, keys, and a sentence for every mistake.
import { expect, test } from 'vitest';
import { addKey, createEdgeTrial, FIRST_SWITCHES, until } from './edge-trial.ts';

test('one switch, with and without a symbol, in exactly the form of the contract', async () => {
  const edge = await (await createEdgeTrial()).start();
  const text = async (path: string) => (await edge.get(path)).text();
  expect(await text('/config/switch/normal_threshold')).toBe(
    '{"name":"normal_threshold","value":"10000","epoch":1,"revision":1}',
  );
  expect(await edge.json('/config/switch/normal_threshold?symbol=BTC')).toEqual({
    name: 'normal_threshold',
    value: '5000',
    symbol: 'BTC',
    epoch: 1,
    revision: 1,
  });
  expect(await edge.json('/config/switch/normal_threshold?symbol=SOL')).toMatchObject({
    value: '10000',
    symbol: 'SOL',
  });
  expect(await edge.json('/config/switch/per_symbol_betting')).toMatchObject({ value: ['BTC', 'ETH'] });
  expect(await edge.json('/config/switch/daily_net_loss_limit')).toMatchObject({ value: null });
  expect(await edge.json('/config/switch/hedge_max_leverage')).toMatchObject({ value: 2.5 });
});

test('all switches, with an entity tag that answers 304 until a revision is committed', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const first = await edge.get('/config/switches');
  expect(await first.json()).toEqual({
    epoch: 1,
    revision: 1,
    publishedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    switches: FIRST_SWITCHES,
  });
  expect(first.headers.get('etag')).toBe('"1.1"');
  expect(Number(first.headers.get('bulkhead-data-age-ms'))).toBeLessThan(60_000);

  const asking = { authorization: `Bearer ${trial.key}`, 'if-none-match': '"0.0", W/"1.1"' };
  for (const path of [
    '/config/switches',
    '/config/switch/routing_mode',
    '/config/switch/normal_threshold?symbol=BTC',
  ]) {
    const unchanged = await edge.get(path, asking);
    expect([path, unchanged.status, await unchanged.text()]).toEqual([path, 304, '']);
  }
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await until(async () => (await edge.get('/config/switches', asking)).status === 200);
  expect(await edge.json('/config/switch/routing_mode')).toMatchObject({ value: 'HL_MODE', revision: 2 });
});

test('HEAD answers as GET does, without a body', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  for (const path of [
    '/config/switches',
    '/config/switch/routing_mode',
    '/config/stream',
    '/healthz',
    '/readyz',
    '/metrics',
  ]) {
    const head = await fetch(edge.url + path, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${trial.key}` },
    });
    expect([path, head.status, await head.text()]).toEqual([path, 200, '']);
  }
});

const MISTAKES = [
  ['/config/switch/no_such_switch', 404, 'not_found'],
  ['/config/switch/__proto__', 404, 'not_found'],
  ['/config/switch/', 404, 'not_found'],
  ['/config/switch/routing_mode/', 404, 'not_found'],
  ['/config/switch/ROUTING_MODE', 404, 'not_found'],
  ['/config/switch', 404, 'not_found'],
  ['/config/switch/normal_threshold?symbol=btc', 400, 'invalid_input'],
  ['/config/switch/normal_threshold?symbol=', 400, 'invalid_input'],
  ['/config/switch/normal_threshold?symbol=BTC%00', 400, 'invalid_input'],
  ['/config/switch/normal_threshold?symbol=BTC&symbol=ETH', 400, 'invalid_input'],
  ['/config/switch/normal_threshold?symbl=BTC', 400, 'invalid_input'],
  [`/config/switch/normal_threshold?symbol=${'A'.repeat(21)}`, 400, 'invalid_input'],
  ['/', 404, 'not_found'],
  ['/config/instances/a/applied', 405, 'method_not_allowed'],
] as const;

test('every mistake in an address gets its status, its code and a sentence', async () => {
  const edge = await (await createEdgeTrial()).start();
  for (const [path, status, code] of MISTAKES) {
    const answer = await edge.get(path);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({
      error: { code, message: expect.stringMatching(/^[A-Za-z].*\.$/) },
    });
  }
});

test('another method is refused and told which is answered', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const headers = { authorization: `Bearer ${trial.key}` };
  for (const path of [
    '/config/switches',
    '/config/switch/routing_mode',
    '/config/stream',
    '/healthz',
    '/metrics',
  ]) {
    const answer = await fetch(edge.url + path, { method: 'DELETE', headers });
    expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 405, 'GET, HEAD']);
  }
  expect((await edge.get('/config/instances/a/applied')).headers.get('allow')).toBe('POST');
});

test('keys: Bearer and X-API-Key are let in; none, unknown, expired 401; another scope 403', async () => {
  const trial = await createEdgeTrial();
  const [expired, otherScope] = await Promise.all([
    addKey(trial.owner, { expiresIn: '-1 second' }),
    addKey(trial.owner, { scopes: ['alerts:write'] }),
  ]);
  const edge = await trial.start();
  const status = async (headers: Record<string, string>) =>
    (await edge.get('/config/switches', headers)).status;
  expect(await status({ authorization: `Bearer ${trial.key}` })).toBe(200);
  expect(await status({ 'x-api-key': trial.key })).toBe(200);
  expect(await status({})).toBe(401);
  expect(await status({ authorization: `Bearer ${trial.key}0` })).toBe(401);
  expect(await status({ authorization: `Bearer ${expired}` })).toBe(401);
  expect(await status({ authorization: `Bearer ${otherScope}` })).toBe(403);
  const anonymous = await edge.get('/config/stream', {});
  expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect(await anonymous.json()).toEqual({ error: { code: 'unauthenticated', message: expect.any(String) } });
  expect((await edge.report('a', {}, { authorization: '' })).status).toBe(401);
});

test('a revoked key is refused even when nobody says so, a new one is let in when told', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const status = async (key: string) => (await edge.get('/config/switches', { 'x-api-key': key })).status;
  expect(await status(trial.key)).toBe(200);
  await trial.owner.query('UPDATE api_keys SET revoked_at = clock_timestamp()');
  await until(async () => (await status(trial.key)) === 401);

  const fresh = await addKey(trial.owner);
  await trial.owner.query('NOTIFY bulkhead_keys');
  await until(async () => (await status(fresh)) === 200);
});

test('a key that expires is refused from that moment', async () => {
  const trial = await createEdgeTrial();
  const brief = await addKey(trial.owner, { expiresIn: '1200 milliseconds' });
  const edge = await trial.start();
  const status = async () => (await edge.get('/config/switches', { 'x-api-key': brief })).status;
  expect(await status()).toBe(200);
  await until(async () => (await status()) === 401, 2_000);
});

test('probes and metrics need no key and tell the truth', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  expect(await (await edge.get('/healthz', {})).json()).toEqual({ alive: true });
  expect(await edge.ready()).toEqual({
    ready: true,
    source: 'database',
    dataAgeSeconds: expect.any(Number),
    databaseConnected: true,
    epoch: 1,
    revision: 1,
  });
  await edge.get('/config/switch/routing_mode');
  const metrics = await (await edge.get('/metrics', {})).text();
  expect(metrics).toMatch(/bulkhead_edge_requests_total\{route="\/config\/switch\/",status="200"\} 1\n/);
  expect(metrics).toContain('bulkhead_edge_revision 1\n');
  expect(metrics).toContain('bulkhead_edge_database_connected 1\n');
  expect(metrics).toContain('nodejs_eventloop_lag_p99_seconds');
});
