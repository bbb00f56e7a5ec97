// Signing in through an identity provider (OpenID Connect): its environment variables, whole or not at all.
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import {
  type Env,
  EnvError,
  type EnvSource,
  httpUrl,
  readEnv,
  secret,
  text,
  variable,
} from '#lib/process/env.ts';

const known: ReadonlySet<string> = new Set(ROLE_NAMES);

/** `group=role+role, other group=role` as an object; undefined when it is anything else. */
export function parseGroupRoles(value: string): Record<string, Role[]> | undefined {
  const rolesOf: Record<string, Role[]> = {};
  for (const part of value.split(',')) {
    const [, group = '', names = ''] = /^\s*([^=,]+?)\s*=\s*([a-z_+\s]+?)\s*$/.exec(part) ?? [];
    const roles = names.split('+').map((name) => name.trim());
    if (group === '' || Object.hasOwn(rolesOf, group) || !roles.every((role) => known.has(role)))
      return undefined;
    Object.defineProperty(rolesOf, group, { value: roles, enumerable: true });
  }
  return rolesOf;
}

export const OIDC_VARIABLES = {
  BULKHEAD_OIDC_ISSUER: httpUrl().optional(),
  BULKHEAD_OIDC_CLIENT_ID: text().optional(),
  BULKHEAD_OIDC_CLIENT_SECRET: secret(text()).optional(),
  BULKHEAD_OIDC_NAME: text().default('single sign-on'),
  BULKHEAD_OIDC_SCOPE: text().default('openid email profile'),
  BULKHEAD_OIDC_GROUPS_CLAIM: text().default('groups'),
  BULKHEAD_OIDC_ROLES: variable(
    'a list such as "risk team=risk_manager, leads=risk_manager+super_admin" of the provider’s groups and roles here',
    parseGroupRoles,
  ).optional(),
};

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  scope: string;
  groupsClaim: string;
  rolesOf: Readonly<Record<string, readonly Role[]>>;
}

const NEEDED = [
  'BULKHEAD_OIDC_ISSUER',
  'BULKHEAD_OIDC_CLIENT_ID',
  'BULKHEAD_OIDC_CLIENT_SECRET',
  'BULKHEAD_OIDC_ROLES',
] as const;

/** A sentence for each variable that is missing beside those that are set. */
export function oidcProblems(env: Env<typeof OIDC_VARIABLES>): string[] {
  if (NEEDED.every((name) => env[name] === undefined)) return [];
  return NEEDED.filter((name) => env[name] === undefined).map(
    (name) => `${name} is not set. To sign in through an identity provider it is needed beside the others.`,
  );
}

/** Undefined where people sign in here only. Throws EnvError when it is set up by halves. */
export function oidcSettings(source: EnvSource = process.env): OidcSettings | undefined {
  const env = readEnv(OIDC_VARIABLES, source);
  const problems = oidcProblems(env);
  if (problems.length > 0) throw new EnvError(problems);
  const { BULKHEAD_OIDC_ISSUER: issuer, BULKHEAD_OIDC_CLIENT_ID: clientId } = env;
  const { BULKHEAD_OIDC_CLIENT_SECRET: clientSecret, BULKHEAD_OIDC_ROLES: rolesOf } = env;
  if (!issuer || !clientId || !clientSecret || !rolesOf) return undefined;
  return {
    ...{ issuer, clientId, clientSecret, rolesOf },
    name: env.BULKHEAD_OIDC_NAME,
    scope: env.BULKHEAD_OIDC_SCOPE,
    groupsClaim: env.BULKHEAD_OIDC_GROUPS_CLAIM,
  };
}
