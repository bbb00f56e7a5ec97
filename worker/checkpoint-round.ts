// One round over the audit chain: compare with the outside checkpoints, verify what is new, sign a checkpoint of it.
import type { ClientBase } from 'pg';
import { readHashes, readLinks, readStatedHead, type StatedChain } from '#lib/audit/chain-reader.ts';
import { restoreLines, settleRestore } from '#lib/audit/restore-file.ts';
import { ROUND_LOCK } from '#lib/audit/round-lock.ts';
import type { CheckpointLine } from '#lib/contract/audit-export.ts';
import { type Anchor, type Break, compareEnd, walkChain } from '#lib/rules/audit/chain.ts';
import { compareCheckpoint, readCheckpoints, signCheckpoint } from '#lib/rules/audit/checkpoint.ts';
import { followRestores, readRestoreRecords } from '#lib/rules/audit/restore-record.ts';
import { type Integrity, integrity, markVerified } from '#lib/store/audit/integrity.ts';
import { database } from '#lib/store/client.ts';
import { type AuditWork, noteBreak } from './audit-work.ts';
import { appendCheckpoints, checkpointTail } from './checkpoint-file.ts';
import {
  CHECKPOINTS_AT_ONCE,
  insertCheckpoint,
  readCheckpointsAfter,
  signingTime,
} from './checkpoint-table.ts';
import { withConnection } from './database.ts';

export type RoundOutcome =
  /** Another worker is at it. */
  | { state: 'skipped' }
  | { state: 'broken'; broken: Break }
  /** `behind`: there is more to verify than one round takes. */
  | {
      state: 'sound';
      verified: Anchor;
      signed: CheckpointLine | null;
      /** Entry of the newest checkpoint in the file; 0 when it has none. */
      checkpointSeq: number;
      behind: boolean;
      knownBroken: boolean;
    };

/** Entries a round verifies at most: jobs and probes of this process wait while entries are hashed. */
export const ENTRIES_A_ROUND = 5_000;
const PAGE_ROWS = 1_000;

/** Runs a round unless another worker does. Throws when database or file fail; the next round begins anew. */
export async function checkpointRound(work: AuditWork, signal?: AbortSignal): Promise<RoundOutcome> {
  return withConnection(work.pool, async (client) => {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS locked', [ROUND_LOCK]);
    if (!rows[0]?.locked) return { state: 'skipped' };
    // A failure drops the connection, and the lock with it.
    const outcome = await lockedRound(work, client, signal);
    await client.query('SELECT pg_advisory_unlock($1)', [ROUND_LOCK]);
    return outcome;
  });
}

async function lockedRound(
  work: AuditWork,
  client: ClientBase,
  signal: AbortSignal | undefined,
): Promise<RoundOutcome> {
  const restored = await settleRestore(work.file, client);
  if (restored)
    work.log.warn('a restore was cut short after its commit; its record is written now', {
      seq: restored.seq,
    });
  // What was signed and verified is read before the head: entries go on being added, and a full check may end meanwhile.
  const { lines } = await checkpointTail(work.file);
  const known = await integrity(database());
  const chain = await readStatedHead(client);
  const found = async (broken: Break): Promise<RoundOutcome> => {
    await noteBreak(work, known, broken);
    return { state: 'broken', broken };
  };
  const outside = await compareWithOutside(work, client, chain, lines);
  if ('broken' in outside) return found(outside.broken);
  const news = await verifyNew(client, chain, known, signal);
  if ('broken' in news) return found(news.broken);
  const { verified, durationMs } = news;
  const { signed, newest } = await sign(work, client, chain, outside, verified);
  if (verified.seq > known.verifiedSeq || known.verifiedAt === null) {
    await markVerified(database(), verified.seq, verified.hash, durationMs);
  }
  return {
    state: 'sound',
    verified,
    signed,
    checkpointSeq: newest,
    behind: verified.seq < chain.head.seq,
    knownBroken: known.brokenSeq !== null,
  };
}

interface Outside {
  /** Entry of the last checkpoint in the file; 0 when it has none. */
  fileSeq: number;
  last: CheckpointLine | undefined;
  /** Checkpoints of the database that this file lacks: another worker signed them, or the file was lost. */
  missing: CheckpointLine[];
}

