// What this start is: mode, ports, folders and addresses, read from the command line and the environment.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OIDC_VARIABLES, oidcProblems } from '#lib/commands/access/oidc-settings.ts';
import {
  type Env,
  EnvError,
  type EnvSource,
  flag,
  httpUrl,
  longText,
  oneOf,
  postgresUrl,
  readEnv,
  secret,
  text,
  whole,
} from '#lib/process/env.ts';
import { PlainError } from '#scripts/plain-error.ts';
import type { Environment } from '../database/installation.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The processes a start may consist of, in the order they are stopped. */
export const PROCESS_NAMES = ['sim', 'console', 'intake', 'edge', 'worker'] as const;
export type ProcessName = (typeof PROCESS_NAMES)[number];

export interface Settings {
  environment: Environment;
  /** demo: accounts, simulated venue, loopback only. */
  demo: boolean;
  /** Sources are watched and reloaded instead of built. */
  dev: boolean;
  dataFolder: string;
  /** True when BULKHEAD_DATA_DIR names the folder. */
  dataFolderChosen: boolean;
  host: string;
  edgeHost: string;
  intakeHost: string;
  ports: Record<ProcessName, number>;
  publicUrl: string;
  nextauthSecret: string | undefined;
  /** A server of one's own; undefined means the embedded one. */
  databaseUrl: string | undefined;
  appDatabaseUrl: string | undefined;
  edgeDatabaseUrl: string | undefined;
  intakeDatabaseUrl: string | undefined;
  /** Roles that another start made on one's own server get new passwords. */
  replaceRolePasswords: boolean;
  edgeId: string;
  /** Prometheus and Alertmanager are started beside the demo where they are found. */
  monitoring: boolean;
  /** Undefined means any free one. */
  prometheusPort: number | undefined;
  alertmanagerPort: number | undefined;
  /** HAProxy is started beside the demo where it is found, with two versions of the order gateway behind it. */
  gateway: boolean;
  gatewayPort: number | undefined;
  /** The simulated venue files withdrawals. */
  withdrawals: boolean;
  /** Where an edge tells a gateway its weights; undefined: nowhere, or in the demo wherever it is free. */
  agentPort: number | undefined;
  instances: number;
}

export const LOOPBACK = '127.0.0.1';
/** Wrong words on the command line (EX_USAGE of sysexits.h). */
const EXIT_USAGE = 64;

const port = () => whole(1, 65_535);
const SHAPE = {
  BULKHEAD_ENV: oneOf('production', 'staging', 'demo').optional(),
  BULKHEAD_DATA_DIR: text().optional(),
  BULKHEAD_HOST: text().default('127.0.0.1'),
  BULKHEAD_EDGE_HOST: text().default('127.0.0.1'),
  BULKHEAD_INTAKE_HOST: text().default('127.0.0.1'),
  BULKHEAD_PORT: port().default(3000),
  BULKHEAD_EDGE_PORT: port().default(3001),
  BULKHEAD_SIM_PORT: port().default(3002),
  BULKHEAD_INTAKE_PORT: port().default(3003),
  BULKHEAD_WORKER_PORT: port().default(3004),
  BULKHEAD_MONITORING: flag().default(true),
  BULKHEAD_PROMETHEUS_PORT: port().optional(),
  BULKHEAD_ALERTMANAGER_PORT: port().optional(),
  BULKHEAD_GATEWAY: flag().default(true),
  BULKHEAD_WITHDRAWALS: flag().default(true),
  BULKHEAD_GATEWAY_PORT: port().optional(),
  BULKHEAD_AGENT_PORT: port().optional(),
  BULKHEAD_REPLACE_ROLE_PASSWORDS: flag().default(false),
  BULKHEAD_EDGE_ID: text().default('edge-1'),
  BULKHEAD_SIM_INSTANCES: whole(1, 200).default(14),
  NEXTAUTH_URL: httpUrl().optional(),
  NEXTAUTH_SECRET: secret(longText(32)).optional(),
  DATABASE_URL: secret(postgresUrl()).optional(),
  BULKHEAD_APP_DATABASE_URL: secret(postgresUrl()).optional(),
  EDGE_DATABASE_URL: secret(postgresUrl()).optional(),
  INTAKE_DATABASE_URL: secret(postgresUrl()).optional(),
  BULKHEAD_TRUSTED_PROXIES: whole(0, 9).default(0),
  ...OIDC_VARIABLES,
};

/** Where a process listens. */
export function hostOf(name: ProcessName, { host, edgeHost, intakeHost }: Settings): string {
  if (name === 'edge') return edgeHost;
  return name === 'intake' ? intakeHost : host;
}

const USAGE = `npm start [-- --production | --dev]

  (nothing)      demo: embedded PostgreSQL unless DATABASE_URL is set, demo accounts, simulated venue, loopback only
  --production   no demo accounts, no simulated venue; needs DATABASE_URL and NEXTAUTH_SECRET (or ..._FILE)
  --dev          the demo, from watched sources instead of a build`;

