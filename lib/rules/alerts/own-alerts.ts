// What is wrong with Bulkhead itself now, and what it says of that: the words in which everybody else tells of alerts.
import { hash } from 'node:crypto';
import type { OwnAlert } from '#lib/catalog/alerts/own.ts';
import type { AlertKey } from '#lib/catalog/alerts.ts';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { releaseName } from '#lib/catalog/releases.ts';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { EffectView } from '#lib/contract/console.ts';

/** What Bulkhead knows of itself at a moment of the database. */
export interface OwnFacts {
  /** Changes that missed their time budget: lately, or an alert of which is open. */
  missed: readonly {
    changeSetId: string;
    revision: number;
    dueAt: Date;
    effect: EffectView;
    effectiveAt: Date | null;
  }[];
  /** Counted instances that were not heard for too long. */
  silent: readonly { id: string; service: string; since: Date }[];
  /** Counted instances that hold a revision which the matrix never had. */
  ahead: readonly { id: string; position: string }[];
  /** Switches whose stored value is not the published one. */
  differing: readonly string[];
  broken: { seq: number; why: string } | null;
  unreviewed: readonly { id: string; incident: string; by: string; at: Date }[];
  passed: readonly { id: string; switch: string; symbol: string | null; owner: string; until: Date }[];
  /** The level that was pressed, where something of it was changed since. */
  drift: { pressId: string; level: number; switches: readonly string[] } | null;
  silentPipelines: readonly { name: string; since: Date }[];
  /** Guards of canaries that are under way which have no usable sample, and since when. */
  blindGuards: readonly { runId: string; number: number; guards: readonly string[]; since: Date }[];
  /** Of releases: what people have to look at. */
  releases: readonly {
    what: 'failing' | 'rolled-back' | 'blind';
    number: number;
    version: string;
    why: string;
    since: Date | null;
    endedAt: Date | null;
  }[];
  /** Withdrawals of which the wallet says what contradicts what is known. */
  contradicted: readonly { id: string; number: number; state: string; outcome: string; at: Date }[];
}

/** One thing that is wrong, or was and is over by now. */
export interface Wrong {
  alert: OwnAlert;
  /** What tells it from others of its alert. */
  what: string;
  /** When it began, where that is known; else when it was first seen. */
  since: Date | null;
  /** Told once, whatever becomes of it: a budget is missed once, and somebody may have said that a silence is over. */
  once?: true;
  /** When it was over, where that is known. */
  endedAt?: Date | null;
  labels: Readonly<Record<string, string>>;
  summary: string;
}

/** The newest firing of a fingerprint. */
export interface KnownOwn {
  alert: string;
  fingerprint: string;
  startsAt: Date;
  resolvedAt: Date | null;
}

function late({ effect, revision }: OwnFacts['missed'][number]): string {
  const { applied, expected, budgetMs, lagging, slowestInstance } = effect;
  const who = lagging.length > 0 ? lagging.map(({ id }) => id).join(', ') : slowestInstance;
  return `Revision ${revision}: ${applied} of ${expected} instances, budget ${budgetMs.toLocaleString('en-US')} ms; late: ${who}`;
}

export function wrongsOf(facts: OwnFacts): Wrong[] {
  const { broken, drift } = facts;
  return [
    ...facts.missed.map(
      (one): Wrong => ({
        ...{ alert: 'propagation-slow', what: one.changeSetId, since: one.dueAt },
        ...{ once: true, endedAt: one.effectiveAt },
        labels: { revision: String(one.revision), change_set: one.changeSetId },
        summary: late(one),
      }),
    ),
    ...facts.silent.map(
      ({ id, service, since }): Wrong => ({
        ...{ alert: 'instance-silent', what: id, since, labels: { instance: id, service } },
        summary: `Nothing is heard of ${id} since ${since.toISOString()}`,
      }),
    ),
    ...facts.ahead.map(
      ({ id, position }): Wrong => ({
        ...{ alert: 'config-drift', what: `instance ${id}`, since: null, labels: { instance: id, position } },
        summary: `${id} holds revision ${position}, which the matrix never had`,
      }),
    ),
    ...facts.differing.map(
      (name): Wrong => ({
        ...{ alert: 'config-drift', what: `switch ${name}`, since: null, labels: { switch: name } },
        summary: `${name} is stored with another value than was published`,
      }),
    ),
    ...(broken
      ? [
          {
            ...{ alert: 'audit-broken' as const, what: String(broken.seq), since: null },
            ...{ labels: { entry: String(broken.seq) }, summary: broken.why },
          },
        ]
      : []),
    ...facts.unreviewed.map(
      ({ id, incident, by, at }): Wrong => ({
        ...{ alert: 'break-glass', what: id, since: at, labels: { incident, by } },
        summary: `${by} used break-glass for ${incident}`,
      }),
    ),
    ...facts.passed.map(
      ({ id, switch: name, symbol, owner, until }): Wrong => ({
        ...{ alert: 'deadline-passed', what: id, since: until },
        labels: { switch: name, owner, ...(symbol === null ? {} : { market: symbol }) },
        summary: `${owner} was to look at ${name} by ${until.toISOString()}`,
      }),
    ),
    ...(drift
      ? [
          {
            ...{ alert: 'level-drift' as const, what: drift.pressId, since: null },
            labels: { level: String(drift.level) },
            summary: `Level ${drift.level} was pressed, and since then changed: ${drift.switches.join(', ')}`,
          },
        ]
      : []),
    ...facts.blindGuards.map(
      ({ runId, number, guards, since }): Wrong => ({
        ...{ alert: 'canary-blind', what: runId, since, labels: { canary: canaryName(number) } },
        summary: `${canaryName(number)} is not guarded by: ${guards.join(', ')}`,
      }),
    ),
    ...facts.silentPipelines.map(
      ({ name, since }): Wrong => ({
        ...{ alert: 'pipeline-silent', what: name, since, once: true, labels: { pipeline: name } },
        summary: `The heartbeat of ${name} does not arrive`,
      }),
    ),
    ...facts.releases.map(
      ({ what, number, version, why, since, endedAt }): Wrong => ({
        ...{ alert: `release-${what}` as const, what: releaseName(number), since },
        // A rollback is told once; the other two hold as long as they hold.
        ...(what === 'rolled-back' ? { once: true as const, endedAt } : {}),
        labels: { release: releaseName(number), version },
        summary: `${releaseName(number)}, ${version}: ${why}`,
      }),
    ),
    ...facts.contradicted.map(
      ({ id, number, state, outcome, at }): Wrong => ({
        ...{ alert: 'withdrawal-contradicted', what: id, since: at, once: true },
        labels: { withdrawal: withdrawalName(number) },
        summary: `${withdrawalName(number)} is known as ${state}, and the wallet says that it was ${outcome}`,
      }),
    ),
  ];
}

