// Where notifications go: Slack, PagerDuty, signed webhooks. Addresses and keys are sealed; only their host may be shown.
import type { ChannelKind } from '#lib/catalog/on-call.ts';
import { open, seal } from '#lib/store/access/secret-box.ts';
import type { Tx } from '#lib/store/client.ts';

/** What a channel of each kind needs. */
export interface ChannelSecrets {
  slack: { url: string };
  pagerduty: {
    routingKey: string;
    eventsUrl: string;
    apiUrl: string;
    /** To ask who a user is; null when nobody gave one. */
    apiToken: string | null;
    /** Of the webhook subscription, to check what comes back; null when nothing does. */
    signingSecret: string | null;
  };
  webhook: { url: string; secret: string };
}

export type Secrets = { [Kind in ChannelKind]: { kind: Kind } & ChannelSecrets[Kind] }[ChannelKind];

const PURPOSE = 'channel';

export function sealSecrets(secrets: Secrets): string {
  return seal(PURPOSE, JSON.stringify(secrets));
}

/** Undefined when they were sealed under another NEXTAUTH_SECRET: then they have to be given anew. */
export function openSecrets(sealed: string): Secrets | undefined {
  let text: string;
  try {
    text = open(PURPOSE, sealed);
  } catch {
    return undefined;
  }
  return JSON.parse(text) as Secrets;
}

export interface StoredChannel {
  id: string;
  kind: ChannelKind;
  name: string;
  sealed: string;
  shown: string;
  fromStep: number;
  version: number;
}

/** 'chan': one change of the list at a time. */
const CHANNELS = 0x6368616e;

const COLUMNS = {
  id: true,
  kind: true,
  name: true,
  sealed: true,
  shown: true,
  fromStep: true,
  version: true,
} as const;

/** Those that are in use, in the order in which they were made. */
export async function listChannels(tx: Tx): Promise<StoredChannel[]> {
  const rows = await tx.channel.findMany({
    where: { removedAt: null },
    orderBy: [{ madeAt: 'asc' }, { id: 'asc' }],
    select: COLUMNS,
  });
  return rows.map((row) => ({ ...row, kind: row.kind as ChannelKind }));
}

export async function lockChannels(tx: Tx): Promise<StoredChannel[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHANNELS}::bigint)`;
  return listChannels(tx);
}

/** Undefined when there is none, or it was removed. */
export async function channelById(tx: Tx, id: string): Promise<StoredChannel | undefined> {
  const row = await tx.channel.findFirst({ where: { id, removedAt: null }, select: COLUMNS });
  return row ? { ...row, kind: row.kind as ChannelKind } : undefined;
}

export type ChannelFields = Omit<StoredChannel, 'id' | 'version'>;

export async function insertChannel(
  tx: Tx,
  channel: ChannelFields & { id: string; at: Date; by: string },
): Promise<void> {
  const { at, by, ...fields } = channel;
  await tx.channel.create({ data: { ...fields, madeAt: at, madeBy: by } });
}

/** False when somebody changed or removed it since. */
export async function updateChannel(
  tx: Tx,
  { id, version }: Pick<StoredChannel, 'id' | 'version'>,
  fields: Pick<StoredChannel, 'name' | 'sealed' | 'shown' | 'fromStep'>,
): Promise<boolean> {
  const { count } = await tx.channel.updateMany({
    where: { id, version, removedAt: null },
    // What was wrong with the old address says nothing of the new one.
    data: { ...fields, version: { increment: 1 }, restsUntil: null, troubles: 0 },
  });
  return count === 1;
}

/** Ends it: what waits for it is not sent any more, and says so. False when somebody changed it since. */
export async function endChannel(
  tx: Tx,
  { id, version }: Pick<StoredChannel, 'id' | 'version'>,
  by: string,
  at: Date,
): Promise<boolean> {
  const { count } = await tx.channel.updateMany({
    where: { id, version, removedAt: null },
    data: { removedAt: at, removedBy: by, version: { increment: 1 } },
  });
  if (count !== 1) return false;
  await tx.notification.updateMany({
    where: { channelId: id, state: 'waiting' },
    data: { state: 'failed', doneAt: at, problem: 'The channel was removed before it was sent.' },
  });
  return true;
}