/** Throws PlainError or EnvError with a sentence for each mistake. */
export function readSettings(args: readonly string[], source: EnvSource = process.env): Settings {
  const { production, dev } = readFlags(args);
  const env = readEnv(SHAPE, source);
  const problems = [
    ...(production ? productionProblems(env) : demoProblems(env)),
    ...roleProblems(env),
    ...oidcProblems(env),
  ];
  if (problems.length > 0) throw new EnvError(problems);
  const console = env.BULKHEAD_PORT;
  return {
    environment: production ? (env.BULKHEAD_ENV ?? 'production') : 'demo',
    demo: !production,
    dev,
    dataFolder: resolve(ROOT, env.BULKHEAD_DATA_DIR ?? '.data'),
    dataFolderChosen: env.BULKHEAD_DATA_DIR !== undefined,
    // Demo accounts are printed on a terminal: whoever can reach the port could sign in.
    host: production ? env.BULKHEAD_HOST : LOOPBACK,
    edgeHost: production ? env.BULKHEAD_EDGE_HOST : LOOPBACK,
    intakeHost: production ? env.BULKHEAD_INTAKE_HOST : LOOPBACK,
    ports: {
      console,
      edge: env.BULKHEAD_EDGE_PORT,
      sim: env.BULKHEAD_SIM_PORT,
      intake: env.BULKHEAD_INTAKE_PORT,
      worker: env.BULKHEAD_WORKER_PORT,
    },
    publicUrl: (production && env.NEXTAUTH_URL) || `http://localhost:${console}`,
    nextauthSecret: env.NEXTAUTH_SECRET,
    databaseUrl: env.DATABASE_URL,
    appDatabaseUrl: env.BULKHEAD_APP_DATABASE_URL,
    edgeDatabaseUrl: env.EDGE_DATABASE_URL,
    intakeDatabaseUrl: env.INTAKE_DATABASE_URL,
    replaceRolePasswords: env.BULKHEAD_REPLACE_ROLE_PASSWORDS,
    edgeId: env.BULKHEAD_EDGE_ID,
    monitoring: !production && env.BULKHEAD_MONITORING,
    prometheusPort: env.BULKHEAD_PROMETHEUS_PORT,
    alertmanagerPort: env.BULKHEAD_ALERTMANAGER_PORT,
    // Without figures no release goes on: one without the other is of no use.
    gateway: !production && env.BULKHEAD_MONITORING && env.BULKHEAD_GATEWAY,
    gatewayPort: env.BULKHEAD_GATEWAY_PORT,
    withdrawals: env.BULKHEAD_WITHDRAWALS,
    agentPort: env.BULKHEAD_AGENT_PORT,
    instances: env.BULKHEAD_SIM_INSTANCES,
  };
}

function readFlags(args: readonly string[]): { production: boolean; dev: boolean } {
  if (args.includes('--help') || args.includes('-h')) throw new PlainError(USAGE, 0);
  const unknown = args.find((arg) => arg !== '--production' && arg !== '--dev');
  if (unknown !== undefined) throw new PlainError(`There is no option ${unknown}.\n\n${USAGE}`, EXIT_USAGE);
  const [production, dev] = [args.includes('--production'), args.includes('--dev')];
  if (production && dev) throw new PlainError('--production and --dev exclude each other.', EXIT_USAGE);
  return { production, dev };
}

function productionProblems(env: Env<typeof SHAPE>): string[] {
  const problems: string[] = [];
  if (env.BULKHEAD_ENV === 'demo') {
    problems.push('BULKHEAD_ENV is "demo". With --production it must be production or staging.');
  }
  for (const [name, what] of [
    ['DATABASE_URL', 'the address of your PostgreSQL'],
    ['NEXTAUTH_SECRET', 'at least 32 random characters, for example from: openssl rand -base64 32'],
  ] as const) {
    if (env[name] === undefined) {
      problems.push(`${name} (or ${name}_FILE) is not set. With --production it must be ${what}.`);
    }
  }
  return problems;
}

/** Roles that an administrator made come all together, or each process would need more than its own. */
function roleProblems(env: Env<typeof SHAPE>): string[] {
  const names = ['BULKHEAD_APP_DATABASE_URL', 'EDGE_DATABASE_URL', 'INTAKE_DATABASE_URL'] as const;
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return [];
  return missing.map(
    (name) => `${name} (or ${name}_FILE) is not set. Give the addresses of all three roles, or of none.`,
  );
}

function demoProblems(env: Env<typeof SHAPE>): string[] {
  if (env.BULKHEAD_ENV === undefined || env.BULKHEAD_ENV === 'demo') return [];
  return [`BULKHEAD_ENV is "${env.BULKHEAD_ENV}", but without --production this is the demo.`];
}
