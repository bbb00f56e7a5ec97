// The demo's people and keys: one account per role, made at random once and remembered in secrets.json.
import { ROLE_NAMES, ROLES } from '#lib/catalog/roles.ts';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { STOP_SCOPE } from '#lib/contract/latch.ts';
import { letters, makeCredential } from '#lib/write/credential.ts';
import type { DataFolder } from './data-folder.ts';

export interface DemoAccount {
  email: string;
  name: string;
  roles: readonly string[];
  password: string;
  /** Base32, as an authenticator app takes it. */
  totpSecret: string;
  /** Personal access token for API and CLI. */
  token: string;
}

export interface Demo {
  accounts: DemoAccount[];
  /** API keys by scope. */
  apiKeys: Record<string, string>;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Without look-alikes: these are typed from a terminal. */
const EASY = 'abcdefghijkmnpqrstuvwxyz23456789';

/** What the demo needs, the same at every start of this data folder. */
export function demoOf(data: DataFolder): Demo {
  const kept = data.secrets.demo;
  const before = Object.keys(kept).length;
  const remember = (name: string, make: () => string): string => {
    kept[name] ??= make();
    return kept[name];
  };
  const accounts = ROLE_NAMES.map((role) => ({
    email: `${role}@bulkhead.example`,
    name: ROLES[role].label,
    roles: [role],
    password: remember(`${role}.password`, () => [5, 5, 5].map((length) => letters(EASY, length)).join('-')),
    totpSecret: remember(`${role}.totp`, () => letters(BASE32, 32)),
    token: remember(`${role}.token`, () => makeCredential('token')),
  }));
  const apiKeys = Object.fromEntries(
    [EDGE_SCOPE, EXECUTOR_SCOPE, STOP_SCOPE].map((scope) => [
      scope,
      remember(`key.${scope}`, () => makeCredential('key')),
    ]),
  );
  if (Object.keys(kept).length !== before) data.saveSecrets();
  return { accounts, apiKeys };
}
