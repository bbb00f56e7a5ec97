// Who hears that a guard rolled a canary back: written with the rollback, to every channel and to the phones behind PagerDuty.
import { ROLLBACK_TELLS } from '#lib/catalog/canary-runs.ts';
import { recipientsOf } from '#lib/rules/alerts/chain-recipients.ts';
import type { Notice } from '#lib/rules/alerts/notice.ts';
import { type Breach, beyondWords, figureWords } from '#lib/rules/canary/canary-guards.ts';
import { listChannels } from '#lib/store/alerts/channels.ts';
import { writeNotices } from '#lib/store/alerts/outbox.ts';
import { crewOf, onCallOf } from '#lib/store/alerts/rota.ts';
import type { StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Tx } from '#lib/store/client.ts';

export async function tellRollback(
  tx: Tx,
  run: Pick<StoredCanary, 'id' | 'number' | 'definition'>,
  { breaches, failed, at }: { breaches: readonly Breach[]; failed: boolean; at: Date },
): Promise<void> {
  const channels = await listChannels(tx);
  if (channels.length === 0) return;
  const { personId } = await onCallOf(tx, at);
  const { told, nobodyOnCall } = recipientsOf(ROLLBACK_TELLS, await crewOf(tx), personId);
  const notice: Notice = {
    kind: 'canary.rolled_back',
    canary: { id: run.id, number: run.number, title: run.definition.title },
    breaches: breaches.map(({ guard, sample }) => ({
      ...{ title: guard.title, value: beyondWords(sample.value, guard.threshold, guard.unit) },
      ...{ limit: figureWords(guard.threshold, guard.unit), rollback: guard.rollback.label },
    })),
    ...{ failed, told: told.map(({ name, as }) => ({ name, as })), nobodyOnCall, at: at.toISOString() },
  };
  await writeNotices(tx, channels, [{ notice, toldSteps: 0 }], at);
}
