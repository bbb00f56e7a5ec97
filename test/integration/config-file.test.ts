// A configuration file through the write path and the console's doors: the difference first, all or nothing, by the same rules.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NextRequest } from 'next/server';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { POST as stop } from '#app/admin/emergency-stop/route.ts';
import { POST as reload } from '#app/admin/reload-config/route.ts';
import { GET as exported } from '#app/api/v1/config/route.ts';
import { applyConfig } from '#lib/commands/changes/apply-config.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { AppliedConfigAnswer } from '#lib/contract/config.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { approve } from '#test/second-person.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let folder: string;
let token: string;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-config-'));
  token = (await createAccount('risk_manager')).token;
});

afterAll(async () => {
  await owner.end();
  await opened.close();
  rmSync(folder, { recursive: true });
});

const file = (...switches: string[]) => ['environment: production', 'switches:', ...switches, ''].join('\n');
const reason = 'Values of the new configuration';

async function apply(yaml: string, more: object = {}) {
  return execute(applyConfig, { yaml, reason, ...more }, await actorOfBearer(token));
}

async function applied(yaml: string, more: object = {}): Promise<AppliedConfigAnswer> {
  const result = await apply(yaml, more);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function value(name: string, symbol = ''): Promise<unknown> {
  const { rows } = await owner.query('SELECT value FROM switch_values WHERE switch = $1 AND symbol = $2', [
    name,
    symbol,
  ]);
  return rows[0]?.value;
}

function request(path: string, init: { method?: string; body?: string; as?: string } = {}): NextRequest {
  return new NextRequest(`http://localhost:3000${path}`, {
    method: init.method ?? 'POST',
    headers: {
      authorization: `Bearer ${init.as ?? token}`,
      'content-type': 'application/json',
      // As every client says it; without a length there is no body.
      ...(init.body === undefined ? {} : { 'content-length': String(init.body.length) }),
    },
    ...(init.body === undefined ? {} : { body: init.body }),
  });
}

describe('apply-config', () => {
  test('a dry run says the difference and changes nothing; applying it is one change set', async () => {
    const yaml = file(
      '  normal_threshold: { value: 9000, symbols: { BTC: 4000 } }',
      '  hedge_enabled: true',
      '  max_order_size_internal: 9500',
    );
    const before = await owner.query('SELECT count(*) FROM audit_log');
    const looked = await applied(yaml, { dryRun: true });
    expect(looked).toMatchObject({ changed: false, changeSetId: null, dryRun: true, heldBy: null });
    expect(looked.changes.map((one) => [one.switch, one.symbol, one.newValue, one.direction])).toEqual([
      ['normal_threshold', null, '9000', 'reducing'],
      ['normal_threshold', 'BTC', '4000', 'reducing'],
      ['max_order_size_internal', null, '9500', 'reducing'],
    ]);
    expect((await owner.query('SELECT count(*) FROM audit_log')).rows).toEqual(before.rows);
    const done = await applied(yaml, { expected: positionId(looked) });
    expect(done).toMatchObject({ changed: true, revision: looked.revision + 1, changes: looked.changes });
    expect([await value('normal_threshold'), await value('normal_threshold', 'BTC')]).toEqual([
      '9000',
      '4000',
    ]);
    const { rows } = await owner.query('SELECT command, reason FROM change_sets WHERE id = $1', [
      done.changeSetId,
    ]);
    expect(rows).toEqual([{ command: 'apply-config', reason }]);
    expect(await applied(yaml)).toMatchObject({ changed: false, changes: [] });

    // What the file does not name stays, unless it is to be pruned.
    const without = file('  normal_threshold: 9000');
    expect((await applied(without, { dryRun: true })).changes).toEqual([]);
    await applied(without, { pruneOverrides: true });
    expect(await value('normal_threshold', 'BTC')).toBeUndefined();
  });

  test('with a critical switch in it the whole file waits for a second person', async () => {
    const yaml = file('  routing_mode: NORMAL_MODE', '  force_hl_latency_ms: 450');
    const asked = await applied(yaml);
    expect(asked.changes.map((one) => [one.switch, one.needsSecond])).toEqual([
      ['routing_mode', true],
      ['force_hl_latency_ms', false],
    ]);
    expect([asked.changed, await value('routing_mode'), await value('force_hl_latency_ms')]).toEqual([
      false,
      'HL_MODE',
      500,
    ]);
    expect(await approve(asked.request?.id ?? '')).toMatchObject({ ok: true, value: { changed: true } });
    expect([await value('routing_mode'), await value('force_hl_latency_ms')]).toEqual(['NORMAL_MODE', 450]);
  });

  test('refuses as a whole: mistakes, another environment, a switch of others, what changed meanwhile', async () => {
    const changeSets = async () => (await owner.query('SELECT count(*) FROM change_sets')).rows;
    const before = await changeSets();
    const code = async (yaml: string, more: object = {}) => {
      const result = await apply(yaml, more);
      return result.ok ? 'ok' : result.error.code;
    };
    expect(await code(file('  hedge_max_leverage: 2', '  hedge_enabled: 7'))).toBe('invalid_input');
    expect(await code('environment: staging\nswitches: { hedge_max_leverage: 2 }')).toBe('rule_violated');
    expect(await code(file('  hedge_max_leverage: 2', '  global_betting_enabled: true'))).toBe('forbidden');
    // A dry run shows all of it nevertheless, and says what holds it back; it is no attempt.
    const denials = "SELECT count(*) FROM audit_log WHERE kind = 'command.denied'";
    const denied = await owner.query(denials);
    const seen = await applied(file('  hedge_max_leverage: 2', '  global_betting_enabled: true'), {
      dryRun: true,
    });
    expect(seen).toMatchObject({
      changes: [{ switch: 'hedge_max_leverage' }, { switch: 'global_betting_enabled', needsSecond: true }],
      heldBy: expect.stringContaining('global_betting_enabled'),
    });
    const nobody = { dryRun: true, owner: '00000000-0000-4000-8000-000000000000' };
    expect((await applied(file('  hedge_max_leverage: 2'), nobody)).heldBy).toContain('no such person');
    expect((await owner.query(denials)).rows).toEqual(denied.rows);
    // Naming it with the value it has takes no right to it.
    expect(
      await code(file('  hedge_enabled: true', '  global_betting_enabled: false'), { dryRun: true }),
    ).toBe('ok');
    expect([await changeSets(), await value('hedge_max_leverage')]).toEqual([before, 3]);

    const looked = await applied(file('  hedge_max_leverage: 2'), { dryRun: true });
    const other = await actorOfBearer(token);
    await execute(setSwitch, { switch: 'hedge_max_leverage', value: 2.5, reason: 'Meanwhile' }, other);
    expect(await code(file('  hedge_max_leverage: 2'), { expected: positionId(looked) })).toBe('conflict');
    expect(await value('hedge_max_leverage')).toBe(2.5);
  });

  test('what was shown before a restore is not applied after it: the values may be others at the same revision', async () => {
    const yaml = file('  hedge_max_leverage: 1.5');
    const looked = await applied(yaml, { dryRun: true });
    // What restoring a backup does to the matrix: its values again, in a new epoch.
    await owner.query(
      `INSERT INTO snapshots (epoch, revision, body, published_at)
       SELECT h.epoch + 1, h.revision, s.body || jsonb_build_object('epoch', h.epoch + 1), clock_timestamp()
       FROM matrix_head h JOIN snapshots s USING (epoch, revision)`,
    );
    await owner.query('UPDATE matrix_head SET epoch = epoch + 1, published_at = clock_timestamp()');
    const { epoch, revision } = looked;
    expect(await apply(yaml, { expected: positionId(looked) })).toMatchObject({
      ok: false,
      error: {
        ...{ code: 'conflict', details: { epoch: epoch + 1, revision } },
        message: expect.stringContaining('hedge_max_leverage'),
      },
    });
    const again = await applied(yaml, { dryRun: true });
    expect(await applied(yaml, { expected: positionId(again) })).toMatchObject({
      ...{ changed: true, epoch: epoch + 1, revision: revision + 1 },
    });
  });
});

describe('the doors', () => {
  const path = () => join(folder, 'production.yaml');
  beforeEach(() => vi.stubEnv('BULKHEAD_CONFIG_FILE', path()));
  afterEach(() => vi.unstubAllEnvs());

  test('what GET /api/v1/config gives changes nothing when it is applied', async () => {
    const answer = await exported(request('/api/v1/config', { method: 'GET' }));
    expect(answer.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    const yaml = await answer.text();
    expect(yaml).toContain('environment: production');
    expect(await applied(yaml)).toMatchObject({ changed: false, changes: [] });
    expect((await exported(request('/api/v1/config', { method: 'GET', as: 'bht_nobody' }))).status).toBe(401);
  });

  test('reload-config reads the file on the server, as whoever asks', async () => {
    writeFileSync(path(), file('  betting_threshold: 40000'));
    const look = await reload(request('/admin/reload-config?dryRun=true'));
    expect([look.status, await look.json()]).toMatchObject([
      200,
      { dryRun: true, changed: false, changes: [{ newValue: '40000' }] },
    ]);
    expect(await value('betting_threshold')).toBe('50000');
    const done = await reload(request('/admin/reload-config', { body: '{"reason":"Release 42"}' }));
    expect([done.status, await done.json()]).toMatchObject([200, { changed: true, dryRun: false }]);
    expect(await value('betting_threshold')).toBe('40000');
    const { rows } = await owner.query(
      `SELECT l.reason, p.email FROM audit_log l JOIN people p ON p.id::text = l.actor_id WHERE subject = 'betting_threshold' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]).toMatchObject({ reason: 'Release 42' });
  });

  test('says what is wrong, and applies nothing', async () => {
    const auditor = (await createAccount('auditor')).token;
    writeFileSync(path(), file('  betting_threshold: 30000', '  hedge_enabled: maybe'));
    const mistaken = await reload(request('/admin/reload-config'));
    expect([mistaken.status, await mistaken.json()]).toMatchObject([
      400,
      { error: { details: { mistakes: [{ line: 4 }] } } },
    ]);
    expect((await reload(request('/admin/reload-config', { as: auditor }))).status).toBe(403);
    expect((await reload(request('/admin/reload-config', { as: 'bht_nobody' }))).status).toBe(401);
    expect((await reload(request('/admin/reload-config?dryRun=perhaps'))).status).toBe(400);
    expect((await reload(request('/admin/reload-config', { body: '{"yaml":"x"}' }))).status).toBe(400);
    expect((await reload(request('/admin/reload-config', { body: '[' }))).status).toBe(400);
    rmSync(path());
    expect(await (await reload(request('/admin/reload-config'))).json()).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('cannot be read (ENOENT)') },
    });
    vi.stubEnv('BULKHEAD_CONFIG_FILE', '');
    const unset = await reload(request('/admin/reload-config'));
    expect([unset.status, await unset.json()]).toMatchObject([
      409,
      { error: { message: expect.stringContaining('BULKHEAD_CONFIG_FILE') } },
    ]);
    expect(await value('betting_threshold')).toBe('40000');
  });

  test('the admin addresses take a key and a proof as every command does', async () => {
    for (const door of [reload, stop]) {
      for (const headers of [{ 'idempotency-key': 'two words' }, { 'bulkhead-step-up': 'trust me' }]) {
        const asked = request('/admin/door');
        for (const [name, text] of Object.entries(headers)) asked.headers.set(name, text);
        const answer = await door(asked);
        expect([answer.status, await answer.json()]).toMatchObject([
          400,
          { error: { code: 'invalid_input' } },
        ]);
      }
    }
    writeFileSync(path(), file('  betting_threshold: 35000'));
    const twice = async () => {
      const asked = request('/admin/reload-config');
      asked.headers.set('idempotency-key', 'release-43');
      const { headers } = await reload(asked);
      return [headers.get('idempotency-key'), headers.get('idempotency-replayed')];
    };
    expect([await twice(), await twice()]).toEqual([
      ['release-43', null],
      ['release-43', 'true'],
    ]);

    // Last: nothing is raised after it. A stop needs no body, and answers the key it can be asked for again.
    const admin = (await createAccount('super_admin')).token;
    expect((await stop(request('/admin/emergency-stop', { as: token, body: '[' }))).status).not.toBe(200);
    expect(await value('trading_enabled')).toBe(true);
    const stopped = await stop(request('/admin/emergency-stop', { as: admin }));
    expect([stopped.status, stopped.headers.get('idempotency-key')]).toEqual([200, expect.any(String)]);
    expect(await value('trading_enabled')).toBe(false);
  });
});
