// Stores reports by group commit: what arrives while one batch is being stored makes up the next.
import pg from 'pg';
import type { FigureSample } from '#lib/contract/edge.ts';
import { keepConnected } from '#lib/door/connection.ts';
import type { DatabaseClock } from '#lib/door/database-clock.ts';
import { storeKeyUses } from '#lib/door/key-use-rows.ts';
import type { KeyUses } from '#lib/door/key-uses.ts';
import type { Log } from '#lib/process/log.ts';
import type { HeardExecutor } from './executor-reports.ts';
import type { HeardReport, ReportQueue } from './report-queue.ts';

export interface ReportWriterOptions {
  url: string;
  edgeId: string;
  clock: DatabaseClock;
  queue: ReportQueue;
  uses: KeyUses;
  log: Log;
}

export interface ReportWriter {
  /** Takes a report in; it is stored at once, or as soon as the database is there. */
  add(report: HeardReport): void;
  /** Figures of one moment (monotonic ms). Kept through a short outage, the oldest given up first. */
  addSample(at: number, sample: FigureSample): void;
  /** The newest word of an executor; an older one that still waits gives way to it. */
  addExecutor(heard: HeardExecutor): void;
  /** Stores which keys were used; without a database they wait and are counted on. */
  storeUses(): void;
  stored(): number;
  /** Rows the database would not take for what is in them. */
  rejected(): number;
  /** Stores what waits if that takes no longer than `withinMs`, then closes. */
  close(withinMs: number): Promise<void>;
}

const BATCH = 500;
const MAX_SAMPLES = 600;
/** While there is no connection, or after a failure: look again this often. */
const RETRY_MS = 100;

// The trigger of instance_reports files each row. The notification goes out with the commit, in the same round trip.
const STORE = `
  WITH stored AS (
    INSERT INTO instance_reports (instance_id, service, version, edge_id, mode, fallen, epoch, revision, started_at, received_at, leaving)
    SELECT r."instanceId", r.service, r.version, $2, r.mode, coalesce(r.fallen, '{}'), r.epoch, r.revision, r."startedAt",
      to_timestamp(r."receivedMs" / 1000), coalesce(r.leaving, false)
    FROM jsonb_to_recordset($1::jsonb) AS r("instanceId" text, service text, version text, mode text, fallen text[],
      epoch integer, revision bigint, "startedAt" timestamptz, "receivedMs" double precision, leaving boolean)
  )
  SELECT pg_notify('bulkhead_reports', $3)`;
const STORE_SAMPLES = `
  INSERT INTO figure_samples (edge_id, at, figures)
  SELECT $2, to_timestamp(s.ms / 1000), s.figures
  FROM jsonb_to_recordset($1::jsonb) AS s(ms double precision, figures jsonb)
  ON CONFLICT DO NOTHING`;

// The trigger of executor_reports files it.
const STORE_EXECUTOR = `
  WITH stored AS (
    INSERT INTO executor_reports (executor_id, edge_id, received_at, body)
    VALUES ($1, $2, to_timestamp($3::double precision / 1000), $4)
  )
  SELECT pg_notify('bulkhead_reports', '1')`;

