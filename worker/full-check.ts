// Verifies the whole audit chain against the whole checkpoint file; the only check that may call a break explained.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '#lib/audit/verify-chain.ts';
import { integrity, markVerified } from '#lib/store/audit/integrity.ts';
import { database } from '#lib/store/client.ts';
import { type AuditWork, noteBreak, noteSound } from './audit-work.ts';
import type { FullCheckOrder } from './full-check-process.ts';

export type FullCheck = Verdict & { durationMs: number };

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Pause after a full check, ms: an hour; while the chain is broken a minute (so that a restored file or entry is
 * noticed soon), or ten times what a check takes.
 */
export function pauseAfter(check: FullCheck): number {
  return check.broken ? Math.min(HOUR_MS, Math.max(MINUTE_MS, 10 * check.durationMs)) : HOUR_MS;
}

/** Throws when database or file fail: then nothing is known, and nothing recorded. */
export async function fullCheck(work: AuditWork, signal?: AbortSignal): Promise<FullCheck> {
  const begun = performance.now();
  const before = await integrity(database());
  const verdict = await inProcess(work, signal);
  const durationMs = performance.now() - begun;
  const now = await integrity(database());
  if (verdict.broken) {
    await noteBreak(work, now, verdict.broken);
  } else {
    // A break that was noted while this check ran is not explained by it.
    if (now.brokenSeq !== null && now.brokenSeq === before.brokenSeq) await noteSound(work);
    if (verdict.head.seq >= now.verifiedSeq) {
      await markVerified(database(), verdict.head.seq, verdict.head.hash, durationMs);
    }
  }
  return { ...verdict, durationMs };
}

const PROGRAM = fileURLToPath(new URL('./full-check-process.ts', import.meta.url));
const LIMITS = ['--max-old-space-size=160', '--max-semi-space-size=8'];

async function inProcess(work: AuditWork, signal: AbortSignal | undefined): Promise<Verdict> {
  const publicKey = work.key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const order: FullCheckOrder = { url: work.url, file: work.file, publicKey };
  signal?.throwIfAborted();
  const child = spawn(process.execPath, [...LIMITS, PROGRAM], { stdio: 'pipe', signal });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err = (said.err + chunk).slice(0, 2_000);
  });
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(order)}\n`);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the check ended without a verdict (code ${code}): ${said.err.trim()}`);
  return JSON.parse(said.out) as Verdict;
}
