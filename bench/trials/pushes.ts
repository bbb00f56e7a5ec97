// Manual 3's reactions within one and two seconds: the venue breaks, says so itself, Bulkhead acts by policy, every instance has it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ALERTS, type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { disconnect } from '#lib/store/client.ts';
import { ROOT } from '#scripts/launch/settings.ts';
import type { Installation } from '../installation.ts';
import type { Row } from '../row.ts';
import { setBack } from '../set-back.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import type { Bench, Trial } from '../trial.ts';

const INSTANCES = 14;
const SAMPLES = 12;
const LOOK_MS = 10;
const LIMIT_MS = 30_000;
const reason = 'A measurement of npm run bench';

const MEASURED = [
  { alert: 'drawdown-breaker', budgetMs: ALERTS['drawdown-breaker'].source.withinMs },
  { alert: 'database-lost', budgetMs: ALERTS['database-lost'].source.withinMs },
] as const;

interface Venue {
  url: string;
  stop(): Promise<void>;
}

/** The simulated venue beside the installation; the bench otherwise leaves it out. */
async function startVenue({ edgeUrl, apiKey, intakeUrl, alertsKey }: Installation): Promise<Venue> {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'sim/main.ts')], {
    env: {
      ...process.env,
      BULKHEAD_LOG_LEVEL: 'info',
      ...{ BULKHEAD_SIM_PORT: '0', BULKHEAD_SIM_INSTANCES: String(INSTANCES) },
      ...{ BULKHEAD_EDGE_URL: edgeUrl, BULKHEAD_EDGE_KEY: apiKey },
      ...{ BULKHEAD_INTAKE_URL: intakeUrl, BULKHEAD_ALERTS_KEY: alertsKey },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const said = JSON.parse(line) as { message: string; port?: number };
      if (said.message === 'the venue trades' && said.port) resolve(said.port);
    });
    void ended.then(() => reject(new Error('The simulated venue ended before it traded.')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + LIMIT_MS; ; await delay(LOOK_MS)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${LIMIT_MS} ms.`);
  }
}

/** What the action turns off is on again. */
async function mend(alert: AlertKey): Promise<void> {
  const settings = findAlert(alert)?.action?.settings ?? [];
  await setBack(
    settings.map(({ switch: name }) => ({ switch: name, value: true })),
    reason,
  );
}

interface Sample {
  /** From breaking the venue until its word is there, and until every instance has what the policy did, ms. */
  receivedMs: number;
  effectiveMs: number;
}

async function breakOnce(owner: pg.Client, venue: Venue, alert: AlertKey): Promise<Sample> {
  await mend(alert);
  const fault = (method: 'POST' | 'DELETE') => fetch(`${venue.url}/faults/${alert}`, { method });
  const brokenAt = Date.now();
  const reached = (moment: 'effective_at' | 'resolved_at') =>
    until(`${alert} ${moment}`, async () => {
      const { rows } = await owner.query<{ received: Date; at: Date | null }>(
        `SELECT received_at AS received, ${moment} AS at FROM firings
         WHERE alert = $1 AND received_at >= $2 ORDER BY number DESC LIMIT 1`,
        [alert, new Date(brokenAt)],
      );
      return rows[0]?.at ? { received: rows[0].received.getTime(), at: rows[0].at.getTime() } : undefined;
    });
  await fault('POST');
  const { received, at } = await reached('effective_at');
  await fault('DELETE');
  await reached('resolved_at');
  return { receivedMs: received - brokenAt, effectiveMs: at - brokenAt };
}

async function setPolicies(
  { consoleUrl, account }: Installation,
  policy: 'execute' | 'propose',
): Promise<void> {
  for (const { alert } of MEASURED) {
    const answer = await fetch(`${consoleUrl}/api/v1/commands/set-alert-policy`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${account('super_admin').token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ alert, policy, reason }),
    });
    if (!answer.ok) throw new Error(`set-alert-policy was answered ${answer.status} ${await answer.text()}`);
  }
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  process.env.DATABASE_URL = installation.urls.app;
  const owner = new pg.Client({ connectionString: installation.urls.owner });
  await owner.connect();
  const venue = await startVenue(installation);
  try {
    await until('the venue', async () =>
      (await fetch(`${venue.url}/readyz`)).status === 200 ? true : undefined,
    );
    await setPolicies(installation, 'execute');
    const rows: Row[] = [];
    for (const { alert, budgetMs } of MEASURED) {
      const samples: Sample[] = [];
      while (samples.length < SAMPLES && !bench.signal.aborted)
        samples.push(await breakOnce(owner, venue, alert));
      const effective = distributionOf(samples.map((sample) => sample.effectiveMs));
      const received = distributionOf(samples.map((sample) => sample.receivedMs));
      rows.push({
        what: `${alert}: venue broken -> pushed -> acted by policy -> ${INSTANCES} instances, p50 / max`,
        measured: milliseconds(effective.p50, effective.max),
        budget: `< ${budgetMs.toLocaleString('en-US')} ms`,
        bounds: [{ value: effective.max, is: 'below', limit: budgetMs }],
        note: `The venue's word is stored after ${milliseconds(received.p50, received.max)} (p50 / max of ${SAMPLES}).`,
        figures: { p50: effective.p50, max: effective.max, receivedP50: received.p50 },
      });
    }
    await setPolicies(installation, 'propose');
    return rows;
  } finally {
    await venue.stop();
    await Promise.all([owner.end(), disconnect()]);
    delete process.env.DATABASE_URL;
  }
}

export const pushesTrial: Trial = { name: 'pushes', run };
