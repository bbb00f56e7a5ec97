// Prometheus and Alertmanager of one installation: its own ports, key and folders in their configuration, and nothing else's.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { dataFolderAt } from '#test/data-folder.ts';
import type { DataFolder } from './data-folder.ts';
import { planMonitoring } from './monitoring.ts';
import { readSettings } from './settings.ts';

const DEMO = { accounts: [], apiKeys: { 'alerts:write': 'bhk_the_key' } };
let folder: string;
let data: DataFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-monitoring-'));
  mkdirSync(join(folder, 'ops'));
  data = dataFolderAt(folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A PATH with programs of these names on it. */
function pathWith(...names: string[]): void {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of names) {
    writeFileSync(join(bin, name), '#!/bin/sh\n');
    chmodSync(join(bin, name), 0o755);
  }
  vi.stubEnv('PATH', bin);
}

const read = (name: string) => readFileSync(join(folder, 'ops', name), 'utf8');

test('both are there: each on loopback, with the ports and the key of this installation', async () => {
  pathWith('prometheus', 'alertmanager');
  const settings = readSettings([], { BULKHEAD_INTAKE_PORT: '4703', BULKHEAD_SIM_PORT: '4702' });
  const { plans, prometheusUrl, alertmanagerUrl, missing } = await planMonitoring(settings, data, DEMO);
  expect([missing, plans.map(({ name }) => name)]).toEqual([undefined, ['alertmanager', 'prometheus']]);
  for (const { args, env } of plans) {
    expect(args.filter((arg) => /^--web\.listen-address=127\.0\.0\.1:\d+$/.test(arg))).toHaveLength(1);
    expect(args.join(' ') + JSON.stringify(env)).not.toContain('bhk_the_key');
  }
  const { receivers } = parse(read('alertmanager.yml'));
  expect(receivers[0].webhook_configs[0]).toMatchObject({
    url: 'http://127.0.0.1:4703/v1/alertmanager',
    http_config: { authorization: { credentials_file: join(folder, 'ops', 'alerts.key') } },
  });
  expect(read('alerts.key')).toBe('bhk_the_key');
  expect(statSync(join(folder, 'ops', 'alerts.key')).mode & 0o777).toBe(0o600);
  const prometheus = parse(read('prometheus.yml'));
  expect(prometheus.scrape_configs[0].static_configs).toEqual([{ targets: ['127.0.0.1:4702'] }]);
  expect(`http://${prometheus.alerting.alertmanagers[0].static_configs[0].targets[0]}`).toBe(alertmanagerUrl);
  expect(prometheusUrl).not.toBe(alertmanagerUrl);
});

test('one is not there: a sentence says which and how to get it, and neither is started', async () => {
  pathWith('prometheus');
  expect(await planMonitoring(readSettings([], {}), data, DEMO)).toEqual({
    ...{ plans: [], prometheusUrl: null, alertmanagerUrl: null },
    missing: expect.stringMatching(/^Alertmanager was not found on PATH: .*apt-get install prometheus/),
  });
});

test('told not to, it looks for nothing', async () => {
  pathWith();
  const settings = readSettings([], { BULKHEAD_MONITORING: 'false' });
  expect((await planMonitoring(settings, data, DEMO)).missing).toBeUndefined();
});

test('a port that is taken is named with its variable', async () => {
  pathWith('prometheus', 'prometheus-alertmanager');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const taken = readSettings([], { BULKHEAD_ALERTMANAGER_PORT: String(port) });
  await expect(planMonitoring(taken, data, DEMO)).rejects.toThrow(
    `Port ${port} (BULKHEAD_ALERTMANAGER_PORT) is taken by another program. Set BULKHEAD_ALERTMANAGER_PORT to a free one.`,
  );
  await new Promise((resolve) => server.close(resolve));
  const ours = readSettings([], { BULKHEAD_PROMETHEUS_PORT: '3000' });
  await expect(planMonitoring(ours, data, DEMO)).rejects.toThrow('is used by another process of this start');
});
