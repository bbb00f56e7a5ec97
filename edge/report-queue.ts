// Reports that wait for the database, in bounded memory: what proves an effect is kept, what repeats itself gives way.
import type { AppliedReport } from '#lib/contract/edge.ts';

/** A report with whom it is from and when it was heard (monotonic ms). */
export interface HeardReport extends AppliedReport {
  instanceId: string;
  heardAt: number;
}

export interface ReportQueue {
  add(report: HeardReport): void;
  /** Takes up to `limit` reports out, receipts before heartbeats, oldest first. */
  take(limit: number): HeardReport[];
  /** Puts reports back that could not be stored. */
  putBack(reports: readonly HeardReport[]): void;
  size(): number;
  /** Receipts given up because there was no room left even without heartbeats. */
  lostReceipts(): number;
}

export const MAX_WAITING = 20_000;

/**
 * The first report of an instance at a position is a receipt: when it was heard is part of the proof of effect.
 * Each later one at the same position is a heartbeat, of which only the newest of each instance says anything.
 */
export function createReportQueue(maxWaiting = MAX_WAITING): ReportQueue {
  const receipts = new Map<string, HeardReport>();
  const heartbeats = new Map<string, HeardReport>();
  /** Position last heard of each instance, the one heard longest ago first. */
  const heardPositions = new Map<string, string>();
  let lost = 0;

  function isFirstAtPosition(report: HeardReport): boolean {
    const position = positionOf(report);
    const first = heardPositions.get(report.instanceId) !== position;
    heardPositions.delete(report.instanceId);
    heardPositions.set(report.instanceId, position);
    if (heardPositions.size > maxWaiting) dropOldest(heardPositions);
    // An instance without any values has nothing to prove.
    return first && (report.epoch > 0 || report.revision > 0);
  }

  function keepReceipt(report: HeardReport): void {
    const key = `${report.instanceId} ${positionOf(report)}`;
    const waiting = receipts.get(key);
    if (!waiting || report.heardAt < waiting.heardAt) receipts.set(key, report);
  }

  function keepHeartbeat(report: HeardReport): void {
    const waiting = heartbeats.get(report.instanceId);
    if (!waiting || report.heardAt > waiting.heardAt) heartbeats.set(report.instanceId, report);
  }

  function makeRoom(): void {
    while (receipts.size + heartbeats.size > maxWaiting) {
      if (dropOldest(heartbeats)) continue;
      dropOldest(receipts);
      lost += 1;
    }
  }

  return {
    add(report) {
      if (isFirstAtPosition(report)) {
        keepReceipt(report);
        heartbeats.delete(report.instanceId);
      } else keepHeartbeat(report);
      makeRoom();
    },
    take(limit) {
      const taken: HeardReport[] = [];
      for (const from of [receipts, heartbeats]) {
        for (const [key, report] of from) {
          if (taken.length >= limit) break;
          taken.push(report);
          from.delete(key);
        }
      }
      return taken;
    },
    putBack(reports) {
      // Whether each was a receipt is not known any more: all are kept as receipts, which loses nothing.
      for (const report of reports) keepReceipt(report);
      makeRoom();
    },
    size: () => receipts.size + heartbeats.size,
    lostReceipts: () => lost,
  };
}

function positionOf(report: AppliedReport): string {
  return `${report.epoch}.${report.revision}`;
}

function dropOldest(map: Map<string, unknown>): boolean {
  for (const key of map.keys()) return map.delete(key);
  return false;
}
