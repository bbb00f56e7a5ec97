// The demo's people and keys: one account per role and a second super admin, who approves; made at random once and remembered in secrets.json.
import { ROLE_NAMES, ROLES, type Role } from '#lib/catalog/roles.ts';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { STOP_SCOPE } from '#lib/contract/latch.ts';
import { WALLET_SCOPE, WITHDRAWALS_SCOPE } from '#lib/contract/withdrawals.ts';
import { letters, makeCredential } from '#lib/write/credential.ts';
import type { DataFolder } from './data-folder.ts';

export interface DemoAccount {
  email: string;
  name: string;
  roles: readonly Role[];
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

/** Who signs in, by the name of their secrets. Whatever a super admin asks for takes another one to approve. */
const PEOPLE: readonly { key: string; name: string; role: Role }[] = [
  ...ROLE_NAMES.map((role) => ({ key: role, name: ROLES[role].label, role })),
  { key: 'second_super_admin', name: 'Second super admin', role: 'super_admin' },
];

/** What the demo needs, the same at every start of this data folder. */
export function demoOf(data: DataFolder): Demo {
  const kept = data.secrets.demo;
  const before = Object.keys(kept).length;
  const remember = (name: string, make: () => string): string => {
    kept[name] ??= make();
    return kept[name];
  };
  const accounts = PEOPLE.map(({ key, name, role }) => ({
    email: `${key}@bulkhead.example`,
    name,
    roles: [role],
    password: remember(`${key}.password`, () => [5, 5, 5].map((length) => letters(EASY, length)).join('-')),
    totpSecret: remember(`${key}.totp`, () => letters(BASE32, 32)),
    token: remember(`${key}.token`, () => makeCredential('token')),
  }));
  const apiKeys = Object.fromEntries(
    [EDGE_SCOPE, EXECUTOR_SCOPE, STOP_SCOPE, ALERTS_SCOPE, WITHDRAWALS_SCOPE, WALLET_SCOPE].map((scope) => [
      scope,
      remember(`key.${scope}`, () => makeCredential('key')),
    ]),
  );
  if (Object.keys(kept).length !== before) data.saveSecrets();
  return { accounts, apiKeys };
}
