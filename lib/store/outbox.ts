// The outbox: notifications written with what they tell about, taken from it by one worker for each channel, in order.
import { randomUUID } from 'node:crypto';
import { NOTIFYING } from '#lib/catalog/on-call.ts';
import { goesTo, type Notice } from '#lib/rules/notice.ts';
import type { NoticeOutcome } from '#lib/rules/notice-outcome.ts';
import type { StoredChannel } from './channels.ts';
import type { Tx } from './client.ts';

/** 'outb': held from the first row to the commit, so that the order of `seq` is the order of what was told. */
const OUTBOX = 0x6f757462;

export interface Told {
  notice: Notice;
  /** Steps of the firing's chain that were told, this one included; 0 for what has no chain. */
  toldSteps: number;
}

/** Writes each notice for those of the channels that hear of it, in this transaction. Answers how many channels that are. */
export async function writeNotices(
  tx: Tx,
  channels: readonly StoredChannel[],
  told: readonly Told[],
  at: Date,
): Promise<number> {
  const rows = told.flatMap(({ notice, toldSteps }) =>
    channels
      .filter((channel) => goesTo(channel, notice, toldSteps))
      .map((channel) => ({
        ...{ id: randomUUID(), channel_id: channel.id, kind: notice.kind, content: notice },
        firing_id: 'firing' in notice ? notice.firing.id : null,
        call_id: 'page' in notice ? notice.page.callId : null,
      })),
  );
  if (rows.length === 0) return 0;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${OUTBOX}::bigint)`;
  await tx.$executeRaw`
    INSERT INTO notifications (id, channel_id, kind, content, firing_id, call_id, at, next_at)
    SELECT id, channel_id, kind, content, firing_id, call_id, ${at}, ${at}
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (id uuid, channel_id uuid, kind text,
      content jsonb, firing_id uuid, call_id uuid)) WITH ORDINALITY AS n (id, channel_id, kind, content, firing_id,
      call_id, place)
    ORDER BY place`;
  return new Set(rows.map(({ channel_id }) => channel_id)).size;
}

/** Channels whose next notification is due and that no worker holds. */
export async function dueChannels(tx: Tx): Promise<{ id: string }[]> {
  return tx.$queryRaw`/* due-channels */
    SELECT c.id FROM channels c CROSS JOIN LATERAL (
      SELECT n.next_at FROM notifications n WHERE n.channel_id = c.id AND n.state = 'waiting' ORDER BY n.seq LIMIT 1) head
    WHERE c.removed_at IS NULL AND head.next_at <= clock_timestamp()
      AND (c.leased_until IS NULL OR c.leased_until < clock_timestamp())`;
}

/** Becomes the worker of a channel; false while another is. */
export async function leaseChannel(tx: Tx, id: string, lease: string): Promise<boolean> {
  const taken = await tx.$executeRaw`
    UPDATE channels SET lease_id = ${lease}::uuid,
      leased_until = clock_timestamp() + make_interval(secs => ${NOTIFYING.leaseSeconds}::int)
    WHERE id = ${id}::uuid AND removed_at IS NULL AND (leased_until IS NULL OR leased_until < clock_timestamp())`;
  return taken === 1;
}

export async function releaseChannel(tx: Tx, id: string, lease: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE channels SET lease_id = NULL, leased_until = NULL WHERE id = ${id}::uuid AND lease_id = ${lease}::uuid`;
}

export interface Attempt {
  id: string;
  notice: Notice;
  at: Date;
  /** This one included. */
  attempts: number;
  ageSeconds: number;
  /** An earlier attempt may have arrived. */
  repeat: boolean;
}

export interface Begun {
  channel: StoredChannel;
  attempts: Attempt[];
  now: Date;
}

/**
 * Notes that the first of those that wait are about to be sent, before they are: a worker that dies now leaves it written
 * that they may have arrived. One for most channels; for Slack several, when more wait than it takes in time. Undefined
 * when nothing is due, or the channel is not this worker's any more.
 */
