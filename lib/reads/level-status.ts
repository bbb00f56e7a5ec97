// Where the venue stands among its levels: shared by the live pulse and the read of all levels.
import { LEVELS } from '#lib/catalog/levels.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { LevelStatus } from '#lib/contract/levels.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { currentLevel, driftOf, heldSince, type PastChange } from '#lib/rules/levels.ts';
import type { Matrix } from '#lib/rules/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { openPress } from '#lib/store/levels.ts';

const SWITCHES = [...new Set(LEVELS.flatMap(({ settings }) => settings.map((one) => one.switch)))];
/** Nearly always the newest few changes tell; the pulse asks several times a second. */
const FIRST_LOOK = 30;
/** So many changes without another level are years of them: further back nobody looks. */
const LAST_LOOK = 1_000;

async function pastChanges(tx: Tx, most: number): Promise<PastChange[]> {
  const rows = await tx.switchChange.findMany({
    where: { switch: { in: SWITCHES }, symbol: '' },
    orderBy: [{ epoch: 'desc' }, { revision: 'desc' }, { switch: 'asc' }],
    select: { changeSetId: true, at: true, switch: true, oldValue: true },
    take: most,
  });
  return rows.map((row) => ({
    ...{ changeSetId: row.changeSetId, at: row.at },
    ...{ switch: row.switch as SwitchName, oldValue: row.oldValue as WireValue },
  }));
}

/** When the level that holds came to hold. Where no other is found before it: the time of the oldest change looked at. */
export async function levelSince(tx: Tx, matrix: Matrix): Promise<string> {
  let oldest: Date | undefined;
  for (const most of [FIRST_LOOK, LAST_LOOK]) {
    const past = await pastChanges(tx, most);
    // The last change set of a full look may be cut in two: nothing is concluded from half of it.
    const cut = past.length === most ? past.at(-1)?.changeSetId : undefined;
    const since = heldSince(
      matrix,
      past.filter((change) => change.changeSetId !== cut),
    );
    if (since) return since.toISOString();
    oldest = past.at(-1)?.at;
    if (cut === undefined) break;
  }
  return (oldest ?? new Date(0)).toISOString();
}

export async function levelStatus(tx: Tx, matrix: Matrix): Promise<LevelStatus> {
  const press = await openPress(tx);
  return {
    current: currentLevel(matrix),
    since: await levelSince(tx, matrix),
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
