// Verifies a whole audit log, from the database or an exported file, and compares it with the checkpoints kept outside.
import type { KeyObject } from 'node:crypto';
import type { ClientBase } from 'pg';
import { type CheckpointLine, parseAuditLine } from '#lib/contract/audit-export.ts';
import {
  type Anchor,
  type Break,
  CHAIN_START,
  type ChainWalk,
  compareEnd,
  type Link,
  linkOf,
  walkChain,
} from '#lib/rules/audit/chain.ts';
import { type CheckpointReading, compareCheckpoint, readCheckpoints } from '#lib/rules/audit/checkpoint.ts';
import { BEFORE_ALL, PAGE_ROWS, readHashes, readLinks, readStatedHead } from './chain-reader.ts';
import { createExplanations, type ExplainedGap, type Explanations } from './explained-gaps.ts';
import { type LineFile, readLines } from './line-file.ts';
import { type PlannedRestore, tookPlace } from './restore-file.ts';

export interface Verdict {
  /** The entry before the first one looked at: 0 for a log from its beginning. What lies before it was not checked. */
  start: Anchor;
  /** The last entry that was found sound. */
  head: Anchor;
  /** Entries found sound. */
  entries: number;
  /** Checkpoints the chain agreed with. */
  checkpoints: number;
  /** The last entry that a checkpoint vouches for; 0 for none. */
  signedSeq: number;
  /** Entries that were signed once and are gone, each time because a backup was restored, as a signed record says. */
  explained: readonly ExplainedGap[];
  broken: Break | null;
}

export interface Watch {
  /** Called after each page with the number of entries found sound so far, and how many there are (if known). */
  onProgress?(entries: number, of: number | undefined): void;
  /** Ends the work with its reason. */
  signal?: AbortSignal;
}

export interface OutsideCheckpoints {
  /** Looked at before the database was asked for its head: what it holds was true then. */
  file: LineFile;
  publicKey: KeyObject;
  /** Lines of the restore file beside it. */
  restores?: readonly string[];
  /** A restore that nobody has settled yet: it counts when the database is the one it made. */
  planned?: PlannedRestore | undefined;
}

/** Checks the database's log from its first entry. Throws what the connection or the file throws. */
export async function verifyDatabase(
  client: ClientBase,
  outside: OutsideCheckpoints | undefined,
  watch: Watch = {},
  pageRows = PAGE_ROWS,
): Promise<Verdict> {
  const { installationId, head } = await readStatedHead(client);
  const { planned } = outside ?? {};
  const settled = planned && (await tookPlace(client, planned)) ? [JSON.stringify(planned.record)] : [];
  const explanations = createExplanations(outside, installationId, settled);
  const verdict = await walkAll(
    readLinks(client, BEFORE_ALL, head.seq, pageRows),
    outside ? checkpointsOf(outside, installationId, explanations) : none(),
    head.seq,
    watch,
  );
  const broken = verdict.broken ?? compareEnd(verdict.head, head) ?? verdict.unmet;
  const hashes = await readHashes(
    client,
    explanations.anchors.map(({ seq }) => seq),
  );
  return {
    ...verdict,
    explained: explanations.gaps(),
    broken: broken ?? explanations.missing(hashes) ?? null,
  };
}

/**
 * Checks an exported file, which may begin anywhere. A line that is no entry is a break. Exports begin after a signed
 * entry and end with one (decision record 0050): against checkpoints, a file that does not has lost that end.
 * Checkpoints signed after its last entry say nothing else about it.
 */
export async function verifyExport(
  file: LineFile,
  outside: (OutsideCheckpoints & { installationId: string }) | undefined,
  watch: Watch = {},
): Promise<Verdict> {
  const unreadable: { broken: Break | null } = { broken: null };
  const explanations = createExplanations(outside, outside?.installationId ?? '');
  const verdict = await walkAll(
    exportedLinks(file, unreadable),
    outside ? checkpointsOf(outside, outside.installationId, explanations) : none(),
    undefined,
    watch,
    startOfExport,
  );
  return {
    ...verdict,
    explained: explanations.gaps(),
    broken: verdict.broken ?? unreadable.broken ?? cutTail(verdict),
  };
}

