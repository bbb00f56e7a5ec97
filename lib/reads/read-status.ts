// The state of the venue on one page: revision, instances in step, capabilities, integrity, recent changes. Also the live pulse.
import { z } from 'zod';
import type { Environment, InstanceView, StatusBody } from '#lib/contract/console.ts';
import { alertsPulse } from '#lib/reads/alerts/alerts-pulse.ts';
import { changeSetViews } from '#lib/reads/changes/change-sets.ts';
import { levelStatus } from '#lib/reads/changes/level-status.ts';
import { instanceViews } from '#lib/reads/venue/read-instances.ts';
import { capabilities, unknownCapabilities } from '#lib/rules/changes/capabilities.ts';
import { ok } from '#lib/rules/result.ts';
import { snapshotAt } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { withdrawalsToDecide } from '#lib/store/withdrawals/withdrawal-decisions.ts';
import { attention } from './attention.ts';
import type { Read } from './read.ts';

const input = z.strictObject({});

const RECENT = 12;

interface HeadRow {
  environment: string;
  now: Date;
  epoch: number;
  revision: bigint;
  published_at: Date;
  figures_at: Date | null;
  verified_seq: bigint;
  broken_seq: bigint | null;
}

/** Capabilities under the oldest values that a live instance has applied; unknown when none is live. */
async function appliedCapabilities(tx: Tx, counted: readonly InstanceView[], epoch: number) {
  if (counted.length === 0) return unknownCapabilities('No instance reports');
  const heard = counted.filter((instance) => instance.state !== 'silent');
  if (heard.length === 0) return unknownCapabilities('Every instance is silent');
  const applied = heard.filter((instance) => instance.revision > 0);
  if (applied.length === 0) return unknownCapabilities('No instance has values yet');
  const live = applied.filter((instance) => instance.epoch === epoch);
  if (live.length === 0)
    return unknownCapabilities('No instance has applied values since the database was restored');
  const revision = Math.min(...live.map((instance) => instance.revision));
  const snapshot = await snapshotAt(tx, { epoch, revision });
  return snapshot
    ? capabilities(snapshot.switches)
    : unknownCapabilities('The instances hold a revision that is not known here');
}

/** What the banner of every screen says while the venue is stopped. */
async function openStopStatus(tx: Tx): Promise<StatusBody['stop']> {
  const row = await tx.emergencyStop.findFirst({ where: { restartedAt: null } });
  if (!row) return null;
  const { id, pressedByName, pressedAt, reason } = row;
  return { id, pressedBy: pressedByName, pressedAt: pressedAt.toISOString(), reason };
}

export const readStatus: Read<z.output<typeof input>, StatusBody> = {
  action: 'read-status',
  body: 'StatusBody',
  input,
  run: async (tx) => {
    const [head] = await tx.$queryRaw<HeadRow[]>`
      SELECT i.environment, clock_timestamp() AS now, h.epoch, h.revision, h.published_at,
        (SELECT max(at) FROM figure_samples) AS figures_at, a.verified_seq, a.broken_seq
      FROM installation i CROSS JOIN matrix_head h CROSS JOIN audit_integrity a`;
    if (!head) throw new Error('the installation was never initialised');
    const position = { epoch: head.epoch, revision: Number(head.revision) };
    const snapshot = await snapshotAt(tx, position);
    const counted = (await instanceViews(tx, position)).filter(
      (instance) => instance.state !== 'left' && instance.state !== 'isolated',
    );
    return ok({
      environment: head.environment as Environment,
      now: head.now.toISOString(),
      ...position,
      publishedAt: head.published_at.toISOString(),
      instances: {
        expected: counted.length,
        inStep: counted.filter((instance) => instance.state === 'in_step').length,
        silent: counted.filter((instance) => instance.state === 'silent').map((instance) => instance.id),
      },
      figuresAt: head.figures_at?.toISOString() ?? null,
      integrity: {
        state: head.broken_seq !== null ? 'broken' : head.verified_seq > 0n ? 'verified' : 'unchecked',
        verifiedSeq: Number(head.verified_seq),
        brokenSeq: head.broken_seq === null ? null : Number(head.broken_seq),
      },
      capabilities: await appliedCapabilities(tx, counted, head.epoch),
      recent: await changeSetViews(tx, {}, RECENT),
      attention: await attention(tx),
      alerts: await alertsPulse(tx),
      withdrawals: { toDecide: await withdrawalsToDecide(tx) },
      level: await levelStatus(tx, snapshot),
      stop: await openStopStatus(tx),
    });
  },
};
