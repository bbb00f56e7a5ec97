// Verifies a whole audit log, from the database or an exported file, and compares it with the checkpoints kept outside.
import type { KeyObject } from 'node:crypto';
import type { ClientBase } from 'pg';
import { type CheckpointLine, parseAuditLine } from '#lib/contract/audit-export.ts';
import {
  type Anchor,
  type Break,
  CHAIN_START,
  compareEnd,
  type Link,
  linkOf,
  walkChain,
} from '#lib/rules/chain.ts';
import { compareCheckpoint, readCheckpoints } from '#lib/rules/checkpoint.ts';
import { BEFORE_ALL, PAGE_ROWS, readLinks, readStatedHead } from './chain-reader.ts';
import { type LineFile, readLines } from './line-file.ts';

export interface Verdict {
  /** The last entry that was found sound. */
  head: Anchor;
  /** Entries found sound. */
  entries: number;
  /** Checkpoints the chain agreed with. */
  checkpoints: number;
  broken: Break | null;
}

export interface Watch {
  /** Called after each page with the number of entries found sound so far, and how many there are (if known). */
  onProgress?(entries: number, of: number | undefined): void;
  /** Ends the work with its reason. */
  signal?: AbortSignal;
}

type CheckpointReading = { checkpoint: CheckpointLine } | { broken: Break };

export interface OutsideCheckpoints {
  /** Looked at before the database was asked for its head: what it holds was true then. */
  file: LineFile;
  publicKey: KeyObject;
}

/** Checks the database's log from its first entry. Throws what the connection or the file throws. */
export async function verifyDatabase(
  client: ClientBase,
  outside: OutsideCheckpoints | undefined,
  watch: Watch = {},
  pageRows = PAGE_ROWS,
): Promise<Verdict> {
  const { installationId, head } = await readStatedHead(client);
  const verdict = await walkAll(
    readLinks(client, BEFORE_ALL, head.seq, pageRows),
    outside ? checkpointsOf(outside, installationId) : none(),
    head.seq,
    watch,
  );
  return { ...verdict, broken: verdict.broken ?? compareEnd(verdict.head, head) ?? verdict.unmet };
}

/**
 * Checks an exported file, which must begin with the first entry. A line that is no entry is a break. Checkpoints
 * signed after the export was made say nothing about it.
 */
export async function verifyExport(
  file: LineFile,
  outside: (OutsideCheckpoints & { installationId: string }) | undefined,
  watch: Watch = {},
): Promise<Verdict> {
  const unreadable: { broken: Break | null } = { broken: null };
  const verdict = await walkAll(
    exportedLinks(file, unreadable),
    outside ? checkpointsOf(outside, outside.installationId) : none(),
    undefined,
    watch,
  );
  return { ...verdict, broken: verdict.broken ?? unreadable.broken };
}

async function* none(): AsyncGenerator<never> {}

async function* checkpointsOf(
  { file, publicKey }: OutsideCheckpoints,
  installationId: string,
): AsyncGenerator<CheckpointReading> {
  const reader = readCheckpoints(installationId, publicKey);
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    const reading = reader.read(line, number);
    yield reading;
    if ('broken' in reading) return;
  }
}

async function* exportedLinks(file: LineFile, unreadable: { broken: Break | null }): AsyncGenerator<Link[]> {
  let page: Link[] = [];
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    const entry = parseAuditLine(line);
    if (!entry) {
      const seq = (page.at(-1)?.seq ?? number - 1) + 1;
      unreadable.broken = { seq, why: `Line ${number} of the file is not an entry: it was edited or cut.` };
      break;
    }
    page.push(linkOf(entry));
    if (page.length === 1_000) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/** `unmet`: what the checkpoints say beyond the end of the walk. */
async function walkAll(
  pages: AsyncIterable<readonly Link[]>,
  checkpoints: AsyncGenerator<CheckpointReading>,
  total: number | undefined,
  watch: Watch,
): Promise<Verdict & { unmet: Break | null }> {
  const walk = walkChain(CHAIN_START);
  let entries = 0;
  let agreed = { count: 0, seq: 0 };
  let next = (await checkpoints.next()).value as CheckpointReading | undefined;
  const outcome = (broken: Break | null, unmet: Break | null = null) => ({
    head: walk.head(),
    entries,
    checkpoints: agreed.count,
    broken,
    unmet,
  });
  const seqOf = (reading: CheckpointReading) =>
    'broken' in reading ? reading.broken.seq : reading.checkpoint.seq;
  try {
    for await (const page of pages) {
      watch.signal?.throwIfAborted();
      for (const link of page) {
        const broken = walk.add(link);
        if (broken) return outcome(broken);
        entries += 1;
        while (next && seqOf(next) <= link.seq) {
          if ('broken' in next) return outcome(next.broken);
          const { checkpoint }: { checkpoint: CheckpointLine } = next;
          const hash = checkpoint.seq === link.seq ? link.hash : undefined;
          const disagreement = compareCheckpoint(checkpoint, hash, link.seq, agreed.seq);
          if (disagreement) return outcome(disagreement);
          agreed = { count: agreed.count + 1, seq: checkpoint.seq };
          next = (await checkpoints.next()).value as CheckpointReading | undefined;
        }
      }
      watch.onProgress?.(entries, total);
    }
    if (!next) return outcome(null);
    const unmet =
      'broken' in next
        ? next.broken
        : compareCheckpoint(next.checkpoint, undefined, walk.head().seq, agreed.seq);
    return outcome(null, unmet ?? null);
  } finally {
    await checkpoints.return(undefined);
  }
}
