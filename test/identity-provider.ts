// A real identity provider (oidc-provider) on loopback for the end-to-end tests. Whoever signs in there says by their
// login what it vouches for: `ada.risk+audit` is Ada, in the groups risk and audit; `!` after the name leaves her address
// unverified.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface IdentityProvider {
  /** What the console needs to know of it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** What a login stands for. The subject stays the same when the groups change. */
function claimsOf(login: string) {
  const [, name = '', unverified, groups = ''] = /^([a-z]+)(!?)\.?([a-z+]*)$/.exec(login) ?? [];
  return {
    sub: name,
    name: `${name.charAt(0).toUpperCase()}${name.slice(1)} Provided`,
    email: `${name}@provider.example`,
    email_verified: unverified === '',
    groups: groups.split('+').filter((group) => group !== ''),
  };
}

/** `consoleUrl`: where it sends people back to. */
export async function startIdentityProvider(consoleUrl: string): Promise<IdentityProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const client = { client_id: 'bulkhead', client_secret: randomBytes(24).toString('hex') };
  const provider = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: [`${consoleUrl}/api/auth/callback/oidc`] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    findAccount: (_context: unknown, login: string) => ({
      accountId: login,
      claims: async () => claimsOf(login),
    }),
  });
  server.on('request', provider.callback());
  return {
    environment: {
      BULKHEAD_OIDC_ISSUER: issuer,
      BULKHEAD_OIDC_CLIENT_ID: client.client_id,
      BULKHEAD_OIDC_CLIENT_SECRET: client.client_secret,
      BULKHEAD_OIDC_NAME: 'Exchange login',
      BULKHEAD_OIDC_ROLES: 'risk=risk_manager, audit=auditor',
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
