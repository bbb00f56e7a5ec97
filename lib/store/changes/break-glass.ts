// Uses of break-glass in the database: each belongs to its change set, and somebody else reviews it once.
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { Tx } from '#lib/store/client.ts';

export interface NewBreakGlass {
  changeSetId: string;
  incident: string;
  person: { id: string; name: string };
}

export async function insertBreakGlass(tx: Tx, glass: NewBreakGlass): Promise<void> {
  const { changeSetId, incident, person } = glass;
  await tx.breakGlass.create({
    data: { changeSetId, incident, personId: person.id, personName: person.name },
  });
}

export interface StoredBreakGlass {
  id: string;
  incident: string;
  person: { id: string; name: string };
  reviewedName: string | null;
  switches: readonly SwitchName[];
}

/** One use of break-glass, locked until the transaction ends, or undefined. */
export async function lockBreakGlass(tx: Tx, id: string): Promise<StoredBreakGlass | undefined> {
  await tx.$executeRaw`SELECT 1 FROM break_glass WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.breakGlass.findUnique({
    where: { id },
    include: { changeSet: { select: { changes: { select: { switch: true } } } } },
  });
  if (!row) return undefined;
  return {
    id: row.id,
    incident: row.incident,
    person: { id: row.personId, name: row.personName },
    reviewedName: row.reviewedName,
    switches: row.changeSet.changes.map((change) => change.switch as SwitchName),
  };
}

/** False when somebody has reviewed it already. */
export async function reviewBreakGlass(
  tx: Tx,
  id: string,
  by: { id: string; name: string },
  note: string,
): Promise<boolean> {
  const reviewed = await tx.$executeRaw`
    UPDATE break_glass SET reviewed_by = ${by.id}::uuid, reviewed_name = ${by.name}, reviewed_at = clock_timestamp(),
      review_note = ${note}
    WHERE id = ${id}::uuid AND reviewed_by IS NULL`;
  return reviewed === 1;
}
