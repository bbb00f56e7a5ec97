// Withdrawals as a service files them, and rows in any state for tests that decide on them.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { WithdrawalState } from '#lib/catalog/withdrawals.ts';

/** Examples of EIP-55 itself, of BIP 173 and of BIP 350. */
export const EVM = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
export const BITCOIN = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** A routine request of this moment, unless told otherwise. */
export function aWithdrawal(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ id: `wd-${randomUUID()}`, account: 'u_40917', accountSince: ago(24 * 400), asset: 'USDC' },
    ...{ network: 'ethereum', amount: '412.5', usdValue: '412.5', pricedAt: ago(0), address: EVM },
    ...{ destinationSince: ago(24 * 90), riskScore: 4, requestedAt: ago(0) },
    ...change,
  };
}

export interface WithdrawalRow {
  id: string;
  number: number;
  callerId: string;
  contentHash: string;
  usdValue: string;
}

interface Wanted {
  usd?: string;
  people?: number | null;
  oneOf?: string | null;
  rule?: string;
  requestedBy?: string | null;
  /** Who approved it, in this order, with the role they did it by. */
  approvedBy?: readonly { id: string; role: string }[];
  /** Who holds or rejected it. */
  decidedBy?: string;
}

/** A transfer from cold storage as operations record it. */
export function aColdTransfer(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ asset: 'USDC', network: 'ethereum', amount: '50000', reference: `custody-${randomUUID()}` },
    ...{ reason: 'The hot wallet is low', ...change },
  };
}

/** One that is under way, recorded by this person. */
export async function aColdTransferRow(owner: pg.Client, personId: string): Promise<{ id: string }> {
  const id = randomUUID();
  await owner.query(
    `INSERT INTO cold_transfers (id, asset, network, amount, reference, reason, recorded_at, recorded_by, recorded_name,
       due_at, state)
     VALUES ($1, 'USDC', 'ethereum', 50000, $2, 'The hot wallet is low', now(), $3, 'Recorder',
       now() + interval '30 minutes', 'under-way')`,
    [id, `custody-${id}`, personId],
  );
  return { id };
}

/** What the wallet says that it holds, a moment ago. */
export function aWalletReport(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    observedAt: new Date().toISOString(),
    balances: [{ asset: 'USDC', network: 'ethereum', amount: '180000.5', usdValue: '180000.50' }],
    ...change,
  };
}

/** A request that went the way to this state, each step as the database asks for it. */
export async function aWithdrawalRow(
  owner: pg.Client,
  state: WithdrawalState,
  { usd = '412.5', people = 1, oneOf = null, rule = 'routine', requestedBy = null, ...way }: Wanted = {},
): Promise<WithdrawalRow> {
  const id = randomUUID();
  const { rows } = await owner.query(
    `INSERT INTO withdrawals (id, caller_id, account, account_since, asset, network, amount, usd_value, priced_at, address,
       destination_since, risk_score, risk_notes, requested_at, content_hash, filed_at, filed_by, filed_name, requested_by, state,
       rule, people, one_of)
     VALUES ($1, $2, 'u_40917', now() - interval '400 days', 'USDC', 'ethereum', $3, $3, now(), $4, now() - interval '90 days',
       4, '{}', now(), '', now(), 'key', 'Wallet service', $5, 'pending', $6, $7, $8)
     RETURNING number, caller_id, content_hash`,
    [id, `wd-${id}`, usd, EVM, requestedBy, rule, people, oneOf],
  );
  const [{ number, caller_id: callerId, content_hash: contentHash }] = rows;
  for (const { id: personId, role } of way.approvedBy ?? []) {
    await owner.query(
      `INSERT INTO withdrawal_approvals (withdrawal_id, round, person_id, person_name, roles, content_hash)
       VALUES ($1, 1, $2, 'Approver', $3, $4)`,
      [id, personId, [role], contentHash],
    );
  }
  if (way.approvedBy?.length)
    await owner.query("UPDATE withdrawals SET expires_at = now() + interval '2 hours' WHERE id = $1", [id]);
  if (state === 'approved' || state === 'expired')
    await owner.query(
      `UPDATE withdrawals SET state = 'approved', approved_at = now(), send_after = now() + interval '1 minute' WHERE id = $1`,
      [id],
    );
  if (state === 'expired')
    await owner.query(
      `UPDATE withdrawals SET state = 'expired', approved_at = NULL, send_after = NULL, expires_at = now() WHERE id = $1`,
      [id],
    );
  if (state === 'held' || state === 'rejected')
    await owner.query(
      `UPDATE withdrawals SET state = $2, decided_at = now(), decided_by = $3, decided_name = 'Decider',
         decision_reason = 'Looked at by a test', expires_at = NULL WHERE id = $1`,
      [id, state, way.decidedBy],
    );
  return { id, number: Number(number), callerId, contentHash, usdValue: usd };
}
