// How each process of an installation is started: its program, its environment, where it says that it is ready.
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { WALLET_SCOPE, WITHDRAWALS_SCOPE } from '#lib/contract/withdrawals.ts';
import type { RoleUrls } from '../database/roles.ts';
import type { DataFolder } from './data-folder.ts';
import type { Demo } from './demo.ts';
import type { Gateway } from './gateway.ts';
import { hostOf, PROCESS_NAMES, type ProcessName, ROOT, type Settings } from './settings.ts';
import type { ProcessPlan } from './supervise.ts';

export const SHELL_LEASH = fileURLToPath(new URL('./leash.sh', import.meta.url));
export const LEASH = fileURLToPath(new URL('./leash.mjs', import.meta.url));
const WORDS = fileURLToPath(new URL('./words.ts', import.meta.url));
const DOOR = fileURLToPath(new URL('./console-door.ts', import.meta.url));
/** Compiled code kept between starts: each process then starts in about half the time. */
export const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/node-compile');

export interface Surroundings {
  settings: Settings;
  data: DataFolder;
  urls: RoleUrls;
  demo: Demo | null;
  /** The Prometheus that this start brings along; null when it brings none. */
  prometheusUrl: string | null;
  /** The gateway that this start brings along, or is told of. */
  gateway: Pick<Gateway, 'agentPort' | 'statsSocket' | 'url' | 'servers'>;
  /** Server file of the built console; undefined in --dev. */
  consoleServer: string | undefined;
}

/** Which processes this start consists of. */
export function processNames(settings: Settings): ProcessName[] {
  return PROCESS_NAMES.filter((name) => settings.demo || name !== 'sim');
}

/** `blue-1=127.0.0.1:3011,...`, as the simulated venue takes it. */
function serverList(servers: Readonly<Record<string, string>>): string {
  return Object.entries(servers)
    .map(([name, address]) => `${name}=${address}`)
    .join(',');
}

