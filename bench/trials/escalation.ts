// How late the chain of a P0 is told: alerts come in by the intake when the next step is seconds away, and a real worker tells it.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import { ALERTMANAGER_PATH } from '#lib/contract/intake.ts';
import type { Installation } from '../installation.ts';
import type { Row } from '../row.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import type { Bench, Trial } from '../trial.ts';

const ALERTS = 50;
/** The first of them is due this long after it is sent, the last after the spread as well, ms. */
const LEAD_MS = 2_000;
const SPREAD_MS = 3_000;
const LOOK_MS = 100;
const LIMIT_MS = 60_000;
const BUDGET_MS = 1_000;

/** The first step is told as soon as an alert is taken: it has no time to be late for. */
const STEPS = ESCALATION.map(({ afterSeconds }, step) => ({ step, afterSeconds })).slice(1);

async function until(what: string, signal: AbortSignal, look: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; !(await look()); await delay(LOOK_MS, undefined, { signal }))
    if (Date.now() > deadline) throw new Error(`${what}: not within ${LIMIT_MS} ms.`);
}

interface Sent {
  fingerprint: string;
  startsAt: string;
}

async function post(
  { intakeUrl, alertsKey }: Installation,
  sent: readonly Sent[],
  status: 'firing' | 'resolved',
): Promise<void> {
  const alerts = sent.map(({ fingerprint, startsAt }) => ({
    ...{ status, fingerprint, startsAt, annotations: {} },
    labels: { alertname: 'Escalation', priority: 'P0', nth: fingerprint },
    endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
  }));
  const answer = await fetch(`${intakeUrl}${ALERTMANAGER_PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${alertsKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version: '4', status, receiver: 'bulkhead', truncatedAlerts: 0, alerts }),
  });
  if (!answer.ok) throw new Error(`The intake answered ${answer.status} ${await answer.text()}`);
}

/** By the clock of the database, which says both when a step is due and when it is told. */
async function measure(
  installation: Installation,
  owner: pg.Client,
  { step, afterSeconds }: (typeof STEPS)[number],
  signal: AbortSignal,
): Promise<number[]> {
  const { rows: clock } = await owner.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const now = clock[0]?.now.getTime() ?? Date.now();
  const sent = Array.from({ length: ALERTS }, (_, nth): Sent => {
    const aheadMs = LEAD_MS + (SPREAD_MS * nth) / ALERTS;
    return {
      fingerprint: randomUUID(),
      startsAt: new Date(now - afterSeconds * 1_000 + aheadMs).toISOString(),
    };
  });
  const fingerprints = sent.map(({ fingerprint }) => fingerprint);
  await post(installation, sent, 'firing');
  let late: number[] = [];
  await until(`step ${step}`, signal, async () => {
    const { rows } = await owner.query<{ ms: number }>(
      `SELECT extract(epoch FROM a.at - (a.details::jsonb->>'dueAt')::timestamptz)::float8 * 1000 AS ms
       FROM audit_log a JOIN firings f ON f.id::text = a.details::jsonb->>'firingId'
       WHERE a.kind = 'alert.escalated' AND f.fingerprint = ANY($1) AND (a.details::jsonb->>'step')::int = $2`,
      [fingerprints, step],
    );
    late = rows.map(({ ms }) => ms);
    return late.length >= ALERTS;
  });
  await post(installation, sent, 'resolved');
  await until('the end of the alerts', signal, async () => {
    const { rowCount } = await owner.query(
      'SELECT 1 FROM firings WHERE fingerprint = ANY($1) AND resolved_at IS NULL LIMIT 1',
      [fingerprints],
    );
    return rowCount === 0;
  });
  return late;
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const owner = new pg.Client({ connectionString: installation.urls.owner });
  await owner.connect();
  try {
    const rows: Row[] = [];
    for (const one of STEPS) {
      const late = await measure(installation, owner, one, bench.signal);
      const { p50, max } = distributionOf(late);
      const minutes = one.afterSeconds / 60;
      rows.push({
        what: `escalation: ${minutes}:00 after it fired -> told, late by, p50 / max of ${ALERTS}`,
        measured: milliseconds(p50, max),
        budget: `never early, < ${BUDGET_MS.toLocaleString('en-US')} ms`,
        bounds: [
          { value: max, is: 'below', limit: BUDGET_MS },
          { value: Math.min(...late), is: 'at least', limit: 0 },
        ],
        note: `Alerts through the intake whose ${minutes}:00 are seconds away, due over ${SPREAD_MS / 1_000} s; the worker looks twice a second.`,
        figures: { p50, max, step: one.step },
      });
    }
    return rows;
  } finally {
    await owner.end();
  }
}

export const escalationTrial: Trial = { name: 'escalation', run };
