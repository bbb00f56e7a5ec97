// Where the venue stands among its levels: shared by the live pulse and the read of all levels.
import { LEVELS } from '#lib/catalog/levels.ts';
import type { LevelStatus } from '#lib/contract/levels.ts';
import { currentLevel, driftOf } from '#lib/rules/levels.ts';
import type { Matrix } from '#lib/rules/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { openPress } from '#lib/store/levels.ts';

const SWITCHES = [...new Set(LEVELS.flatMap(({ settings }) => settings.map((one) => one.switch)))];

export async function levelStatus(tx: Tx, matrix: Matrix): Promise<LevelStatus> {
  const press = await openPress(tx);
  const newest = await tx.switchValue.findFirst({
    where: { switch: { in: SWITCHES }, symbol: '' },
    orderBy: { changedAt: 'desc' },
    select: { changedAt: true },
  });
  return {
    current: currentLevel(matrix),
    since: (newest?.changedAt ?? new Date(0)).toISOString(),
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