/** The last lines of the file, and the checkpoints of the database after them, against the chain as it is now. */
async function compareWithOutside(
  work: AuditWork,
  client: ClientBase,
  { installationId, head }: StatedChain,
  lines: readonly string[],
): Promise<Outside | { broken: Break }> {
  const restores = readRestoreRecords(await restoreLines(work.file), installationId, work.key.publicKey);
  if ('broken' in restores) return restores;
  const course = followRestores(restores.records);
  const file = readAll(lines, readCheckpoints(installationId, work.key.publicKey, undefined, course));
  if ('broken' in file) return file;
  const { last } = file;
  const rows = await readCheckpointsAfter(client, installationId, last?.seq ?? 0);
  const table = readAll(
    rows.map((row) => JSON.stringify(row)),
    readCheckpoints(installationId, work.key.publicKey, 'the checkpoints in the database'),
  );
  if ('broken' in table) return table;
  const all = [...file.checkpoints, ...table.checkpoints];
  const hashes = await readHashes(
    client,
    all.map(({ seq }) => seq).filter((seq) => seq <= head.seq),
  );
  let agreedSeq = 0;
  for (const checkpoint of all) {
    const broken = compareCheckpoint(checkpoint, hashes.get(checkpoint.seq), head.seq, agreedSeq);
    if (broken) return { broken };
    agreedSeq = checkpoint.seq;
  }
  return { fileSeq: last?.seq ?? 0, last, missing: table.checkpoints };
}

function readAll(
  lines: readonly string[],
  reader: ReturnType<typeof readCheckpoints>,
): { checkpoints: CheckpointLine[]; last: CheckpointLine | undefined } | { broken: Break } {
  const checkpoints: CheckpointLine[] = [];
  let last: CheckpointLine | undefined;
  for (const line of lines) {
    const reading = reader.read(line);
    if ('broken' in reading) return reading;
    last = reading.checkpoint;
    // Those that a restore left behind are not about this chain.
    if (!reading.explainedBy) checkpoints.push(last);
  }
  return { checkpoints, last };
}

/** Walks from the last verified entry towards the end that the database states. */
async function verifyNew(
  client: ClientBase,
  { head }: StatedChain,
  known: Integrity,
  signal: AbortSignal | undefined,
): Promise<{ verified: Anchor; durationMs: number } | { broken: Break }> {
  const begun = performance.now();
  const anchor: Anchor = { seq: known.verifiedSeq, hash: known.verifiedHash };
  const moved = await anchorBreak(client, anchor, head.seq);
  if (moved) return { broken: moved };
  const walk = walkChain(anchor);
  const to = Math.min(head.seq, anchor.seq + ENTRIES_A_ROUND);
  for await (const page of readLinks(client, anchor.seq, to, PAGE_ROWS)) {
    signal?.throwIfAborted();
    for (const link of page) {
      const broken = walk.add(link);
      if (broken) return { broken };
    }
  }
  const verified = walk.head();
  const end = to === head.seq ? head : { seq: to, hash: verified.hash, newestSeq: to };
  const broken = compareEnd(verified, end);
  return broken ? { broken } : { verified, durationMs: performance.now() - begun };
}

/** The entry up to which the chain was verified must still be there as it was. */
async function anchorBreak(
  client: ClientBase,
  { seq, hash }: Anchor,
  headSeq: number,
): Promise<Break | undefined> {
  if (seq === 0) return undefined;
  if (seq > headSeq) {
    return {
      seq: headSeq + 1,
      why: `The log ends at entry ${headSeq} although entry ${seq} was verified before: its tail is missing.`,
    };
  }
  const now = (await readHashes(client, [seq])).get(seq);
  return now === hash ? undefined : { seq, why: `Entry ${seq} was replaced after it had been verified.` };
}

/** Signs what was verified if it reaches further than the last checkpoint; then file and table agree. */
async function sign(
  work: AuditWork,
  client: ClientBase,
  { installationId }: StatedChain,
  { fileSeq, last, missing }: Outside,
  verified: Anchor,
): Promise<{ signed: CheckpointLine | null; newest: number }> {
  if (missing.length > 0) {
    work.log.warn('the checkpoint file lacked checkpoints of the database; they are added', {
      count: missing.length,
      seq: fileSeq,
    });
  }
  const newest = missing.at(-1) ?? last;
  // A lost file is filled again before anything is added to it.
  const complete = missing.length < CHECKPOINTS_AT_ONCE;
  const signed =
    complete && verified.seq > (newest?.seq ?? 0)
      ? signCheckpoint({ installationId, ...verified, signedAt: await signingTime(client) }, work.key)
      : null;
  // The file first: the database must never hold the only copy.
  await appendCheckpoints(work.file, signed ? [...missing, signed] : missing);
  // Also one that reached the file in a round that went no further.
  const toTable = signed ?? (missing.length === 0 ? last : undefined);
  if (toTable) await insertCheckpoint(client, toTable);
  if (signed) work.webhook?.offer(signed);
  return { signed, newest: (signed ?? newest)?.seq ?? 0 };
}
