// What customers ask to withdraw: realistic requests with valid addresses, most of them routine, some that ask for a look.
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32 } from '@scure/base';
import type { Asset, Network } from '#lib/catalog/withdrawals.ts';
import { checksummed } from '#lib/rules/withdrawals/withdrawal-address.ts';
import { logNormal, pick, type Random } from './random.ts';

/** The body of POST /api/v1/withdrawals. */
export interface FiledRequest {
  id: string;
  account: string;
  accountSince: string;
  asset: Asset;
  network: Network;
  amount: string;
  usdValue: string;
  pricedAt: string;
  address: string;
  destinationSince: string;
  riskScore: number;
  riskNotes: readonly string[];
  requestedAt: string;
}

/** `usd`: about what one unit is worth. `decimals`: as many as customers type. */
interface Kind {
  asset: Asset;
  network: Network;
  usd: number;
  decimals: number;
}

const KINDS: readonly (readonly [Kind, number])[] = [
  [{ asset: 'USDC', network: 'ethereum', usd: 1, decimals: 2 }, 5],
  [{ asset: 'USDC', network: 'arbitrum', usd: 1, decimals: 2 }, 4],
  [{ asset: 'USDT', network: 'ethereum', usd: 1, decimals: 2 }, 2],
  [{ asset: 'ETH', network: 'arbitrum', usd: 3_400, decimals: 6 }, 2],
  [{ asset: 'BTC', network: 'bitcoin', usd: 92_000, decimals: 8 }, 1],
];

/** About what one unit of an asset is worth, US dollars. */
export function usdOf(asset: string): number {
  return KINDS.find(([kind]) => kind.asset === asset)?.[0].usd ?? 1;
}

const MEDIAN_USD = 900;
const SIGMA = 1.6;
const LEAST_USD = 10;
const MOST_USD = 400_000;
const ACCOUNTS = 400;
/** Share of requests to a destination of the last day, and of those that somebody noted something about. */
const YOUNG_DESTINATION = 0.12;
const NOTED = 0.1;
const NOTES = [
  'Sign-in from a new device',
  'Password changed within a day',
  'Deposit of another customer went to the same address',
  'First withdrawal of this account',
] as const;

const HOUR = 3_600_000;

/** Always the same bytes for the same words. */
const bytesOf = (words: string) => sha256(new TextEncoder().encode(words));

function addressOf(network: Network, owner: string): string {
  const hash = bytesOf(`${network} ${owner}`).slice(0, 20);
  if (network !== 'bitcoin') return checksummed(Buffer.from(hash).toString('hex'));
  return bech32.encode('bc', [0, ...bech32.toWords(hash)]);
}

/** One request; `id` is the venue's own for it. */
export function aRequest(random: Random, now: Date, id: string): FiledRequest {
  const { asset, network, usd, decimals } = pick(random, KINDS);
  const wanted = Math.min(MOST_USD, Math.max(LEAST_USD, logNormal(random, MEDIAN_USD, SIGMA)));
  const amount = (wanted / usd).toFixed(decimals);
  const number = Math.floor(random() * ACCOUNTS);
  const account = `u_${10_000 + number * 173}`;
  const back = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString();
  const days = 3 + (bytesOf(account)[0] ?? 0) * 4;
  const young = random() < YOUNG_DESTINATION;
  // Somebody has two destinations or three, and a new one now and then.
  const destination = young ? `${account} ${id}` : `${account} ${Math.floor(random() * 3)}`;
  const known = young ? random() * 24 : Math.min(days, 1 + (bytesOf(destination)[1] ?? 0)) * 24;
  const noted = random() < NOTED;
  return {
    ...{ id, account, accountSince: back(days * 24), asset, network, amount },
    usdValue: (Number(amount) * usd).toFixed(2),
    ...{ pricedAt: back(0), address: addressOf(network, destination), destinationSince: back(known) },
    riskScore: Math.min(100, Math.floor(random() * 20) + (young ? 25 : 0) + (noted ? 35 : 0)),
    riskNotes: noted ? [NOTES[Math.floor(random() * NOTES.length)] ?? NOTES[0]] : [],
    requestedAt: back(0),
  };
}