/** Plain characters, however it is called, and the same each time. */
export function fingerprintOf({ alert, what }: Pick<Wrong, 'alert' | 'what'>): string {
  return `${alert}:${/^[\x21-\x7e]{1,100}$/.test(what) ? what : hash('sha256', what, 'hex')}`;
}

/** An alert as Alertmanager words it. */
export interface Told {
  status: 'firing' | 'resolved';
  fingerprint: string;
  startsAt: string;
  endsAt: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

const NOT_OVER = '0001-01-01T00:00:00Z';

function told(wrong: Wrong, startsAt: Date, endedAt: Date | null): Told {
  const { alert, labels, summary } = wrong;
  return {
    status: endedAt === null ? 'firing' : 'resolved',
    fingerprint: fingerprintOf(wrong),
    ...{ startsAt: startsAt.toISOString(), endsAt: endedAt?.toISOString() ?? NOT_OVER },
    labels: { alertname: alert, bulkhead_alert: alert, ...labels },
    annotations: { summary },
  };
}

/** When it begins as an occurrence of its own: what came again counts from now, not from its first time. */
function beginning({ since }: Wrong, known: KnownOwn | undefined, now: Date): Date {
  return since === null || (known !== undefined && since <= known.startsAt) ? now : since;
}

/**
 * What there is to say: what is wrong and not open yet, and what is open and not wrong any more. Of alerts that are not in
 * `judged`, nothing: whether they hold is not known at this moment.
 */
export function tellings(
  wrongs: readonly Wrong[],
  known: readonly KnownOwn[],
  now: Date,
  judged: ReadonlySet<string>,
): Told[] {
  const newest = new Map(known.map((one) => [one.fingerprint, one]));
  const seen = wrongs.filter(({ alert }) => judged.has(alert));
  const begun = seen.filter((wrong) => {
    const before = newest.get(fingerprintOf(wrong));
    if (before === undefined) return true;
    const same = wrong.once === true && wrong.since !== null && wrong.since <= before.startsAt;
    return before.resolvedAt !== null && !same;
  });
  const going = new Map(seen.map((wrong) => [fingerprintOf(wrong), wrong]));
  const over = known.filter((one) => {
    const wrong = going.get(one.fingerprint);
    return (
      one.resolvedAt === null &&
      judged.has(one.alert) &&
      (wrong === undefined || wrong.endedAt instanceof Date)
    );
  });
  return [
    ...begun.map((wrong) =>
      told(wrong, beginning(wrong, newest.get(fingerprintOf(wrong)), now), wrong.endedAt ?? null),
    ),
    ...over.map(({ alert, fingerprint, startsAt }): Told => {
      const endedAt = going.get(fingerprint)?.endedAt ?? now;
      return {
        ...{ status: 'resolved', fingerprint, startsAt: startsAt.toISOString() },
        ...{ endsAt: endedAt.toISOString(), annotations: {} },
        labels: { alertname: alert, bulkhead_alert: alert },
      };
    }),
  ];
}

/** Alertmanager left `count` alerts out of this delivery: nobody here knows which. */
export function toldOfLost(deliveryId: bigint, count: number, at: Date): Told {
  const wrong: Wrong = {
    ...{
      alert: 'alerts-lost',
      what: String(deliveryId),
      since: at,
      labels: { delivery: String(deliveryId) },
    },
    summary: `Alertmanager left ${count.toLocaleString('en-US')} alerts out of a delivery`,
  };
  return told(wrong, at, null);
}

/** An exercise: as if this alert fired, marked as what it is. */
export function toldOfDrill(
  id: string,
  { alert, symbol, by }: { alert: AlertKey; symbol: string | null; by: string },
  at: Date,
): Told {
  return {
    ...{ status: 'firing', fingerprint: `drill:${id}`, startsAt: at.toISOString(), endsAt: NOT_OVER },
    labels: {
      ...{ alertname: alert, bulkhead_alert: alert, bulkhead_drill: 'true' },
      ...(symbol === null ? {} : { symbol }),
    },
    annotations: { summary: `A drill that ${by} began` },
  };
}
