// Every level as pressing it now would turn out, the press that holds with its drift, and what leaving it would set back.
import { z } from 'zod';
import { LEVELS, type Level } from '#lib/catalog/levels.ts';
import type { ChangeView, EffectView } from '#lib/contract/console.ts';
import type { DriftView, LevelsBody, LevelView, PressView } from '#lib/contract/levels.ts';
import type { Read } from '#lib/reads/read.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { capabilities } from '#lib/rules/changes/capabilities.ts';
import { type OpenStop, staysLatched } from '#lib/rules/changes/change-authority.ts';
import { addedViolations } from '#lib/rules/changes/cross-rules.ts';
import { directed } from '#lib/rules/changes/decide-change.ts';
import {
  afterPress,
  currentLevel,
  type Drift,
  driftOf,
  lostByPress,
  mayPress,
  planLeaving,
  wantedOf,
  wouldBreak,
} from '#lib/rules/changes/levels.ts';
import { applyChanges, asWanted, changesFor, type Matrix, type Wanted } from '#lib/rules/changes/matrix.ts';
import { mayChange } from '#lib/rules/may.ts';
import { ok } from '#lib/rules/result.ts';
import { openPress, type StoredPress } from '#lib/store/changes/levels.ts';
import { newestSnapshot, snapshotAt } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { changeSetViews } from './change-sets.ts';
import { levelSince } from './level-status.ts';

const input = z.strictObject({});

async function lastEffect(tx: Tx, level: Level): Promise<EffectView | null> {
  const press = await tx.levelPress.findFirst({
    where: { level: level.level, changeSetId: { not: null } },
    orderBy: { pressedAt: 'desc' },
  });
  if (!press?.changeSetId) return null;
  const [set] = await changeSetViews(tx, { id: press.changeSetId }, 1);
  return set?.effect ?? null;
}

/** The emergency stop that latches its switches, or null. */
async function latchOf(tx: Tx): Promise<OpenStop | null> {
  const row = await tx.emergencyStop.findFirst({ where: { restartedAt: null } });
  return row ? { id: row.id, settings: row.settings as OpenStop['settings'] } : null;
}

async function levelView(
  tx: Tx,
  level: Level,
  matrix: Matrix,
  stop: OpenStop | null,
  actor: Actor,
): Promise<LevelView> {
  const { level: number, name, title, means, triggers, losing = null } = level;
  const changes = changesFor(matrix, wantedOf(level)).map((change) => directed(change, { bundle: 'level' }));
  const may = mayPress(actor, level, matrix);
  const allowed = may.ok ? staysLatched(stop, changes, { bundle: 'level' }) : may;
  return {
    ...{ level: number, name, title, means, triggers, losing },
    changes,
    capabilities: capabilities(afterPress(matrix, level)),
    lost: lostByPress(matrix, level),
    heldBy: allowed.ok ? null : allowed.error.message,
    lastEffect: await lastEffect(tx, level),
  };
}

async function driftViews(tx: Tx, drift: readonly Drift[]): Promise<DriftView[]> {
  const rows = await tx.switchValue.findMany({
    where: { switch: { in: drift.map((one) => one.switch) }, symbol: '' },
    include: { changeSet: { select: { actorName: true, committedAt: true } } },
  });
  return drift.map((one) => {
    const set = rows.find((row) => row.switch === one.switch)?.changeSet;
    return {
      ...one,
      changedBy: set?.actorName ?? null,
      changedAt: set?.committedAt.toISOString() ?? null,
    };
  });
}

async function pressView(tx: Tx, press: StoredPress, matrix: Matrix): Promise<PressView> {
  return {
    ...{ id: press.id, level: press.level, pressedBy: press.pressedBy, reason: press.reason },
    pressedAt: press.pressedAt.toISOString(),
    changeSetId: press.changeSetId,
    observeUntil: press.observeUntil.toISOString(),
    confirmedAt: press.confirmedAt?.toISOString() ?? null,
    confirmedBy: press.confirmedName,
    drift: await driftViews(tx, driftOf(press.settings, matrix)),
  };
}

async function leavingOf(
  tx: Tx,
  press: StoredPress,
  matrix: Matrix,
  stop: OpenStop | null,
  now: Date,
  actor: Actor,
): Promise<NonNullable<LevelsBody['leaving']>> {
  const before = await snapshotAt(tx, press.before);
  const { requests, kept } = planLeaving(press.settings, before?.switches ?? matrix, matrix);
  const wanted = requests.map(asWanted);
  const changes: ChangeView[] = changesFor(matrix, wanted).map((change) => directed(change, {}));
  const request = await tx.changeRequest.findFirst({
    where: { subjectKind: 'level-press', subjectId: press.id, state: 'open', expiresAt: { gt: now } },
  });
  const refused = changes
    .map((change) => mayChange(actor, change.switch as Wanted['switch']))
    .concat(staysLatched(stop, changes, {}))
    .find((allowed) => !allowed.ok);
  // Changes that raise nothing are not held by a rule: decideChange warns of it.
  const raises = changes.some((change) => change.direction === 'raising');
  const added = raises ? addedViolations(matrix, applyChanges(matrix, changesFor(matrix, wanted))) : [];
  const broken = added.map((violation) => violation.sentence).join(' ') || null;
  return {
    changes,
    kept: await driftViews(tx, kept),
    request: request && { id: request.id, number: Number(request.number) },
    heldBy: refused && !refused.ok ? refused.error.message : broken && wouldBreak(broken),
  };
}

export const readLevels: Read<z.output<typeof input>, LevelsBody> = {
  action: 'read-levels',
  body: 'LevelsBody',
  input,
  run: async (tx, _query, actor) => {
    const now = await databaseNow(tx);
    const snapshot = await newestSnapshot(tx);
    const matrix = snapshot?.switches ?? {};
    const press = await openPress(tx);
    const stop = await latchOf(tx);
    return ok({
      now: now.toISOString(),
      epoch: snapshot?.epoch ?? 0,
      revision: snapshot?.revision ?? 0,
      current: currentLevel(matrix),
      since: await levelSince(tx, snapshot),
      levels: await Promise.all(LEVELS.map((level) => levelView(tx, level, matrix, stop, actor))),
      press: press ? await pressView(tx, press, matrix) : null,
      leaving: press ? await leavingOf(tx, press, matrix, stop, now, actor) : null,
    });
  },
};
