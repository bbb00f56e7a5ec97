// The venue's cold storage: sends what the treasury asks for; a while later it is in the hot wallet, whose service names the transaction.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { MOST_RECEIPTS } from '#lib/catalog/cold-transfers.ts';
import { ASSET_NAMES, ASSETS, type Asset, NETWORK_NAMES, type Network } from '#lib/catalog/withdrawals.ts';
import type { Receipt } from '#lib/rules/withdrawals/cold-transfer.ts';
import { amountProblem, assetAmountProblem } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { type Answer, refuse } from './web/answer.ts';

export interface ColdStorage {
  /** What a POST to it asks for. */
  send(text: string): Answer;
  /** What has come into the hot wallet, the newest last. */
  received(): readonly Receipt[];
  close(): void;
}

interface ColdStorageOptions {
  /** Until what was sent is there, ms. */
  arrivesMs: number;
  onArrived(receipt: Receipt): void;
}

const Request = z.strictObject({
  asset: z.enum(ASSET_NAMES as [Asset, ...Asset[]]),
  network: z.enum(NETWORK_NAMES as [Network, ...Network[]]),
  amount: z.string().refine((sent) => amountProblem(sent) === null),
});

const SENTENCE = 'Send {"asset": "USDC", "network": "ethereum", "amount": "50000"}.';

/** As ids of transactions are written on their network. */
const transactionId = (network: Network): string =>
  `${network === 'bitcoin' ? '' : '0x'}${randomBytes(32).toString('hex')}`;

function requestOf(text: string): z.output<typeof Request> | undefined {
  try {
    const request = Request.parse(JSON.parse(text));
    const networks: readonly Network[] = ASSETS[request.asset].networks;
    const fits =
      networks.includes(request.network) && assetAmountProblem(request.amount, request.asset) === null;
    return fits ? request : undefined;
  } catch {
    return undefined;
  }
}

export function openColdStorage({ arrivesMs, onArrived }: ColdStorageOptions): ColdStorage {
  const received: Receipt[] = [];
  const underWay = new Set<NodeJS.Timeout>();
  return {
    send: (text) => {
      const request = requestOf(text);
      if (!request) return refuse(400, SENTENCE);
      const receipt: Receipt = { ...request, reference: transactionId(request.network) };
      const timer = setTimeout(() => {
        underWay.delete(timer);
        received.push(receipt);
        if (received.length > MOST_RECEIPTS) received.shift();
        onArrived(receipt);
      }, arrivesMs);
      underWay.add(timer);
      return { status: 202, body: receipt };
    },
    received: () => received,
    close: () => {
      for (const timer of underWay) clearTimeout(timer);
    },
  };
}
