// Withdrawals as the console reads them, for what is tested without a database.
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const ago = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();

/** A routine request that waits at noon of 27 November 2026, unless told otherwise. */
export function aWithdrawalView(change: Partial<WithdrawalView> = {}): WithdrawalView {
  return {
    ...{ withdrawalId: 'w', number: 7, id: 'wd-7', account: 'u_1', accountSince: ago(9_000), asset: 'USDC' },
    ...{
      network: 'ethereum',
      amount: '412.5',
      usdValue: '412.5',
      pricedAt: ago(0),
      memo: null,
      riskScore: 4,
    },
    ...{ address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', destinationSince: ago(900), riskNotes: [] },
    ...{ requestedAt: ago(0.1), filedAt: ago(0.1), filedBy: 'Service', amendedAt: null, state: 'pending' },
    rule: { key: 'routine', label: 'Up to $10,000', people: 1, oneOf: null, asks: 'One approval' },
    ...{
      contentHash: 'h',
      approvals: [],
      approvedAt: null,
      sendAfter: null,
      expiresAt: null,
      decision: null,
    },
    ...{ reference: null, walletKey: null, walletProblem: null, sla: 'fine' },
    causes: [{ key: 'approval', text: 'Needs one approval' }],
    ...change,
  };
}
