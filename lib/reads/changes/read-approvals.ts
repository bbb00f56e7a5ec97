// Everything that waits for a second person or for its owner: change requests with their differences, break-glass, deadlines.
import { z } from 'zod';
import { permissionOf } from '#lib/catalog/permissions.ts';
import type {
  ApprovalsBody,
  BreakGlassView,
  ChangeRequestView,
  DeciderView,
  PersonName,
} from '#lib/contract/approvals.ts';
import type { ChangeView } from '#lib/contract/console.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import type { Read } from '#lib/reads/read.ts';
import { type Actor, effectiveRoles } from '#lib/rules/actor.ts';
import type { OpenP0 } from '#lib/rules/changes/change-authority.ts';
import { asWanted, changesFor, type Matrix, type MatrixChange } from '#lib/rules/changes/matrix.ts';
import { mayAgree } from '#lib/rules/changes/second-person.ts';
import { ok, type Result } from '#lib/rules/result.ts';
import { activePeople } from '#lib/store/access/people.ts';
import { openP0 } from '#lib/store/alerts/alert-board.ts';
import { newestSnapshot } from '#lib/store/changes/matrix.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { environmentOf } from '#lib/store/installation.ts';
import { changeView } from './change-sets.ts';

const input = z.strictObject({});

const CLOSED_MOST = 50;
const DAY_MS = 86_400_000;

function person(id: string | null, name: string | null): PersonName | null {
  return id !== null && name !== null ? { id, name } : null;
}

function sentenceOf(allowed: Result<true>): string | null {
  return allowed.ok ? null : allowed.error.message;
}

/** The difference that the wanted values would make now; null when it is the one that was asked for. */
function changesNow(matrix: Matrix, asked: readonly ChangeView[]): ChangeView[] | null {
  const wanted = asked.map((change) =>
    asWanted({ ...change, value: change.newInherited ? 'inherit' : change.newValue }),
  );
  const now = changesFor(matrix, wanted);
  const same = (a: MatrixChange, b: ChangeView): boolean =>
    a.switch === b.switch &&
    a.symbol === b.symbol &&
    sameValue(a.oldValue, b.oldValue) &&
    sameValue(a.newValue, b.newValue) &&
    a.oldInherited === b.oldInherited &&
    a.newInherited === b.newInherited;
  const unmoved = asked.every((change) => now.some((fresh) => same(fresh, change)));
  if (unmoved) return null;
  return now.map((change) => ({
    ...change,
    direction:
      asked.find((one) => one.switch === change.switch && one.symbol === change.symbol)?.direction ??
      'raising',
  }));
}

const INCLUDED = {
  owner: { select: { id: true, name: true } },
  carriedOut: { select: { id: true } },
  voider: { select: { id: true, actorName: true, committedAt: true } },
} as const;
type RequestRow = Prisma.ChangeRequestGetPayload<{ include: typeof INCLUDED }>;

function voidedBy({ voider, voidedName, voidedAt }: RequestRow): ChangeRequestView['voidedBy'] {
  if (voider) return { changeSetId: voider.id, name: voider.actorName, at: voider.committedAt.toISOString() };
  return voidedName && voidedAt ? { changeSetId: null, name: voidedName, at: voidedAt.toISOString() } : null;
}

/** What the view of a request rests on besides its row. */
interface Around {
  matrix: Matrix;
  openP0: OpenP0 | null;
  deciders: readonly DeciderView[];
  now: Date;
}

/** The rule of decide-change, for whoever asked: their own word as a super admin is enough. */
function takesWord(row: RequestRow, { openP0, deciders }: Around): OpenP0 | null {
  if (row.state !== 'open' || row.direction !== 'raising') return null;
  const asked = deciders.find(({ id }) => id === row.requestedBy);
  return asked?.roles.includes('super_admin') ? null : openP0;
}

function requestView(row: RequestRow, around: Around, actor: Actor): ChangeRequestView {
  const { matrix, now } = around;
  const changes = row.changes as unknown as ChangeView[];
  const over = row.state === 'open' && row.expiresAt <= now;
  const state = over ? 'expired' : (row.state as ChangeRequestView['state']);
  const renewable = state === 'open' || state === 'void' || state === 'expired';
  return {
    id: row.id,
    number: Number(row.number),
    state,
    command: row.command,
    requestedBy: { id: row.requestedBy, name: row.requestedName },
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    reason: row.reason,
    direction: row.direction as ChangeRequestView['direction'],
    changes,
    diffHash: row.diffHash,
    changesNow: renewable ? changesNow(matrix, changes) : null,
    incident: row.incident,
    until: row.until?.toISOString() ?? null,
    owner: row.owner,
    subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
    decidedBy: person(row.decidedBy, row.decidedName),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisionReason: row.decisionReason,
    changeSetId: row.carriedOut?.id ?? null,
    voidedBy: voidedBy(row),
    notYours: sentenceOf(mayAgree(actor, { requestedBy: row.requestedBy, changes })),
    takesWord: takesWord(row, around),
  };
}