export function createReportWriter(options: ReportWriterOptions): ReportWriter {
  const { clock, queue, uses, log, edgeId } = options;
  const connection = keepConnected({ url: options.url, name: `bulkhead edge ${edgeId} reports`, log });
  const samples: { at: number; figures: FigureSample }[] = [];
  const executors = new Map<string, HeardExecutor>();
  let stored = 0;
  let rejected = 0;
  let usesDue = false;
  let busy = false;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  function work(): void {
    if (busy || closed) return;
    busy = true;
    clearTimeout(retry);
    // Reports that arrive in the same turn of the event loop go together.
    setImmediate(() => {
      storeAll().finally(() => {
        busy = false;
        if (waiting() && !closed) retry = setTimeout(work, RETRY_MS);
      });
    });
  }

  const waiting = () => queue.size() > 0 || executors.size > 0 || samples.length > 0 || usesWait();
  const usesWait = () => usesDue && uses.size() > 0;

  async function storeAll(): Promise<void> {
    while (waiting()) {
      const client = connection.client();
      // Without a look at the database's clock in this life, nothing could be dated yet.
      if (!client || !clock.known()) return;
      if (queue.size() > 0 && !(await storeBatch(client))) return;
      if (executors.size > 0 && !(await storeExecutors(client))) return;
      if (samples.length > 0 && !(await storeSamples(client))) return;
      if (usesWait() && !(await storeUses(client))) return;
    }
  }

  async function storeBatch(client: pg.Client): Promise<boolean> {
    const batch = queue.take(BATCH);
    // One order for every edge, so that two edges never wait for each other's rows.
    batch.sort((a, b) =>
      a.instanceId === b.instanceId ? a.heardAt - b.heardAt : a.instanceId < b.instanceId ? -1 : 1,
    );
    try {
      await insert(client, batch);
      return true;
    } catch (error) {
      if (isAboutContent(error)) return storeOneByOne(client, batch);
      queue.putBack(batch);
      connection.drop(client, error);
      return false;
    }
  }

  /** One row the database will not take must not hold back the others. */
  async function storeOneByOne(client: pg.Client, batch: readonly HeardReport[]): Promise<boolean> {
    for (const [index, report] of batch.entries()) {
      try {
        await insert(client, [report]);
      } catch (error) {
        if (!isAboutContent(error)) {
          queue.putBack(batch.slice(index));
          connection.drop(client, error);
          return false;
        }
        rejected += 1;
        log.error('the database refused a report', { instanceId: report.instanceId, err: error });
      }
    }
    return true;
  }

  async function insert(client: pg.Client, batch: readonly HeardReport[]): Promise<void> {
    const rows = batch.map(({ heardAt, figures: _, latch: __, ...report }) => ({
      ...report,
      receivedMs: clock.at(heardAt),
    }));
    const values = [JSON.stringify(rows), edgeId, String(rows.length)];
    await client.query({ name: 'store-reports', text: STORE, values });
    stored += rows.length;
  }

  async function storeExecutors(client: pg.Client): Promise<boolean> {
    // One order for every edge, so that two edges never wait for each other's rows.
    const batch = [...executors.values()].sort((a, b) => (a.executorId < b.executorId ? -1 : 1));
    executors.clear();
    for (const heard of batch) {
      const values = [heard.executorId, edgeId, clock.at(heard.heardAt), JSON.stringify(heard.report)];
      try {
        await client.query({ name: 'store-executor', text: STORE_EXECUTOR, values });
      } catch (error) {
        if (isAboutContent(error)) {
          rejected += 1;
          log.error('the database refused a report of an executor', {
            instanceId: heard.executorId,
            err: error,
          });
          continue;
        }
        // Those that came meanwhile are newer.
        for (const waits of batch)
          if (!executors.has(waits.executorId)) executors.set(waits.executorId, waits);
        connection.drop(client, error);
        return false;
      }
    }
    return true;
  }

  async function storeSamples(client: pg.Client): Promise<boolean> {
    const batch = samples.splice(0);
    const rows = batch.map(({ at, figures }) => ({ ms: clock.at(at), figures }));
    try {
      await client.query({
        name: 'store-samples',
        text: STORE_SAMPLES,
        values: [JSON.stringify(rows), edgeId],
      });
      return true;
    } catch (error) {
      samples.unshift(...batch);
      connection.drop(client, error);
      return false;
    }
  }

  async function storeUses(client: pg.Client): Promise<boolean> {
    // Before the wait: what becomes due meanwhile stays due.
    usesDue = false;
    try {
      await storeKeyUses(client, edgeId, uses, clock);
      return true;
    } catch (error) {
      usesDue = true;
      connection.drop(client, error);
      return false;
    }
  }

  return {
    add(report) {
      queue.add(report);
      work();
    },
    addExecutor(heard) {
      executors.set(heard.executorId, heard);
      work();
    },
    addSample(at, figures) {
      samples.push({ at, figures });
      if (samples.length > MAX_SAMPLES) samples.shift();
      work();
    },
    storeUses() {
      usesDue = true;
      work();
    },
    stored: () => stored,
    rejected: () => rejected,
    async close(withinMs) {
      usesDue = true;
      const deadline = performance.now() + withinMs;
      while ((busy || waiting()) && connection.client() && performance.now() < deadline) {
        work();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      closed = true;
      clearTimeout(retry);
      await connection.close();
      if (queue.size() > 0)
        log.warn('stopped with reports that could not be stored', { count: queue.size() });
    },
  };
}

/** Data exceptions and broken constraints: storing the same row again would fail again. */
function isAboutContent(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|23)/.test(error.code ?? '');
}
