// The chain strip: entries per hour of the last day, how far they are verified, and the newest outside checkpoint.
import { z } from 'zod';
import type { ChainBody } from '#lib/contract/console.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { integrity } from '#lib/store/audit/integrity.ts';

const input = z.strictObject({});

interface HourRow {
  from: Date;
  entries: number;
  first_seq: bigint | null;
  last_seq: bigint | null;
}

type HourState = ChainBody['hours'][number]['state'];

/** An hour before the break is verified, the one that holds it broken, later ones unknown. */
function stateOf(row: HourRow, verifiedSeq: number, brokenSeq: number | null): HourState {
  const last = row.last_seq === null ? null : Number(row.last_seq);
  const first = row.first_seq === null ? null : Number(row.first_seq);
  if (brokenSeq !== null) {
    if (first !== null && last !== null && first <= brokenSeq && brokenSeq <= last) return 'broken';
    if (first !== null && first > brokenSeq) return 'unknown';
  }
  return last === null || last <= verifiedSeq ? 'verified' : 'pending';
}

export const readChain: Read<z.output<typeof input>, ChainBody> = {
  action: 'read-audit',
  body: 'ChainBody',
  input,
  run: async (tx) => {
    const head = await tx.auditHead.findFirstOrThrow();
    const checked = await integrity(tx);
    const checkpoint = await tx.auditCheckpoint.findFirst({ orderBy: { seq: 'desc' } });
    const hours = await tx.$queryRaw<HourRow[]>`
      SELECT h AS "from", coalesce(l.entries, 0)::int AS entries, l.first_seq, l.last_seq
      FROM generate_series(date_trunc('hour', clock_timestamp()) - interval '23 hours', date_trunc('hour', clock_timestamp()), interval '1 hour') h
      LEFT JOIN LATERAL (
        SELECT count(*) AS entries, min(seq) AS first_seq, max(seq) AS last_seq
        FROM audit_log WHERE at >= h AND at < h + interval '1 hour'
      ) l ON true
      ORDER BY h`;
    return ok({
      headSeq: Number(head.seq),
      headHash: Buffer.from(head.hash).toString('hex'),
      verifiedSeq: checked.verifiedSeq,
      verifiedAt: checked.verifiedAt?.toISOString() ?? null,
      durationMs: checked.durationMs,
      brokenSeq: checked.brokenSeq,
      brokenWhy: checked.brokenWhy,
      checkpoint: checkpoint && {
        seq: Number(checkpoint.seq),
        signedAt: checkpoint.signedAt.toISOString(),
        keyId: checkpoint.keyId,
      },
      hours: hours.map((row) => ({
        from: row.from.toISOString(),
        entries: row.entries,
        state: stateOf(row, checked.verifiedSeq, checked.brokenSeq),
      })),
    });
  },
};
