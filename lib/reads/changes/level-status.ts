// Where the venue stands among its levels: shared by the live pulse and the read of all levels.
import { LEVELS } from '#lib/catalog/levels.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { LevelStatus } from '#lib/contract/levels.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { currentLevel, driftOf, heldSince, type PastChange } from '#lib/rules/changes/levels.ts';
import { openPress } from '#lib/store/changes/levels.ts';
import type { Tx } from '#lib/store/client.ts';

const SWITCHES = [...new Set(LEVELS.flatMap(({ settings }) => settings.map((one) => one.switch)))];
/** Soon after another level the newest few changes tell. */
const FIRST_LOOK = 30;
/** So many changes without another level are years of them: further back nobody looks. */
const LAST_LOOK = 1_000;

async function pastChanges(tx: Tx, { epoch, revision }: Snapshot, most: number): Promise<PastChange[]> {
  const rows = await tx.switchChange.findMany({
    where: {
      ...{ switch: { in: SWITCHES }, symbol: '' },
      // What was committed since the values were read says nothing about them.
      OR: [{ epoch: { lt: epoch } }, { epoch, revision: { lte: revision } }],
    },
    orderBy: [{ epoch: 'desc' }, { revision: 'desc' }, { switch: 'asc' }],
    select: { changeSetId: true, at: true, switch: true, oldValue: true },
    take: most,
  });
  return rows.map((row) => ({
    ...{ changeSetId: row.changeSetId, at: row.at },
    ...{ switch: row.switch as SwitchName, oldValue: row.oldValue as WireValue },
  }));
}

/**
 * The last answer. It depends on the values alone, and the pulse asks several times a second while they stay what they
 * are. With the time of their publication, because other databases count revisions too.
 */
let last: { values: string; since: string } | undefined;

/** When the level that holds came to hold. Where no other is found before it: the time of the oldest change looked at. */
export async function levelSince(tx: Tx, snapshot: Snapshot | undefined): Promise<string> {
  if (!snapshot) return new Date(0).toISOString();
  const values = `${snapshot.epoch}.${snapshot.revision} of ${snapshot.publishedAt}`;
  if (last?.values !== values) last = { values, since: await searchSince(tx, snapshot) };
  return last.since;
}

async function searchSince(tx: Tx, snapshot: Snapshot): Promise<string> {
  let oldest: Date | undefined;
  for (const most of [FIRST_LOOK, LAST_LOOK]) {
    const past = await pastChanges(tx, snapshot, most);
    // The last change set of a full look may be cut in two: nothing is concluded from half of it.
    const cut = past.length === most ? past.at(-1)?.changeSetId : undefined;
    const since = heldSince(
      snapshot.switches,
      past.filter((change) => change.changeSetId !== cut),
    );
    if (since) return since.toISOString();
    oldest = past.at(-1)?.at;
    if (cut === undefined) break;
  }
  return (oldest ?? new Date(0)).toISOString();
}

export async function levelStatus(tx: Tx, snapshot: Snapshot | undefined): Promise<LevelStatus> {
  const press = await openPress(tx);
  const matrix = snapshot?.switches ?? {};
  return {
    current: currentLevel(matrix),
    since: await levelSince(tx, snapshot),
    press: press
      ? {
          ...{ id: press.id, level: press.level, pressedBy: press.pressedBy.name },
          observeUntil: press.observeUntil.toISOString(),
          confirmed: press.confirmedAt !== null,
          drift: driftOf(press.settings, matrix).length,
        }
      : null,
  };
}
