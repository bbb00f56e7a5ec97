// Withdrawals as a spreadsheet: exact amounts, dollars to the cent, UTC, who decided by which rule, what keeps each here.
import { WITHDRAWAL_STATES, withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { csvHead, csvRow } from '#lib/rules/audit/export-format.ts';

/** One request as the reads say it, and what became of its release. */
export interface CsvWithdrawal extends WithdrawalView {
  releasedAt: string | null;
  answeredAt: string | null;
}

/** Several things in one cell: none of them may look like two. */
const several = (texts: readonly string[]) => texts.map((text) => text.replaceAll('; ', ', ')).join('; ');

/** `1150.00`: to the cent, without signs that a spreadsheet would read as text. */
function cents(usd: string): string {
  const [whole = '0', part = ''] = usd.split('.');
  return `${whole}.${part.padEnd(2, '0')}`;
}

const COLUMNS: readonly (readonly [string, (one: CsvWithdrawal) => string | number | null])[] = [
  ['request', ({ number }) => withdrawalName(number)],
  ['id', ({ id }) => id],
  ['state', ({ state }) => state],
  ['state_words', ({ state }) => WITHDRAWAL_STATES[state as keyof typeof WITHDRAWAL_STATES] ?? state],
  ['account', ({ account }) => account],
  ['account_since', ({ accountSince }) => accountSince],
  ['asset', ({ asset }) => asset],
  ['network', ({ network }) => network],
  ['amount', ({ amount }) => amount],
  ['usd_value', ({ usdValue }) => cents(usdValue)],
  ['priced_at', ({ pricedAt }) => pricedAt],
  ['address', ({ address }) => address],
  ['destination_since', ({ destinationSince }) => destinationSince],
  ['memo', ({ memo }) => memo],
  ['risk_score', ({ riskScore }) => riskScore],
  ['risk_notes', ({ riskNotes }) => several(riskNotes)],
  ['requested_at', ({ requestedAt }) => requestedAt],
  ['filed_at', ({ filedAt }) => filedAt],
  ['filed_by', ({ filedBy }) => filedBy],
  ['changed_at', ({ amendedAt }) => amendedAt],
  ['rule', ({ rule }) => rule.key],
  ['rule_words', ({ rule }) => rule.label],
  ['rule_asks', ({ rule }) => rule.asks],
  ['approved_by', ({ approvals }) => several(approvals.map(({ by }) => by.name))],
  ['approvals_at', ({ approvals }) => several(approvals.map(({ at }) => at))],
  [
    'approvers_who_may_not_any_more',
    ({ approvals }) => several(approvals.filter(({ stands }) => !stands).map(({ by }) => by.name)),
  ],
  ['approved_at', ({ approvedAt }) => approvedAt],
  ['send_after', ({ sendAfter }) => sendAfter],
  ['approval_until', ({ expiresAt }) => expiresAt],
  ['decided_by', ({ decision }) => decision?.by ?? null],
  ['decided_at', ({ decision }) => decision?.at ?? null],
  ['decision_reason', ({ decision }) => decision?.reason ?? null],
  ['released_at', ({ releasedAt }) => releasedAt],
  ['wallet_answered_at', ({ answeredAt }) => answeredAt],
  ['payment', ({ reference }) => reference],
  ['what_keeps_it_here', ({ causes }) => several(causes.map(({ text }) => text))],
  ['content_hash', ({ contentHash }) => contentHash],
];

export const WITHDRAWAL_CSV_HEAD = csvHead(COLUMNS.map(([name]) => name));

export function withdrawalCsvLine(one: CsvWithdrawal): string {
  return csvRow(COLUMNS.map(([, cell]) => cell(one)));
}
