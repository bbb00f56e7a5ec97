// The outbox: notifications written with what they tell about, taken from it by one worker for each channel, lane by lane.
import { randomUUID } from 'node:crypto';
import { NOTIFYING } from '#lib/catalog/on-call.ts';
import { goesTo, type Notice } from '#lib/rules/alerts/notice.ts';
import { laneOf, roomFor, type Urgency, urgencyOf } from '#lib/rules/alerts/notice-order.ts';
import type { ChannelRest, NoticeOutcome } from '#lib/rules/alerts/notice-outcome.ts';
import type { Tx } from '#lib/store/client.ts';
import { Prisma } from '#lib/store/generated/client.ts';
import type { StoredChannel } from './channels.ts';

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
        ...{ lane: laneOf(channel.kind, notice), urgency: urgencyOf(notice) },
      })),
  );
  if (rows.length === 0) return 0;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${OUTBOX}::bigint)`;
  await tx.$executeRaw`
    INSERT INTO notifications (id, channel_id, kind, content, firing_id, call_id, lane, urgency, at, next_at)
    SELECT id, channel_id, kind, content, firing_id, call_id, lane, urgency, ${at}, ${at}
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (id uuid, channel_id uuid, kind text,
      content jsonb, firing_id uuid, call_id uuid, lane text, urgency smallint)) WITH ORDINALITY AS n (id, channel_id,
      kind, content, firing_id, call_id, lane, urgency, place)
    ORDER BY place`;
  return new Set(rows.map(({ channel_id }) => channel_id)).size;
}

/** Of `n`: due, and the first of its lane that waits. */
const READY = Prisma.sql`n.state = 'waiting' AND n.next_at <= clock_timestamp() AND NOT EXISTS (
  SELECT 1 FROM notifications earlier WHERE earlier.channel_id = n.channel_id AND earlier.lane = n.lane
    AND earlier.state = 'waiting' AND earlier.seq < n.seq)`;

/** Channels that do not rest, that no worker holds, and of which one notification is due. */
export async function dueChannels(tx: Tx): Promise<{ id: string }[]> {
  return tx.$queryRaw`/* due-channels */
    SELECT c.id FROM channels c
    WHERE c.removed_at IS NULL AND (c.leased_until IS NULL OR c.leased_until < clock_timestamp())
      AND (c.rests_until IS NULL OR c.rests_until <= clock_timestamp())
      AND EXISTS (SELECT 1 FROM notifications n WHERE n.channel_id = c.id AND ${READY})`;
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
  /** Since it was written, or since somebody had it sent again. */
  ageSeconds: number;
  /** An earlier attempt may have arrived. */
  repeat: boolean;
}

export interface Begun {
  channel: StoredChannel;
  lane: string;
  urgency: Urgency;
  attempts: Attempt[];
  now: Date;
  /** Answers of the channel in a row that were none. */
  troubles: number;
}

/** What this worker is sending to the channel at this moment. */
export type UnderWay = Pick<Begun, 'lane' | 'urgency'>;

/**
 * Notes that the first of the most pressing lane is about to be sent, before it is: a worker that dies now leaves it written
 * that it may have arrived. One for most channels; for Slack several, when more wait than it takes in time. Undefined
 * when nothing is due beside what is under way, the channel rests, or it is not this worker's any more.
 */
export async function beginAttempt(
  tx: Tx,
  channelId: string,
  lease: string,
  underWay: readonly UnderWay[],
): Promise<Begun | undefined> {
  const [channel] = await tx.$queryRaw<(StoredChannel & { now: Date; troubles: number; rests: boolean })[]>`
    UPDATE channels SET leased_until = clock_timestamp() + make_interval(secs => ${NOTIFYING.leaseSeconds}::int)
    WHERE id = ${channelId}::uuid AND lease_id = ${lease}::uuid AND removed_at IS NULL
    RETURNING id, kind, name, sealed, shown, from_step AS "fromStep", version, clock_timestamp() AS now, troubles,
      coalesce(rests_until > clock_timestamp(), false) AS rests`;
  if (!channel || channel.rests) return undefined;
  const { now, troubles, rests: _rests, ...stored } = channel;
  const least = roomFor(stored.kind, troubles, underWay);
  if (least === null) return undefined;
  const [head] = await tx.$queryRaw<UnderWay[]>`
    SELECT n.lane, n.urgency::int FROM notifications n
    WHERE n.channel_id = ${channelId}::uuid AND ${READY} AND n.urgency <= ${least}::smallint
      AND n.lane <> ALL(${underWay.map(({ lane }) => lane)}::text[])
    ORDER BY n.urgency, n.seq LIMIT 1`;
  if (!head) return undefined;
  const attempts = await beginLane(tx, stored, head.lane);
  return attempts.length === 0 ? undefined : { channel: stored, ...head, attempts, now, troubles };
}

async function beginLane(tx: Tx, channel: StoredChannel, lane: string): Promise<Attempt[]> {
  const most = await messageSize(tx, channel, lane);
  const rows = await tx.$queryRaw<
    { id: string; content: Notice; at: Date; attempts: number; age: number; repeat: boolean; seq: bigint }[]
  >`
    WITH due AS (
      SELECT id, maybe_arrived FROM notifications
      WHERE channel_id = ${channel.id}::uuid AND lane = ${lane} AND state = 'waiting' ORDER BY seq LIMIT ${most} FOR UPDATE
    )
    UPDATE notifications n SET attempts = n.attempts + 1, tried_at = clock_timestamp(), maybe_arrived = true
    FROM due WHERE n.id = due.id
    RETURNING n.id, n.content, n.at, n.attempts, n.seq, due.maybe_arrived AS repeat,
      extract(epoch FROM clock_timestamp() - coalesce(n.again_at, n.at))::float8 AS age`;
  rows.sort((a, b) => (a.seq < b.seq ? -1 : 1));
  return rows.map(({ id, content, at, attempts, age, repeat }) => ({
    ...{ id, notice: content, at, attempts, ageSeconds: age, repeat },
  }));
}

/** A message that was tried stays what it was: a repeat of it must be the same. */
async function messageSize(tx: Tx, { id, kind }: StoredChannel, lane: string): Promise<number> {
  if (kind !== 'slack') return 1;
  const [row] = await tx.$queryRaw<{ waiting: number; repeated: number }[]>`
    SELECT count(*)::int AS waiting, count(*) FILTER (WHERE maybe_arrived)::int AS repeated FROM (
      SELECT maybe_arrived FROM notifications WHERE channel_id = ${id}::uuid AND lane = ${lane} AND state = 'waiting'
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
  const [problem, maybeArrived] =
    outcome.state === 'failed' ? [outcome.problem, outcome.maybeArrived] : [null, true];
  const repeat = maybeArrived || attempts.some((one) => one.repeat);
  await tx.$executeRaw`
    UPDATE notifications SET state = ${outcome.state}, done_at = clock_timestamp(), problem = ${problem},
      maybe_arrived = ${repeat}
    WHERE id = ANY(${ids}::uuid[]) AND state = 'waiting'`;
}

/** Notes what an answer says of the channel. Answers that come together count as one trouble, and none ends a longer rest. */
export async function noteRest(
  tx: Tx,
  channelId: string,
  { troubles, restSeconds }: ChannelRest,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE channels SET
      troubles = CASE WHEN ${troubles}::int = 0 THEN 0 ELSE greatest(troubles, ${troubles}::int) END,
      rests_until = CASE WHEN ${troubles}::int = 0 THEN rests_until
        ELSE greatest(rests_until, clock_timestamp() + make_interval(secs => ${restSeconds}::float8)) END
    WHERE id = ${channelId}::uuid AND (troubles <> 0 OR ${troubles}::int <> 0)`;
}
