// Deadlines of values that somebody has to come back to; a change set that gives the place a new value ends them (saveChangeSet).
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';

export interface NewDeadline {
  switch: SwitchName;
  symbol: string | null;
  kind: 'temporary' | 'loosened';
  returnValue: WireValue;
  returnInherited: boolean;
}

/** After the change set of these values is saved, in the same transaction. */
export async function insertDeadlines(
  tx: Tx,
  changeSetId: string,
  owner: { id: string; name: string },
  until: Date,
  deadlines: readonly NewDeadline[],
): Promise<void> {
  const rows = JSON.stringify(
    deadlines.map((one) => ({
      switch: one.switch,
      symbol: one.symbol ?? '',
      kind: one.kind,
      return_value: one.returnValue,
      return_inherited: one.returnInherited,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO value_deadlines (change_set_id, switch, symbol, kind, return_value, return_inherited, owner_id, owner_name, until)
    SELECT ${changeSetId}::uuid, switch, symbol, kind, coalesce(return_value, 'null'), return_inherited, ${owner.id}::uuid,
      ${owner.name}, ${until}
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS d(switch text, symbol text, kind text, return_value jsonb, return_inherited boolean)`;
}

export interface StoredDeadline {
  id: string;
  changeSetId: string;
  switch: SwitchName;
  symbol: string | null;
  kind: 'temporary' | 'loosened';
  owner: { id: string; name: string };
  until: Date;
  passed: boolean;
  version: number;
}

interface Row {
  id: string;
  changeSetId: string;
  switch: string;
  symbol: string;
  kind: string;
  ownerId: string;
  ownerName: string;
  until: Date;
  passedAt: Date | null;
  version: number;
}

function deadlineOf(row: Row): StoredDeadline {
  return {
    id: row.id,
    changeSetId: row.changeSetId,
    switch: row.switch as SwitchName,
    symbol: row.symbol || null,
    kind: row.kind as StoredDeadline['kind'],
    owner: { id: row.ownerId, name: row.ownerName },
    until: row.until,
    passed: row.passedAt !== null,
    version: row.version,
  };
}

/** One open deadline, locked until the transaction ends, or undefined when there is none or it has ended. */
export async function lockDeadline(tx: Tx, id: string): Promise<StoredDeadline | undefined> {
  await tx.$executeRaw`SELECT 1 FROM value_deadlines WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.valueDeadline.findFirst({ where: { id, endedAt: null } });
  return row ? deadlineOf(row) : undefined;
}

/** Open deadlines of a change set that have passed and are not on record as passed, locked. */
export async function lockPassed(tx: Tx, changeSetId: string): Promise<StoredDeadline[]> {
  await tx.$executeRaw`SELECT 1 FROM value_deadlines WHERE change_set_id = ${changeSetId}::uuid FOR UPDATE`;
  const rows = await tx.valueDeadline.findMany({
    where: { changeSetId, endedAt: null, passedAt: null, until: { lte: await databaseNow(tx) } },
  });
  return rows.map(deadlineOf);
}

export async function notePassed(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const { count } = await tx.valueDeadline.updateMany({
    where: { id: { in: [...ids] }, endedAt: null, passedAt: null },
    data: { passedAt: await databaseNow(tx), version: { increment: 1 } },
  });
  return count === ids.length;
}

/** Gives an open deadline another time and owner. False when it has ended or changed meanwhile. */
export async function moveDeadline(
  tx: Tx,
  deadline: { id: string; version: number },
  until: Date,
  owner: { id: string; name: string },
): Promise<boolean> {
  const { count } = await tx.valueDeadline.updateMany({
    where: { id: deadline.id, version: deadline.version, endedAt: null },
    data: {
      until,
      ownerId: owner.id,
      ownerName: owner.name,
      passedAt: null,
      version: { increment: 1 },
    },
  });
  return count === 1;
}
