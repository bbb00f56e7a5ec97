// What each process is given: its own secrets and no other's.
import { afterEach, expect, test, vi } from 'vitest';
import { dataFolderAt } from '#test/data-folder.ts';
import { planOf, type Surroundings, urlOf } from './processes.ts';
import { type ProcessName, readSettings } from './settings.ts';

const around: Surroundings = {
  settings: readSettings([], {}),
  data: dataFolderAt('/data'),
  urls: { owner: 'url-of-owner', app: 'url-of-app', edge: 'url-of-edge', intake: 'url-of-intake' },
  demo: { accounts: [], apiKeys: { 'switches:read': 'key-of-sim', 'alerts:write': 'key-of-alerts' } },
  prometheusUrl: 'http://127.0.0.1:9099',
  gateway: {
    ...{ agentPort: 3005, statsSocket: '/data/ops/haproxy.sock', url: 'http://127.0.0.1:3006' },
    servers: { 'blue-1': '127.0.0.1:3011', 'green-1': '127.0.0.1:3013' },
  },
  consoleServer: '/built/server.js',
};

afterEach(() => vi.unstubAllEnvs());

const SECRETS = [
  'url-of-owner',
  'url-of-app',
  'url-of-edge',
  'url-of-intake',
  'nextauth-secret',
  'key-of-sim',
  'key-of-alerts',
];

test.each<[ProcessName, string[]]>([
  ['console', ['url-of-app', 'nextauth-secret']],
  ['worker', ['url-of-owner', 'url-of-app', 'nextauth-secret']],
  ['edge', ['url-of-edge']],
  ['intake', ['url-of-intake']],
  ['sim', ['key-of-sim', 'key-of-alerts']],
])('%s knows only its own secrets', (name, own) => {
  vi.stubEnv('DATABASE_URL', 'url-of-owner');
  vi.stubEnv('NEXTAUTH_SECRET', 'nextauth-secret');
  vi.stubEnv('NEXTAUTH_SECRET_FILE', 'nextauth-secret');
  const values = Object.values(planOf(name, around).env);
  expect(SECRETS.filter((secret) => values.includes(secret)).toSorted()).toEqual(own.toSorted());
});

test('the console runs within its memory, from its own folder', () => {
  const plan = planOf('console', around);
  expect(plan.args).toContain('--max-old-space-size=192');
  expect(plan.args).toContain('--max-semi-space-size=8');
  expect(plan.cwd).toBe('/built');
  expect(plan.env).toMatchObject({
    PORT: '3000',
    HOSTNAME: '127.0.0.1',
    NODE_ENV: 'production',
    BULKHEAD_ENV: 'demo',
  });
});

test('the worker gives back what its start took, whatever thresholds glibc would find for itself', () => {
  expect(planOf('worker', around).env).toMatchObject({
    MALLOC_TRIM_THRESHOLD_: '131072',
    MALLOC_MMAP_THRESHOLD_: '131072',
  });
});

test('the memory of the venue has one size from its start, which a canary does not take for a leak', () => {
  const sizes = planOf('sim', around).args.filter((arg) => arg.includes('semi-space-size'));
  expect(sizes).toEqual(['--min-semi-space-size=8', '--max-semi-space-size=8']);
});

test('the Prometheus of this start is asked, unless somebody names their own', () => {
  expect(planOf('worker', around).env).toMatchObject({ PROMETHEUS_URL: 'http://127.0.0.1:9099' });
  expect(planOf('edge', around).env).not.toHaveProperty('PROMETHEUS_URL');
  vi.stubEnv('PROMETHEUS_URL', 'http://prometheus:9090');
  expect(planOf('console', around).env).toMatchObject({ PROMETHEUS_URL: 'http://prometheus:9090' });
});

test('the gateway of this start: its agent to the edge, its figures to the worker, its address to the venue', () => {
  expect(planOf('edge', around).env).toMatchObject({ BULKHEAD_AGENT_PORT: '3005' });
  expect(planOf('worker', around).env).toMatchObject({ BULKHEAD_GATEWAY_SOCKET: '/data/ops/haproxy.sock' });
  expect(planOf('sim', around).env).toMatchObject({
    BULKHEAD_GATEWAY_URL: 'http://127.0.0.1:3006',
    BULKHEAD_ORDER_GATEWAYS: 'blue-1=127.0.0.1:3011,green-1=127.0.0.1:3013',
  });
  const without = { ...around, gateway: { agentPort: null, statsSocket: null, url: null, servers: {} } };
  expect(planOf('edge', without).env).not.toHaveProperty('BULKHEAD_AGENT_PORT');
  vi.stubEnv('BULKHEAD_GATEWAY_SOCKET', '/run/own.sock');
  expect(planOf('worker', around).env).toMatchObject({ BULKHEAD_GATEWAY_SOCKET: '/run/own.sock' });
});

test("the wallet of a demo is the venue: one secret for both, and somebody's own goes before it", () => {
  const { accounts, apiKeys } = around.demo ?? { accounts: [], apiKeys: {} };
  const demo = {
    accounts,
    apiKeys: { ...apiKeys, 'wallet:report': 'key-of-wallet', 'withdrawals:write': 'key-of-desk' },
  };
  const worker = planOf('worker', { ...around, demo }).env;
  const sim = planOf('sim', { ...around, demo }).env;
  expect(worker.BULKHEAD_WALLET_URL).toBe('http://127.0.0.1:3002/wallet/payments');
  expect(worker.BULKHEAD_WALLET_SECRET).toMatch(/^whsec_/);
  expect(sim).toMatchObject({
    ...{ BULKHEAD_WALLET_SECRET: worker.BULKHEAD_WALLET_SECRET, BULKHEAD_WALLET_KEY: 'key-of-wallet' },
    ...{ BULKHEAD_WITHDRAWALS_KEY: 'key-of-desk', BULKHEAD_CONSOLE_URL: 'http://127.0.0.1:3000' },
  });
  expect(planOf('worker', { ...around, demo: null }).env).not.toHaveProperty('BULKHEAD_WALLET_URL');
  vi.stubEnv('BULKHEAD_WALLET_URL', 'https://wallet.example/payments');
  vi.stubEnv('BULKHEAD_WALLET_SECRET_FILE', '/run/secrets/wallet');
  const own = planOf('worker', { ...around, demo }).env;
  expect(own).toMatchObject({
    BULKHEAD_WALLET_URL: 'https://wallet.example/payments',
    BULKHEAD_WALLET_SECRET_FILE: '/run/secrets/wallet',
  });
  expect(own).not.toHaveProperty('BULKHEAD_WALLET_SECRET');
});

test('a process that listens everywhere is asked on loopback', () => {
  const settings = { ...around.settings, edgeHost: '0.0.0.0' };
  expect(urlOf('edge', settings)).toBe('http://127.0.0.1:3001');
});
