// How the withdrawals are read: the queue, what people search for in it, its pages, and approvals one by one, over HTTP.
import type { Client } from 'undici';
import type { WithdrawalsBody, WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { ConsoleDoor } from './console-door.ts';
import type { Installation } from './installation.ts';
import { type Distribution, distributionOf } from './statistics.ts';
import { milliseconds } from './table.ts';
import { timedCommand } from './timed-command.ts';
import { NEVER, repeat } from './trial.ts';

export interface Asker {
  installation: Installation;
  /** Of the session of one who approves. */
  cookie: string;
  door: ConsoleDoor;
  client: Client;
}

const WARM_UP = 20;
const ROUNDS = 4;
const VISITS = 60;

/** The queue as it is looked at: each tab, each order, filters, and pages further back. */
export const QUEUE: readonly string[] = [
  '',
  ...['pending', 'second', 'held', 'blocked', 'approved', 'leaving', 'unknown', 'done'].map(
    (tab) => `tab=${tab}`,
  ),
  ...['newest', 'largest', 'riskiest'].flatMap((sort) => [`sort=${sort}`, `tab=done&sort=${sort}`]),
  ...['asset=BTC', 'rule=large', 'tab=done&asset=ETH&sort=largest', 'tab=done&rule=largest'],
  ...['tab=done&rule=block&sort=riskiest', 'tab=done&sort=newest&before=0_40000'],
  'tab=done&sort=largest&before=900.00_40000',
];

/** A number, the service's id, an account, an address, how many of them begin, what is not there; and orders of those. */
export function searchesFor({ number, id, account, address }: WithdrawalView): readonly string[] {
  const texts = [
    ...[`W-${number}`, String(number), id, account, address],
    ...[account.slice(0, 4), address.slice(0, 6), '0x', 'u_', 'bc1q', '0xdeadbeef', 'nobody'],
  ];
  return [
    ...texts.map((text) => `text=${text}`),
    ...['0x', 'u_', account].flatMap((text) => [
      `text=${text}&sort=largest`,
      `text=${text}&sort=newest&asset=BTC`,
    ]),
  ];
}

/** Milliseconds. */
export async function timed(step: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await step();
  return performance.now() - begun;
}

/** Of all of them, and which takes longest. */
export interface Reads extends Distribution {
  slowest: string;
}

/** Each of them several times; the first time also meets pages that are not in memory, and counts. */
export async function timeReads(door: ConsoleDoor, path: string, queries: readonly string[]): Promise<Reads> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const asked of queries) {
      const ms = await timed(() => door.read(`${path}?${asked}`));
      times.set(asked, [...(times.get(asked) ?? []), ms]);
    }
  }
  const worst = [...times]
    .map(([asked, values]) => ({ asked: asked || '(all)', p50: distributionOf(values).p50 }))
    .reduce((slowest, one) => (one.p50 > slowest.p50 ? one : slowest));
  return {
    ...distributionOf([...times.values()].flat()),
    slowest: `${worst.asked} takes ${milliseconds(worst.p50)} (p50)`,
  };
}

/** The page as a browser gets it. Throws unless it shows `text`. */
export async function timeVisits(
  { installation, cookie }: Asker,
  path: string,
  text: string,
): Promise<Distribution> {
  const visit = async () => {
    const answer = await fetch(installation.consoleUrl + path, { headers: { cookie }, redirect: 'manual' });
    const html = await answer.text();
    if (!html.includes(text)) throw new Error(`${path} was answered ${answer.status} without ${text}.`);
  };
  return distributionOf(await repeat(3, VISITS, () => timed(visit)));
}

async function routineOnes(door: ConsoleDoor, count: number): Promise<WithdrawalView[]> {
  const found: WithdrawalView[] = [];
  let before: string | null = null;
  do {
    const rest: string = before === null ? '' : `&before=${before}`;
    const page = await door.read<WithdrawalsBody>(`withdrawals?tab=pending&rule=routine&limit=100${rest}`);
    found.push(...page.items);
    before = page.nextBefore === null ? null : String(page.nextBefore);
  } while (before !== null && found.length < count);
  if (found.length < count) throw new Error(`Only ${found.length} routine requests wait, not ${count}.`);
  return found;
}

/** Routine requests that wait, oldest first, each approved by itself. */
export async function timeApprovals(
  { installation, door, client }: Asker,
  count: number,
): Promise<Distribution> {
  const waiting = await routineOnes(door, WARM_UP + count);
  const { token } = installation.account('operations');
  const times = await repeat(WARM_UP, count, async () => {
    const { withdrawalId, contentHash, usdValue } = waiting.shift() as WithdrawalView;
    const body = { items: [{ withdrawalId, contentHash, usdValue }] };
    const done = await timedCommand(client, { path: '/api/v1/commands/approve-withdrawals', token, body });
    return done.answer ? done.answeredAt - done.sentAt : NEVER;
  });
  return distributionOf(times);
}
