// Which instances report here, and which latch each says it has laid over its values: the proof of a stop without a database.
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';
import type { HeardReport } from './report-queue.ts';

export interface LatchedInstances {
  note(report: HeardReport): void;
  /** Those heard of late, by name. */
  list(): { id: string; latch: string | undefined }[];
}

export function createLatchedInstances(now: () => number = () => performance.now()): LatchedInstances {
  const heard = new Map<string, { at: number; latch: string | undefined }>();
  return {
    note({ instanceId, heardAt, latch, leaving }) {
      if (leaving) heard.delete(instanceId);
      else heard.set(instanceId, { at: heardAt, latch });
    },
    list() {
      const oldest = now() - SILENT_AFTER_MS;
      for (const [id, { at }] of heard) if (at < oldest) heard.delete(id);
      return [...heard].map(([id, { latch }]) => ({ id, latch })).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}
