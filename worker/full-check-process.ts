// The process in which the whole audit chain is hashed: jobs and probes do not wait for it, and its memory ends with it.
// Reads its order as one line of JSON from standard input, writes its verdict as JSON to standard output.
import { createPublicKey } from 'node:crypto';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { lookAtLines } from '#lib/audit/line-file.ts';
import { plannedRestore, restoreLines } from '#lib/audit/restore-file.ts';
import { type Verdict, verifyDatabase } from '#lib/audit/verify-chain.ts';
import { connectionTo } from './database.ts';

export interface FullCheckOrder {
  url: string;
  /** Path of the checkpoint file. */
  file: string;
  /** PEM (SPKI). */
  publicKey: string;
}

const PAGE_ROWS = 5_000;
/** Everything else on the machine goes first. */
const NICE = 10;

async function check(order: FullCheckOrder): Promise<Verdict> {
  // The file before the database: what it holds was true when it was written.
  const file = await lookAtLines(order.file);
  const [restores, planned] = [await restoreLines(order.file), await plannedRestore(order.file)];
  const client = new pg.Client(connectionTo(order.url));
  client.on('error', () => {});
  await client.connect();
  try {
    const outside = file && { file, restores, planned, publicKey: createPublicKey(order.publicKey) };
    return await verifyDatabase(client, outside, {}, PAGE_ROWS);
  } finally {
    await client.end();
  }
}

setPriority(NICE);
const input = createInterface({ input: process.stdin });
// The worker keeps its end open: when it closes, nobody waits for the verdict any more.
input.once('close', () => process.exit(1));
input.once('line', async (line) => {
  try {
    const verdict = await check(JSON.parse(line) as FullCheckOrder);
    process.stdout.write(JSON.stringify(verdict), () => process.exit(0));
  } catch (error) {
    process.stderr.write((error as Error).message, () => process.exit(1));
  }
});