async function requests(tx: Tx, around: Around, actor: Actor): Promise<ChangeRequestView[]> {
  const { now } = around;
  const open = await tx.changeRequest.findMany({
    where: { state: 'open' },
    orderBy: { expiresAt: 'asc' },
    include: INCLUDED,
  });
  const closed = await tx.changeRequest.findMany({
    where: { state: { not: 'open' }, requestedAt: { gt: new Date(now.getTime() - DAY_MS) } },
    orderBy: { number: 'desc' },
    take: CLOSED_MOST,
    include: INCLUDED,
  });
  return [...open, ...closed].map((row) => requestView(row, around, actor));
}

async function breakGlass(tx: Tx, now: Date, actor: Actor): Promise<BreakGlassView[]> {
  const rows = await tx.breakGlass.findMany({
    where: { OR: [{ reviewedBy: null }, { at: { gt: new Date(now.getTime() - 30 * DAY_MS) } }] },
    orderBy: [{ reviewedAt: { sort: 'desc', nulls: 'first' } }, { at: 'desc' }],
    take: CLOSED_MOST,
    include: { changeSet: { include: { changes: { orderBy: [{ switch: 'asc' }, { symbol: 'asc' }] } } } },
  });
  return rows.map((row) => {
    const changes = row.changeSet.changes.map(changeView);
    return {
      id: row.id,
      incident: row.incident,
      usedBy: { id: row.personId, name: row.personName },
      at: row.at.toISOString(),
      changeSetId: row.changeSetId,
      reason: row.changeSet.reason,
      changes,
      reviewedBy: person(row.reviewedBy, row.reviewedName),
      reviewedAt: row.reviewedAt?.toISOString() ?? null,
      reviewNote: row.reviewNote,
      notYours: sentenceOf(mayAgree(actor, { requestedBy: row.personId, changes })),
    };
  });
}

async function deadlines(tx: Tx, now: Date): Promise<ApprovalsBody['deadlines']> {
  const rows = await tx.valueDeadline.findMany({ where: { endedAt: null }, orderBy: { until: 'asc' } });
  const values = await tx.switchValue.findMany({
    where: { switch: { in: rows.map((row) => row.switch) } },
    select: { switch: true, symbol: true, value: true },
  });
  const valueAt = (name: string, symbol: string) =>
    (
      values.find((value) => value.switch === name && value.symbol === symbol) ??
      values.find((value) => value.switch === name && value.symbol === '')
    )?.value as WireValue;
  return rows.map((row) => ({
    id: row.id,
    switch: row.switch,
    symbol: row.symbol || null,
    kind: row.kind as 'temporary' | 'loosened',
    value: valueAt(row.switch, row.symbol),
    returnValue: row.returnValue as WireValue,
    returnInherited: row.returnInherited,
    owner: { id: row.ownerId, name: row.ownerName },
    until: row.until.toISOString(),
    passed: row.until <= now,
    setAt: row.setAt.toISOString(),
    changeSetId: row.changeSetId,
  }));
}

async function deciders(tx: Tx): Promise<DeciderView[]> {
  const environment = await environmentOf(tx);
  const { roles: may } = permissionOf('approve-change');
  return (await activePeople(tx))
    .map(({ id, name, roles }) => ({ id, name, roles: effectiveRoles(roles, environment) }))
    .filter(({ roles }) => roles.some((role) => may.includes(role)));
}

export const readApprovals: Read<z.output<typeof input>, ApprovalsBody> = {
  action: 'read-approvals',
  body: 'ApprovalsBody',
  input,
  run: async (tx, _query, actor) => {
    const now = await databaseNow(tx);
    const people = await deciders(tx);
    const p0 = await openP0(tx);
    const snapshot = await newestSnapshot(tx);
    const around: Around = { matrix: snapshot?.switches ?? {}, openP0: p0, deciders: people, now };
    return ok({
      now: now.toISOString(),
      epoch: snapshot?.epoch ?? 0,
      requests: await requests(tx, around, actor),
      breakGlass: await breakGlass(tx, now, actor),
      deadlines: await deadlines(tx, now),
      deciders: people,
      openP0: p0,
    });
  },
};
