// What is told of a firing: each change of it writes its notifications in the same transaction.
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { recipientsOf } from '#lib/rules/alerts/chain-recipients.ts';
import { escalationAhead } from '#lib/rules/alerts/firing.ts';
import type { FiringOf, Notice } from '#lib/rules/alerts/notice.ts';
import type { Taken } from '#lib/rules/alerts/take-deliveries.ts';
import { listChannels } from '#lib/store/alerts/channels.ts';
import type { Confirmations, StormActs } from '#lib/store/alerts/firing-storms.ts';
import {
  changeFiring,
  type FiringChange,
  type StoredFiring,
  toldFirings,
} from '#lib/store/alerts/firings.ts';
import { type Told, writeNotices } from '#lib/store/alerts/outbox.ts';
import { crewOf, onCallOf } from '#lib/store/alerts/rota.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { auditActor } from '#lib/write/audit-actor.ts';

function tellable(firing: Pick<StoredFiring, keyof FiringOf>): FiringOf {
  const { id, number, title, alert, priority, drill, firedAt } = firing;
  return { id, number, title, alert, priority, drill, firedAt: firedAt.toISOString() };
}

/** The steps of the chain that this change tells, each with whom. */
async function stepNotices(
  tx: Tx,
  firing: StoredFiring,
  told: number,
  now: Date,
): Promise<(Notice & { kind: 'alert.escalated' })[]> {
  const steps = escalationAhead(firing, firing.told).filter(({ step }) => step < told);
  if (steps.length === 0) return [];
  const crew = await crewOf(tx);
  const { personId } = await onCallOf(tx, now);
  return steps.flatMap(({ step }) => {
    const entry = ESCALATION[step];
    if (!entry) return [];
    const { told: people, nobodyOnCall } = recipientsOf(entry, crew, personId);
    return [
      {
        ...{ kind: 'alert.escalated' as const, firing: tellable(firing), step, why: entry.why, nobodyOnCall },
        told: people.map(({ name, as }) => ({ name, as })),
      },
    ];
  });
}

/** What happened to a firing, with the names of those who did it. */
interface Happened {
  confirmed?: { at: Date; by: string } | undefined;
  acted?: { at: Date; by: string } | undefined;
  effectiveAt?: Date | undefined;
  resolved?: { at: Date; by: string | null } | undefined;
}

function noticesOf(firing: FiringOf, { confirmed, acted, effectiveAt, resolved }: Happened): Notice[] {
  const said = <By>({ at, by }: { at: Date; by: By }) => ({ firing, by, at: at.toISOString() });
  return [
    ...(confirmed ? [{ kind: 'alert.confirmed' as const, ...said(confirmed) }] : []),
    ...(acted ? [{ kind: 'alert.acted' as const, ...said(acted) }] : []),
    ...(effectiveAt ? [{ kind: 'alert.effective' as const, firing, at: effectiveAt.toISOString() }] : []),
    ...(resolved ? [{ kind: 'alert.resolved' as const, ...said(resolved) }] : []),
  ];
}

/** What nobody heard of while nobody was told that it fired: Bulkhead may have confirmed it before its chain began. */
function happenedBefore({ confirmedAt, confirmedBy, effectiveAt }: StoredFiring): Happened {
  return {
    confirmed: confirmedAt && confirmedBy ? { at: confirmedAt, by: confirmedBy.name } : undefined,
    effectiveAt: effectiveAt ?? undefined,
  };
}

function happenedNow({ confirmed, acted, effectiveAt, resolved }: FiringChange, by: string): Happened {
  return {
    confirmed: confirmed && { at: confirmed.at, by: confirmed.by.name },
    acted: acted && { at: acted.at, by: acted.by.name },
    effectiveAt,
    resolved: resolved && { at: resolved.at, by },
  };
}

/** A P0 is told of from the first step of its chain on; what happens before that is told with it. */
function isTold({ priority, told }: Pick<StoredFiring, 'priority' | 'told'>): boolean {
  return priority !== 'P0' || told > 0;
}

/** `changeFiring`, and whoever has to hear of it is told. */
export async function changeAndTell(
  tx: Tx,
  firing: StoredFiring,
  change: FiringChange,
  actor: Actor,
): Promise<boolean> {
  if (!(await changeFiring(tx, firing, change))) return false;
  const told = change.told ?? firing.told;
  const channels = isTold({ ...firing, told }) ? await listChannels(tx) : [];
  if (channels.length === 0) return true;
  const now = await databaseNow(tx);
  const steps = change.told === undefined ? [] : await stepNotices(tx, firing, change.told, now);
  const before = isTold(firing) ? {} : happenedBefore(firing);
  const happened = [before, happenedNow(change, auditActor(actor).name)];
  const notices: Told[] = [
    ...steps.map((notice) => ({ notice, toldSteps: notice.step + 1 })),
    ...happened
      .flatMap((one) => noticesOf(tellable(firing), one))
      .map((notice) => ({ notice, toldSteps: told })),
  ];
  await writeNotices(tx, channels, notices, now);
  return true;
}

/** Of firings to which something happened together; what, is asked for each. */
async function tellTogether(
  tx: Tx,
  ids: readonly string[],
  happenedTo: (id: string) => Happened,
): Promise<void> {
  const channels = await listChannels(tx);
  if (channels.length === 0) return;
  const notices = (await toldFirings(tx, ids))
    .filter(isTold)
    .flatMap((firing) =>
      noticesOf(tellable(firing), happenedTo(firing.id)).map(
        (notice): Told => ({ notice, toldSteps: firing.told }),
      ),
    );
  await writeNotices(tx, channels, notices, await databaseNow(tx));
}

/** Of firings that were confirmed together. After they are written. */
export async function tellConfirmed(tx: Tx, { at, by, rows }: Confirmations): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tellTogether(tx, ids, () => ({ confirmed: { at, by: by.name } }));
}

/** Of firings that one press acted for. After they are written. */
export async function tellActed(tx: Tx, { at, by, effectiveAt, rows }: StormActs): Promise<void> {
  const confirmed = new Set(rows.filter(({ confirms }) => confirms).map(({ id }) => id));
  const said = { at, by: by.name };
  await tellTogether(
    tx,
    rows.map(({ id }) => id),
    (id) => ({
      confirmed: confirmed.has(id) ? said : undefined,
      ...{ acted: said, effectiveAt: effectiveAt ?? undefined },
    }),
  );
}

/** Of deliveries that were taken: P1s that fired, and everything that ended and was told of. After they are written. */
export async function tellTaken(
  tx: Tx,
  { fired, resolved, now }: Pick<Taken, 'fired' | 'resolved'> & { now: Date },
): Promise<void> {
  const ended = new Map(resolved.map(({ id, resolvedAt }) => [id, resolvedAt]));
  const begun = fired.filter(({ priority, resolvedAt }) => priority !== 'P0' && resolvedAt === null);
  const ids = [...begun.map(({ id }) => id), ...ended.keys()];
  const channels = ids.length > 0 ? await listChannels(tx) : [];
  if (channels.length === 0) return;
  const stored = (await toldFirings(tx, ids)).filter(isTold);
  const notices = stored.map((firing): Told => {
    const at = ended.get(firing.id);
    const notice: Notice = at
      ? { kind: 'alert.resolved', firing: tellable(firing), by: null, at: at.toISOString() }
      : { kind: 'alert.fired', firing: tellable(firing) };
    return { notice, toldSteps: firing.told };
  });
  await writeNotices(tx, channels, notices, now);
}
