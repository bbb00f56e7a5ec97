// Transfers from cold storage in words: what is under way, what is late, how one ended. Pure.

import { age, clock } from '#components/format-time.ts';
import type { Tone } from '#components/ui/chip.tsx';
import { COLD_TRANSFER_SECONDS, coldTransferName } from '#lib/catalog/cold-transfers.ts';
import { NETWORKS, type Network } from '#lib/catalog/withdrawals.ts';
import type { ColdTransferView } from '#lib/contract/wallet.ts';
import { amountWords } from './withdrawal-words.ts';

export const networkWords = (network: string): string =>
  NETWORKS[network as keyof typeof NETWORKS]?.label ?? network;

/** How long a transfer may take on its network. */
export const transferTime = (network: Network): string => age(COLD_TRANSFER_SECONDS[network] * 1_000);

export const underWay = (transfers: readonly ColdTransferView[]): ColdTransferView[] =>
  transfers.filter(({ state }) => state === 'under-way');

const MOST_NAMED = 3;

/** `From cold storage: CT-3 with 50,000 USDC, overdue by 4 min.`; null when nothing is under way. */
export function comingWords(transfers: readonly ColdTransferView[], now: number): string | null {
  const coming = underWay(transfers);
  if (coming.length === 0) return null;
  const named = coming.slice(0, MOST_NAMED).map((one) => {
    const late = one.overdue ? `, overdue by ${age(now - Date.parse(one.dueAt))}` : '';
    return `${coldTransferName(one.number)} with ${amountWords(one)}${late}`;
  });
  const more = coming.length - named.length;
  return `From cold storage: ${named.join('; ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** How it stands, in a line. */
export function transferStand(transfer: ColdTransferView, now: number): { tone: Tone; text: string } {
  const { state, dueAt, overdue, ended, arrivedAmount, amount, asset } = transfer;
  if (ended === null)
    return overdue
      ? { tone: 'crit', text: `Overdue by ${age(now - Date.parse(dueAt))}: ask the custodian` }
      : { tone: 'plain', text: `Under way, due at ${clock(dueAt)} UTC` };
  const said = `${ended.by}, ${clock(ended.at)} UTC`;
  if (state === 'cancelled') return { tone: 'plain', text: `Cancelled: ${ended.reason ?? ''} (${said})` };
  if (arrivedAmount === null) return { tone: 'ok', text: `Arrived: ${ended.reason ?? ''} (${said})` };
  return arrivedAmount === amount
    ? { tone: 'ok', text: `Arrived (${said})` }
    : { tone: 'risk', text: `Arrived with ${amountWords({ amount: arrivedAmount, asset })} (${said})` };
}