/** What the first entry says it follows. Whether that was so, only a checkpoint can tell. */
function startOfExport(first: Link): Anchor {
  return first.seq <= 1 ? CHAIN_START : { seq: first.seq - 1, hash: first.prevHash };
}

/** Entries after the last signed one, although later ones were signed: the file once went on. */
function cutTail({ head, signedSeq, unmet }: Walked): Break | null {
  if (!unmet || signedSeq === head.seq) return null;
  return {
    seq: head.seq + 1,
    why: `The file ends at entry ${head.seq}, which no checkpoint signs, although later entries were signed: its tail is missing.`,
  };
}

async function* none(): AsyncGenerator<never> {}

async function* checkpointsOf(
  { file, publicKey }: OutsideCheckpoints,
  installationId: string,
  explanations: Explanations,
): AsyncGenerator<CheckpointReading> {
  if (explanations.broken) {
    yield { broken: explanations.broken };
    return;
  }
  const reader = readCheckpoints(installationId, publicKey, undefined, explanations.course);
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    const reading = reader.read(line, number);
    if ('broken' in reading) {
      yield reading;
      return;
    }
    if (reading.explainedBy) explanations.count(reading.explainedBy);
    else yield reading;
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
type Walked = Omit<Verdict, 'explained'> & { unmet: Break | null };

/** `startAt` says what the first entry must follow; a checkpoint of that entry must say the same. */
async function walkAll(
  pages: AsyncIterable<readonly Link[]>,
  checkpoints: AsyncGenerator<CheckpointReading>,
  total: number | undefined,
  watch: Watch,
  startAt: (first: Link) => Anchor = () => CHAIN_START,
): Promise<Walked> {
  let start = CHAIN_START;
  let walk: ChainWalk | undefined;
  let entries = 0;
  let agreed = { count: 0, seq: 0 };
  let next = (await checkpoints.next()).value as CheckpointReading | undefined;

  const head = () => walk?.head() ?? start;
  const outcome = (broken: Break | null, unmet: Break | null = null) => ({
    start,
    head: head(),
    entries,
    checkpoints: agreed.count,
    signedSeq: agreed.seq,
    broken,
    unmet,
  });
  const seqOf = (reading: CheckpointReading) =>
    'broken' in reading ? reading.broken.seq : reading.checkpoint.seq;

  /** Takes the checkpoints up to an entry; answers what they convict it of. */
  async function meet({ seq, hash }: Anchor): Promise<Break | undefined> {
    while (next && seqOf(next) <= seq) {
      if ('broken' in next) return next.broken;
      const { checkpoint }: { checkpoint: CheckpointLine } = next;
      // Those of entries before the file are not about it.
      if (checkpoint.seq >= start.seq) {
        const held = checkpoint.seq === seq ? hash : undefined;
        const disagreement = compareCheckpoint(checkpoint, held, seq, agreed.seq);
        if (disagreement) return disagreement;
        agreed = { count: agreed.count + 1, seq: checkpoint.seq };
      }
      next = (await checkpoints.next()).value as CheckpointReading | undefined;
    }
    return undefined;
  }

  /** The beginning of a file: vouched for by a checkpoint, or by being the beginning of all. */
  async function begin(first: Link): Promise<Break | undefined> {
    start = startAt(first);
    walk = walkChain(start);
    if (start.seq <= 0) return undefined;
    const disagreement = await meet(start);
    // Checkpoints that all lie before the file say nothing of it.
    if (disagreement || !next || agreed.seq === start.seq) return disagreement;
    return {
      seq: start.seq,
      why: `The file begins with entry ${first.seq}, and no checkpoint signs the one before: its beginning is missing.`,
    };
  }

  try {
    for await (const page of pages) {
      watch.signal?.throwIfAborted();
      for (const link of page) {
        const broken = (walk ? undefined : await begin(link)) ?? walk?.add(link);
        if (broken) return outcome(broken);
        entries += 1;
        if (!next || seqOf(next) > link.seq) continue;
        const disagreement = await meet(link);
        if (disagreement) return outcome(disagreement);
      }
      watch.onProgress?.(entries, total);
    }
    if (!next) return outcome(null);
    const unmet =
      'broken' in next ? next.broken : compareCheckpoint(next.checkpoint, undefined, head().seq, agreed.seq);
    return outcome(null, unmet ?? null);
  } finally {
    await checkpoints.return(undefined);
  }
}
