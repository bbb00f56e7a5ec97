// The switches that stop withdrawals, for whoever reads: what is decided on them locks them (withdrawal-releases.ts).
import { readerOf } from '#lib/rules/changes/matrix.ts';
import type { WithdrawalSwitches } from '#lib/rules/withdrawals/withdrawal.ts';
import { newestSnapshot } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';

/** The switches that stop withdrawals, as they are configured at this moment. */
export async function withdrawalSwitches(tx: Tx): Promise<WithdrawalSwitches> {
  const values = readerOf((await newestSnapshot(tx))?.switches ?? {});
  return {
    enabled: values.get('withdrawal_enabled'),
    largeEnabled: values.get('large_withdrawals_enabled'),
    largeUsd: String(values.get('large_withdrawal_usd')),
  };
}
