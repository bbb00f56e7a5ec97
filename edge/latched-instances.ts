// Which instances report here, and which latch each says it has laid over its values: the proof of a stop without a database.
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';
import type { HeardReport } from './report-queue.ts';

export interface LatchedInstances {
  note(report: HeardReport): void;
  /** Those heard of late, by name. */
  list(): { id: string; latch: string | undefined }[];
}

export function createLatchedInstances(now: () => number = () => performance.now()): LatchedInstances {
  /** The one heard longest ago first. */
  const heard = new Map<string, { at: number; latch: string | undefined }>();

  /** Names come and go with each release: those that are silent are forgotten at each report, not only when asked for. */
  function forgetSilent(): void {
    const oldest = now() - SILENT_AFTER_MS;
    for (const [id, { at }] of heard) {
      if (at >= oldest) return;
      heard.delete(id);
    }
  }

  return {
    note({ instanceId, heardAt, latch, leaving }) {
      heard.delete(instanceId);
      if (!leaving) heard.set(instanceId, { at: heardAt, latch });
      forgetSilent();
    },
    list() {
      forgetSilent();
      return [...heard].map(([id, { latch }]) => ({ id, latch })).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}
