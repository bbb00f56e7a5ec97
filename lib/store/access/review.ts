// What the review of duties looks at: people who may sign in, keys and tokens that live, break-glass in the log.
import type { Environment } from '#lib/contract/console.ts';
import type { DutyReviewBody } from '#lib/contract/review.ts';
import type { Tx } from '#lib/store/client.ts';
import { secondFactors } from './people.ts';

export interface ReviewRow {
  id: string;
  name: string;
  email: string;
  roles: string[];
  /** How many they have set up. */
  secondFactors: number;
}

/** Everybody who is not disabled, by name. */
export async function reviewPeople(tx: Tx): Promise<{ environment: Environment; people: ReviewRow[] }> {
  const { environment } = await tx.installation.findFirstOrThrow();
  const rows = await tx.person.findMany({
    where: { disabledAt: null },
    include: { roles: true },
    orderBy: [{ name: 'asc' }, { email: 'asc' }],
  });
  const factors = await secondFactors(tx, rows);
  const people = rows.map(({ id, name, email, roles }) => ({
    ...{ id, name, email, roles: roles.map(({ role }) => role) },
    secondFactors: factors.get(id) ?? 0,
  }));
  return { environment: environment as Environment, people };
}

export interface CredentialRow {
  kind: 'token' | 'key';
  id: string;
  name: string;
  prefix: string;
  owner: string | null;
  ownerId: string | null;
  ownerDisabled: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** Keys and tokens that were not revoked, oldest first. */
export async function reviewCredentials(tx: Tx): Promise<CredentialRow[]> {
  const how = { where: { revokedAt: null }, orderBy: { createdAt: 'asc' } } as const;
  const keys = await tx.apiKey.findMany({ ...how, include: { owner: true } });
  const tokens = await tx.personalToken.findMany({ ...how, include: { person: true } });
  const rowOf = (
    kind: CredentialRow['kind'],
    {
      id,
      name,
      prefix,
      createdAt,
      expiresAt,
      lastUsedAt,
      revokedAt,
    }: (typeof keys)[number] | (typeof tokens)[number],
    owner: (typeof tokens)[number]['person'] | null,
  ): CredentialRow => ({
    ...{ kind, id, name, prefix, createdAt, expiresAt, lastUsedAt, revokedAt },
    ...{ owner: owner?.name ?? null, ownerId: owner?.id ?? null, ownerDisabled: owner?.disabledAt != null },
  });
  return [
    ...keys.map((key) => rowOf('key', key, key.owner)),
    ...tokens.map((token) => rowOf('token', token, token.person)),
  ];
}

/** The newest acts that skipped a second person, newest first. */
export async function breakGlassEntries(tx: Tx): Promise<DutyReviewBody['breakGlass']> {
  const rows = await tx.$queryRaw<
    {
      seq: bigint;
      at: Date;
      actor_kind: string;
      actor_id: string;
      actor_name: string;
      kind: string;
      subject: string;
      reason: string | null;
    }[]
  >`SELECT seq, at, actor_kind, actor_id, actor_name, kind, subject, reason FROM audit_log
    WHERE kind LIKE 'break-glass.%' ORDER BY seq DESC LIMIT 200`;
  return rows.map((row) => ({
    ...{
      seq: Number(row.seq),
      at: row.at.toISOString(),
      kind: row.kind,
      subject: row.subject,
      reason: row.reason,
    },
    actor: {
      kind: row.actor_kind as DutyReviewBody['breakGlass'][number]['actor']['kind'],
      ...{ id: row.actor_id, name: row.actor_name },
    },
  }));
}
