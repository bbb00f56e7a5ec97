// "Would it have fired?" against a real Prometheus with a week of samples, and against ones that are slow, away, or not waited for any more.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { askLongRange } from '#lib/reads/canary/long-range.ts';
import { replayQuery } from '#lib/reads/canary/replay-query.ts';
import { ask } from '#lib/reads/read.ts';
import { lastHours } from '#lib/rules/canary/replay.ts';
import { openConsoleDatabase, person } from '#test/console-database.ts';
import { type Programs, startPrometheus } from './alerts-programs.ts';

const risk = person('risk_manager');
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-replay-'));
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let prometheus: Programs & { url: string };
const QUARTER = 15;
/** The round that is under way when the week is written. */
const NOW = Math.floor(Date.now() / 1_000 / QUARTER) * QUARTER;
const HOUR = 3_600;

/** One sample each 15 s; 30 hours of it, with two short breaches and a hole of ten minutes. */
function samples(): string {
  const lines = ['# TYPE replay_errors_percent gauge'];
  for (let at = NOW - 30 * HOUR; at <= NOW - HOUR; at += QUARTER) {
    const ago = NOW - at;
    if (ago > 10 * HOUR && ago <= 10 * HOUR + 600) continue;
    const value = ago === 20 * HOUR ? 7 : ago <= 5 * HOUR + 30 && ago >= 5 * HOUR ? 3 : 0.5;
    lines.push(`replay_errors_percent ${value} ${at}`);
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

beforeAll(async () => {
  opened = await openConsoleDatabase();
  const written = join(folder, 'week.txt');
  writeFileSync(written, samples());
  const data = join(folder, 'prometheus');
  await promisify(execFile)('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', written, data]);
  prometheus = await startPrometheus(folder, '127.0.0.1:1');
});

afterAll(async () => {
  await prometheus?.stop();
  rmSync(folder, { recursive: true, force: true });
  await opened?.close();
});

afterEach(() => {
  delete process.env.PROMETHEUS_URL;
});

async function replay(query: string, is: '<' | '>', threshold: string, hours = '168') {
  process.env.PROMETHEUS_URL ??= prometheus.url;
  return ask(replayQuery, { query, is, threshold, hours }, risk);
}

async function answering(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

describe('a week of which 30 hours are known', () => {
  // Samples are looked back for as a guard does: five minutes. last_over_time keeps to what is of this very round.
  const QUERY = 'last_over_time(replay_errors_percent[15s])';

  test('every breach is found, also one of a single round', async () => {
    const answer = await replay(QUERY, '>', '1');
    if (!answer.ok) throw new Error(answer.error.message);
    const { value } = answer;
    expect(value).toMatchObject({ stepSeconds: 15, moments: 40_321, firings: 2, warnings: [] });
    expect(value.fired).toEqual([
      { from: iso(NOW - 5 * HOUR - 30), to: iso(NOW - 5 * HOUR), peak: 3 },
      { from: iso(NOW - 20 * HOUR), to: iso(NOW - 20 * HOUR), peak: 7 },
    ]);
    expect(value.points.filter(({ high }) => high === 7)).toHaveLength(1);
    expect(value.points.length).toBeLessThanOrEqual(336);
  });

  test('how much is known is said, and since when', async () => {
    const answer = await replay(QUERY, '>', '10');
    if (!answer.ok) throw new Error(answer.error.message);
    const known = (29 * HOUR - 600) / QUARTER + 1;
    expect(answer.value).toMatchObject({ firings: 0, since: iso(NOW - 30 * HOUR) });
    expect(answer.value.coverage).toBeCloseTo(known / 40_321, 4);
    expect(await replay('replay_nothing', '>', '1')).toMatchObject({
      value: { firings: 0, coverage: 0, since: null },
    });
  });

  test('below its limit, in fewer hours', async () => {
    expect(await replay(QUERY, '<', '0.6', '24')).toMatchObject({
      value: { hours: 24, firings: 4, stepSeconds: 15, moments: 5_761 },
    });
  });

  test('what no rule can use is refused, or said', async () => {
    expect(await replay('sum(', '>', '1')).toMatchObject({ error: { code: 'invalid_value' } });
    const several = 'replay_errors_percent or label_replace(replay_errors_percent, "a", "b", "", "")';
    expect(await replay(several, '>', '1')).toMatchObject({
      error: { code: 'invalid_value', message: expect.stringContaining('several series') },
    });
    // At one moment only: the guard is blind there, and sees the rest.
    const once = `${QUERY} or label_replace(${QUERY} > 5, "a", "b", "", "")`;
    expect(await replay(once, '>', '1')).toMatchObject({
      value: { firings: 1, warnings: [expect.stringContaining('At 1 moments')] },
    });
  });
});

describe('a Prometheus that is not well', () => {
  test('slow: the time is bounded, and it is said how far it came', async () => {
    let asked = 0;
    const silent = createServer((_, response) => {
      asked += 1;
      if (asked > 1) return;
      response.setHeader('content-type', 'application/json');
      response.end('{"status":"success","data":{"resultType":"matrix","result":[]}}');
    });
    process.env.PROMETHEUS_URL = await answering(silent);
    const range = lastHours(new Date(), 168, 15);
    const answer = await askLongRange('up', range, { withinMs: 400 });
    expect(answer).toMatchObject({
      ok: false,
      problem: 'out of time',
      message: expect.stringContaining('1 of 4 parts'),
    });
    expect(asked).toBe(2);
    silent.closeAllConnections();
    silent.close();
  });

  test('not waited for any more: the question is taken back, and no other is asked', async () => {
    let asked = 0;
    const heard = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const silent = createServer((_, response) => {
      asked += 1;
      heard.resolve();
      response.on('close', () => gone.resolve());
    });
    process.env.PROMETHEUS_URL = await answering(silent);
    const caller = new AbortController();
    const answer = ask(replayQuery, { query: 'up', is: '>', threshold: '1' }, risk, caller.signal);
    await heard.promise;
    caller.abort();
    await gone.promise;
    expect(await answer).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(asked).toBe(1);
    silent.close();
  });

  test('away, or not configured: an honest refusal', async () => {
    process.env.PROMETHEUS_URL = 'http://127.0.0.1:1';
    expect(await replay('up', '>', '1')).toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('cannot be reached') },
    });
    process.env.PROMETHEUS_URL = '';
    expect(await replay('up', '>', '1')).toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('PROMETHEUS_URL') },
    });
  });
});