export function urlOf(name: ProcessName, settings: Settings): string {
  const host = hostOf(name, settings);
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${settings.ports[name]}`;
}

export function planOf(name: ProcessName, around: Surroundings): ProcessPlan {
  const { settings, data } = around;
  const { args, cwd } = name === 'console' ? consoleProgram(around) : sourceProgram(name, settings.dev);
  return {
    name,
    args,
    cwd,
    env: { ...commonEnvironment(settings), ...ENVIRONMENTS[name](around), BULKHEAD_PROCESS: name },
    logFile: data.file('logs', `${name}.log`),
    readyUrl: `${urlOf(name, settings)}/readyz`,
  };
}

function consoleProgram({ settings, consoleServer }: Surroundings): { args: string[]; cwd: string } {
  if (!consoleServer) {
    const next = join(ROOT, 'node_modules/next/dist/bin/next');
    return {
      args: ['--import', LEASH, next, 'dev', '-p', String(settings.ports.console), '-H', settings.host],
      cwd: ROOT,
    };
  }
  // Memory grows to 430 MB under load without these; with them it holds about 200 MB.
  const limits = ['--max-old-space-size=192', '--max-semi-space-size=8'];
  const loaded = [LEASH, WORDS, DOOR].flatMap((file) => ['--import', file]);
  return { args: [...limits, ...loaded, consoleServer], cwd: join(consoleServer, '..') };
}

/** What V8 is told of memory. */
const LIMITS: Partial<Record<ProcessName, readonly string[]>> = {
  // A thousand streams leave it at 110 MB with this, at 124 MB without.
  edge: ['--max-semi-space-size=4'],
  // Left alone, V8 doubles its young generation three times within the first ten minutes, by 30 MB in all: to a canary that
  // looks like a leak (docs/decisions/0153). As large from the start, nothing grows.
  sim: ['--min-semi-space-size=8', '--max-semi-space-size=8'],
};

function sourceProgram(name: ProcessName, dev: boolean): { args: string[]; cwd: string } {
  const watch = dev ? ['--watch', '--watch-preserve-output'] : [];
  return {
    args: [
      ...(LIMITS[name] ?? []),
      ...watch,
      '--import',
      LEASH,
      '--import',
      WORDS,
      join(ROOT, name, 'main.ts'),
    ],
    cwd: ROOT,
  };
}

export const SECRET_NAMES =
  /(^|_)DATABASE_URL(_FILE)?$|^NEXTAUTH_SECRET|^BULKHEAD_OIDC_|^npm_|^NODE_OPTIONS$|^NODE_ENV$|^(PORT|HOSTNAME)$/;

/** Our own environment without what only one process may know; each then gets its own. */
export function commonEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !SECRET_NAMES.test(name));
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: settings.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    BULKHEAD_ENV: settings.environment,
    BULKHEAD_LAUNCHER_PID: String(process.pid),
  };
}

/** Also what seed.ts needs. */
export function consoleSecrets({ settings, data, urls }: Pick<Surroundings, 'settings' | 'data' | 'urls'>) {
  return { DATABASE_URL: urls.app, NEXTAUTH_SECRET: settings.nextauthSecret ?? data.secrets.nextauth };
}

/** The identity provider's variables are the console's alone: a secret is among them. */
function oidcEnvironment(): Record<string, string> {
  const ours = Object.entries(process.env).filter(([name]) => name.startsWith('BULKHEAD_OIDC_'));
  return Object.fromEntries(ours) as Record<string, string>;
}

/** The one beside our own private key; who brings another key names both. */
function publicKeyFile(data: DataFolder): string {
  const { BULKHEAD_AUDIT_PUBLIC_KEY_FILE: named, BULKHEAD_AUDIT_KEY_FILE: foreign } = process.env;
  return named || (foreign ? '' : data.file('audit-key.pub.pem'));
}

/** Named from where the start was: the console runs in another folder. */
function configFile(): Record<string, string> {
  const { BULKHEAD_CONFIG_FILE: named } = process.env;
  return named ? { BULKHEAD_CONFIG_FILE: resolve(named) } : {};
}

/** Somebody's own Prometheus goes before the one of this start. */
function prometheus({ prometheusUrl }: Surroundings): Record<string, string> {
  const url = process.env.PROMETHEUS_URL || prometheusUrl;
  return url ? { PROMETHEUS_URL: url } : {};
}

/** Somebody's own gateway goes before the one of this start. */
function gatewaySocket({ gateway }: Surroundings): Record<string, string> {
  const socket = process.env.BULKHEAD_GATEWAY_SOCKET || gateway.statsSocket;
  return socket ? { BULKHEAD_GATEWAY_SOCKET: socket } : {};
}

/** The venue files withdrawals with the console, unless this start is not to, and its wallet sends them. */
function filing(settings: Settings, demo: Surroundings['demo']): Record<string, string> {
  const key = demo?.apiKeys[WITHDRAWALS_SCOPE];
  return {
    BULKHEAD_CONSOLE_URL: urlOf('console', settings),
    ...(settings.withdrawals && key ? { BULKHEAD_WITHDRAWALS_KEY: key } : {}),
    ...(demo?.apiKeys[WALLET_SCOPE] ? { BULKHEAD_WALLET_KEY: demo.apiKeys[WALLET_SCOPE] } : {}),
    ...walletSecret(demo),
  };
}

/** Of the wallet of a demo: both sides make the same of the key that only they have. */
function walletSecret(demo: Surroundings['demo']): Record<string, string> {
  const key = demo?.apiKeys[WALLET_SCOPE];
  if (!key) return {};
  const bytes = createHash('sha256').update(`wallet ${key}`).digest('base64');
  return { BULKHEAD_WALLET_SECRET: `whsec_${bytes}` };
}

/** Somebody's own wallet service goes before the one of the demo. */
function walletOf({ settings, demo }: Surroundings): Record<string, string> {
  // Address and secret, each by itself or in a file.
  const ours = Object.entries(process.env).filter(([name]) => name.startsWith('BULKHEAD_WALLET_'));
  if (ours.length > 0) return Object.fromEntries(ours) as Record<string, string>;
  const own = walletSecret(demo);
  return own.BULKHEAD_WALLET_SECRET
    ? { ...own, BULKHEAD_WALLET_URL: `${urlOf('sim', settings)}/wallet/payments` }
    : {};
}

/**
 * glibc raises its thresholds when a large block is freed, as the compiler of Prisma's queries does while it starts, and
 * gives nothing back from then on. Named, they stay as they are (mallopt(3)): docs/decisions/0173.
 */
const STEADY_MALLOC = { MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '131072' };

const ENVIRONMENTS: Record<ProcessName, (around: Surroundings) => Record<string, string>> = {
  console: (around) => ({
    ...consoleSecrets(around),
    PORT: String(around.settings.ports.console),
    HOSTNAME: around.settings.host,
    NEXTAUTH_URL: around.settings.publicUrl,
    BULKHEAD_EDGE_URL: urlOf('edge', around.settings),
    ...prometheus(around),
    ...oidcEnvironment(),
    BULKHEAD_AUDIT_PUBLIC_KEY_FILE: publicKeyFile(around.data),
    ...configFile(),
    ...(around.demo ? { BULKHEAD_SIM_URL: urlOf('sim', around.settings) } : {}),
  }),
  worker: (around) => ({
    ...STEADY_MALLOC,
    // Its own use of the secret: to open the keys of the channels that the console sealed.
    ...consoleSecrets(around),
    NEXTAUTH_URL: around.settings.publicUrl,
    ...prometheus(around),
    ...gatewaySocket(around),
    ...walletOf(around),
    BULKHEAD_WORKER_DATABASE_URL: around.urls.owner,
    BULKHEAD_WORKER_PORT: String(around.settings.ports.worker),
    BULKHEAD_AUDIT_KEY_FILE: process.env.BULKHEAD_AUDIT_KEY_FILE || around.data.file('audit-key.pem'),
    BULKHEAD_CHECKPOINT_FILE:
      process.env.BULKHEAD_CHECKPOINT_FILE || around.data.file('checkpoints', 'audit.ndjson'),
  }),
  edge: ({ settings, data, urls, gateway }) => ({
    EDGE_DATABASE_URL: urls.edge,
    BULKHEAD_EDGE_HOST: settings.edgeHost,
    BULKHEAD_EDGE_PORT: String(settings.ports.edge),
    BULKHEAD_EDGE_ID: settings.edgeId,
    ...(gateway.agentPort === null ? {} : { BULKHEAD_AGENT_PORT: String(gateway.agentPort) }),
    BULKHEAD_EDGE_FILE: process.env.BULKHEAD_EDGE_FILE || data.file('edge', 'last-known-good.json'),
  }),
  intake: ({ settings, urls }) => ({
    INTAKE_DATABASE_URL: urls.intake,
    BULKHEAD_INTAKE_HOST: settings.intakeHost,
    BULKHEAD_INTAKE_PORT: String(settings.ports.intake),
  }),
  sim: ({ settings, data, demo, gateway }) => ({
    BULKHEAD_SIM_PORT: String(settings.ports.sim),
    BULKHEAD_SIM_INSTANCES: String(settings.instances),
    BULKHEAD_SIM_FILE: data.file('sim'),
    BULKHEAD_EDGE_URL: urlOf('edge', settings),
    BULKHEAD_EDGE_KEY: demo?.apiKeys[EDGE_SCOPE] ?? '',
    BULKHEAD_EXECUTOR_KEY: demo?.apiKeys[EXECUTOR_SCOPE] ?? '',
    ...(gateway.url === null ? {} : { BULKHEAD_GATEWAY_URL: gateway.url }),
    ...(gateway.url === null ? {} : { BULKHEAD_ORDER_GATEWAYS: serverList(gateway.servers) }),
    BULKHEAD_INTAKE_URL: urlOf('intake', settings),
    BULKHEAD_ALERTS_KEY: demo?.apiKeys[ALERTS_SCOPE] ?? '',
    ...filing(settings, demo),
  }),
};