export async function beginAttempt(tx: Tx, channelId: string, lease: string): Promise<Begun | undefined> {
  const [channel] = await tx.$queryRaw<(StoredChannel & { now: Date })[]>`
    UPDATE channels SET leased_until = clock_timestamp() + make_interval(secs => ${NOTIFYING.leaseSeconds}::int)
    WHERE id = ${channelId}::uuid AND lease_id = ${lease}::uuid AND removed_at IS NULL
    RETURNING id, kind, name, sealed, shown, from_step AS "fromStep", version, clock_timestamp() AS now`;
  if (!channel) return undefined;
  const { now, ...stored } = channel;
  const most = await messageSize(tx, stored);
  const rows = await tx.$queryRaw<
    { id: string; content: Notice; at: Date; attempts: number; age: number; repeat: boolean; seq: bigint }[]
  >`
    WITH head AS (
      SELECT id, seq, next_at, maybe_arrived FROM notifications
      WHERE channel_id = ${channelId}::uuid AND state = 'waiting' ORDER BY seq LIMIT ${most} FOR UPDATE
    ), due AS (
      SELECT * FROM head WHERE (SELECT next_at FROM head ORDER BY seq LIMIT 1) <= clock_timestamp()
    )
    UPDATE notifications n SET attempts = n.attempts + 1, tried_at = clock_timestamp(), maybe_arrived = true
    FROM due WHERE n.id = due.id
    RETURNING n.id, n.content, n.at, n.attempts, n.seq, due.maybe_arrived AS repeat,
      extract(epoch FROM clock_timestamp() - n.at)::float8 AS age`;
  if (rows.length === 0) return undefined;
  rows.sort((a, b) => (a.seq < b.seq ? -1 : 1));
  return {
    ...{ channel: stored, now },
    attempts: rows.map(({ id, content, at, attempts, age, repeat }) => ({
      ...{ id, notice: content, at, attempts, ageSeconds: age, repeat },
    })),
  };
}

/** A message that was tried stays what it was: a repeat of it must be the same. */
async function messageSize(tx: Tx, { id, kind }: StoredChannel): Promise<number> {
  if (kind !== 'slack') return 1;
  const [row] = await tx.$queryRaw<{ waiting: number; repeated: number }[]>`
    SELECT count(*)::int AS waiting, count(*) FILTER (WHERE maybe_arrived)::int AS repeated FROM (
      SELECT maybe_arrived FROM notifications WHERE channel_id = ${id}::uuid AND state = 'waiting'
      ORDER BY seq LIMIT ${NOTIFYING.slackMostInOne}) head`;
  const { waiting = 0, repeated = 0 } = row ?? {};
  if (repeated > 0) return repeated;
  return waiting > NOTIFYING.slackFoldsAbove ? waiting : 1;
}

/** Notes what came of an attempt. What may have arrived once goes on being a repeat. */
export async function noteAttempt(
  tx: Tx,
  attempts: readonly Pick<Attempt, 'id' | 'repeat'>[],
  outcome: NoticeOutcome,
): Promise<void> {
  const ids = attempts.map(({ id }) => id);
  if (outcome.state === 'waiting') {
    const { afterSeconds, problem, maybeArrived } = outcome;
    const repeat = maybeArrived || attempts.some((one) => one.repeat);
    await tx.$executeRaw`
      UPDATE notifications SET problem = ${problem}, maybe_arrived = ${repeat},
        next_at = clock_timestamp() + make_interval(secs => ${afterSeconds}::float8)
      WHERE id = ANY(${ids}::uuid[]) AND state = 'waiting'`;
    return;
  }
  const problem = outcome.state === 'failed' ? outcome.problem : null;
  await tx.$executeRaw`
    UPDATE notifications SET state = ${outcome.state}, done_at = clock_timestamp(), problem = ${problem}
    WHERE id = ANY(${ids}::uuid[]) AND state = 'waiting'`;
}
