// A personal token as its owner and a reviewer see it: never more of it than its first characters.
import type { TokenView } from '#lib/contract/access.ts';
import type { StoredToken } from '#lib/store/access/tokens.ts';

export function tokenView(token: StoredToken): TokenView {
  const { id, name, prefix } = token;
  return {
    ...{ id, name, prefix },
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    state: token.revokedAt ? 'revoked' : token.expired ? 'expired' : 'live',
  };
}
