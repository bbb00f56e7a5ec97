// The file of an export of withdrawals that was granted and put on record: exactly those requests with that sum, or an error.
import type { WithdrawalExportGrant } from '#lib/contract/withdrawal-export.ts';
import { sumOf } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { WITHDRAWAL_CSV_HEAD, withdrawalCsvLine } from '#lib/rules/withdrawals/withdrawal-csv.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { exportWithdrawalRows } from '#lib/store/withdrawals/withdrawal-export.ts';
import { withdrawalSwitches } from '#lib/store/withdrawals/withdrawal-switches.ts';
import { withdrawalView } from './withdrawal-view.ts';

/**
 * Each request as it stands when it is written. Throws what the database throws, and when the requests or their sum are
 * not those on record, because a service changed a value meanwhile: such a file must not look whole.
 */
export async function* withdrawalsText(grant: WithdrawalExportGrant): AsyncGenerator<string> {
  const tx = database();
  let rows = 0;
  let usd = '0';
  yield WITHDRAWAL_CSV_HEAD;
  for await (const portion of exportWithdrawalRows(tx, grant.numbers)) {
    const switches = await withdrawalSwitches(tx);
    const now = await databaseNow(tx);
    rows += portion.length;
    usd = sumOf([usd, ...portion.map(({ usdValue }) => usdValue)]);
    yield portion
      .map((row) =>
        withdrawalCsvLine({
          ...withdrawalView(row, switches, now),
          releasedAt: row.releasedAt?.toISOString() ?? null,
          answeredAt: row.answeredAt?.toISOString() ?? null,
        }),
      )
      .join('');
  }
  if (rows !== grant.numbers.length || usd !== sumOf([grant.usd]))
    throw new Error(
      `the export holds ${rows} requests worth ${usd} although ${grant.numbers.length} worth ${grant.usd} are on record`,
    );
}
