// A key of a machine as the Keys screen and a look-up show it: never more of it than its first characters.
import type { KeyView } from '#lib/contract/access.ts';
import type { StoredKey } from '#lib/store/access/keys.ts';

function stateOf({ revokedAt, over, replacedBy }: StoredKey): KeyView['state'] {
  if (revokedAt) return 'revoked';
  if (over) return 'expired';
  return replacedBy ? 'ending' : 'live';
}

export function keyView(key: StoredKey): KeyView {
  const { id, name, prefix, scopes, owner, createdBy, replacedBy, replaces } = key;
  return {
    ...{ id, name, prefix, scopes, owner, createdBy, replacedBy, replaces },
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    state: stateOf(key),
  };
}
