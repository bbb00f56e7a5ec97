// What the worker reads from its environment.
import {
  type Env,
  EnvError,
  flag,
  httpUrl,
  longText,
  port,
  postgresUrl,
  secret,
  text,
} from '#lib/process/env.ts';

export const WORKER_ENV = {
  /** Role bulkhead_app: commands, reading the chain, housekeeping. */
  DATABASE_URL: secret(postgresUrl()),
  /** The owner of graphile-worker's tables, whose row-level security closes them to everybody else. */
  BULKHEAD_WORKER_DATABASE_URL: secret(postgresUrl()),
  /** Ed25519 private key (PKCS8 PEM) that signs the checkpoints. */
  BULKHEAD_AUDIT_KEY_FILE: text('the path of a file'),
  /** Checkpoints outside the database, one JSON object a line. */
  BULKHEAD_CHECKPOINT_FILE: text('the path of a file'),
  /** Each new checkpoint is also sent here. */
  BULKHEAD_CHECKPOINT_WEBHOOK_URL: httpUrl().optional(),
  /** Opens the keys of channels, which the console seals with the same. */
  NEXTAUTH_SECRET: secret(longText(32)),
  /** Where people open the console: for links in what is sent. */
  NEXTAUTH_URL: httpUrl().default('http://127.0.0.1:3000'),
  /** Notifications may go to addresses in this machine's own networks. */
  BULKHEAD_ALLOW_PRIVATE_WEBHOOKS: flag().default(false),
  /** Where the criteria and guards of canaries are asked. */
  PROMETHEUS_URL: httpUrl().optional(),
  /** HAProxy's stats socket (a path, or host:port), from which the achieved share is read back. */
  BULKHEAD_GATEWAY_SOCKET: text('the path of a socket, or host:port').optional(),
  /** Where the wallet service takes what is to be sent, and the secret (`whsec_...`) by which it knows that it is from here. */
  BULKHEAD_WALLET_URL: httpUrl().optional(),
  BULKHEAD_WALLET_SECRET: secret(text()).optional(),
  /** Where the service that files withdrawals hears what became of them, and the secret that this is signed with. */
  BULKHEAD_WITHDRAWAL_STATUS_URL: httpUrl().optional(),
  BULKHEAD_WITHDRAWAL_STATUS_SECRET: secret(text()).optional(),
  BULKHEAD_WORKER_HOST: text().default('127.0.0.1'),
  BULKHEAD_WORKER_PORT: port().default(3004),
};

export type WorkerEnv = Env<typeof WORKER_ENV>;

/** An address with the secret (Standard Webhooks: `whsec_` and base64) that what is sent there is signed with. */
export interface SignedTarget {
  url: string;
  secret: string;
}

/** Undefined when neither is set. Throws EnvError when one is missing. */
export function signedTarget(
  env: WorkerEnv,
  name: 'BULKHEAD_WALLET' | 'BULKHEAD_WITHDRAWAL_STATUS',
): SignedTarget | undefined {
  const [url, secretText] = [env[`${name}_URL`], env[`${name}_SECRET`]];
  if ((url === undefined) !== (secretText === undefined))
    throw new EnvError([`${name}_URL and ${name}_SECRET: set both, or neither.`]);
  return url !== undefined && secretText !== undefined ? { url, secret: secretText } : undefined;
}
