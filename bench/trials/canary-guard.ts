// A guard of a canary is breached: until nothing is internalised any more, by the real Prometheus, worker and edge.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import type { CanaryBody } from '#lib/contract/canary.ts';
import type { OpenedForm, SignedForm } from '#lib/contract/signoff-views.ts';
import type { FrozenProgramme } from '#lib/rules/canary/programme.ts';
import { findProgram, PROMETHEUS } from '#scripts/programs.ts';
import { phase3 } from '../canary-run.ts';
import { openDoor, until } from '../console-door.ts';
import type { Installation } from '../installation.ts';
import { type Row, skippedRow } from '../row.ts';
import type { Bench, Trial } from '../trial.ts';
import { type BenchVenue, openVenue } from '../venue.ts';

const WHAT = 'canary guard breached -> 0% in force at the edge (scrape, evaluation, effective)';
const BUDGET_MS = 30_000;
const BUDGET = '< 30 s';
const GUARD = 'liquidation-failure';
const FAULT = ['liquidation-failing', { mode: 'executions' }] as const;
const LOOK_MS = 50;
/** So long without an order that the venue fills itself, and there are none any more. */
const QUIET_MS = 3_000;

/** Phase 3 as its first stage opens: days of waiting and what people have looked at are left out, its guards are not. */
function programme(): FrozenProgramme {
  const frozen = phase3();
  return {
    ...frozen,
    before: { ...frozen.before, seconds: 0, acceptance: [] },
    checks: [],
    passCriteria: [],
  };
}

/** Answers the id of the run, which is planned. */
async function planned(owner: pg.Client): Promise<string> {
  const [id, definition] = [randomUUID(), programme()];
  await owner.query(
    `INSERT INTO canary_runs (id, programme, definition, reason, stage_entered_at, planned_by, planned_name, planned_at)
     SELECT $1, $2, $3, 'Measured by the bench', clock_timestamp(), id, name, clock_timestamp()
     FROM people ORDER BY created_at LIMIT 1`,
    [id, definition.key, JSON.stringify(definition)],
  );
  return id;
}

/** Four people sign the gate, and the run is in its first stage. */
async function signed(installation: Installation, runId: string): Promise<void> {
  const doorOf = (role: (typeof SIGNOFF_LINES)[number]) =>
    openDoor(installation.consoleUrl, installation.account(role));
  const gate = { runId, gate: 0 };
  const { hash } = await until(
    // The figures of the form need two scrapes, and the venue has to be heard of.
    () =>
      doorOf('engineer')
        .send<OpenedForm>('open-for-signature', gate)
        .catch((error: Error) => {
          if (!error.message.includes(': 409 ')) throw error;
          return undefined;
        }),
    'a form that can be opened',
    1_000,
  );
  for (const line of SIGNOFF_LINES) {
    const account = installation.account(line);
    await doorOf(line).send<SignedForm>('sign-form', {
      ...{ ...gate, line, hash, name: account.name, narrow: [] },
      statements: SIGNATURE_LINES[line].statements.map(({ key }) => key),
      ...(line === 'executive' ? { decision: 'go' } : {}),
    });
  }
}

const internalised = (venue: BenchVenue) => venue.figure('bulkhead_sim_orders_total', 'route="internal"');

/** When the last order was filled by the venue itself, ms since 1970. */
async function lastInternalAt(venue: BenchVenue): Promise<number> {
  let [count, at] = [await internalised(venue), Date.now()];
  while (Date.now() - at < QUIET_MS) {
    await delay(LOOK_MS);
    const now = await internalised(venue);
    if (now !== count) [count, at] = [now, Date.now()];
  }
  return at;
}

/** When the edge first served that nothing is internalised, ms since 1970. */
async function servedAt({ edgeUrl, apiKey }: Installation): Promise<number> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const value = async (name: string) => {
    const answer = await fetch(`${edgeUrl}/config/switch/${name}`, { headers });
    return ((await answer.json()) as { value: unknown }).value;
  };
  return until(
    async () => ((await value('global_betting_enabled')) === false ? Date.now() : undefined),
    'the rollback at the edge',
    LOOK_MS,
  );
}

async function trial(installation: Installation, venue: BenchVenue, owner: pg.Client): Promise<Row> {
  const runId = await planned(owner);
  await signed(installation, runId);
  const engineer = openDoor(installation.consoleUrl, installation.account('engineer'));
  const read = () => engineer.read<CanaryBody>(`canary?id=${runId}`);
  const guard = await until(async () => {
    const { guards } = await read();
    return guards.every(({ state }) => state === 'armed')
      ? guards.find(({ key }) => key === GUARD)
      : undefined;
  }, 'guards that are armed');
  const before = await internalised(venue);
  await until(async () => ((await internalised(venue)) > before ? true : undefined), 'an internalised order');

  await venue.breaks(...FAULT);
  const failed = await venue.figure('venue_liquidations_failed_total');
  const breachedAt = await until(
    async () => ((await venue.figure('venue_liquidations_failed_total')) > failed ? Date.now() : undefined),
    'a liquidation that fails',
    LOOK_MS,
  );
  const served = servedAt(installation);
  const scrapedAt = await until(
    async () => (((await venue.asks(guard.query)) ?? 0) > guard.threshold ? Date.now() : undefined),
    'the breach in Prometheus',
    LOOK_MS,
  );
  const breach = await until(async () => (await read()).breaches[0], 'the rollback');
  const [effectiveAt, lastAt, decidedAt] = [await served, await lastInternalAt(venue), Date.parse(breach.at)];
  const parts = {
    scrape: scrapedAt - breachedAt,
    evaluation: decidedAt - scrapedAt,
    effective: Math.max(effectiveAt, lastAt) - decidedAt,
  };
  const total = Math.max(effectiveAt, lastAt) - breachedAt;
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  return {
    what: WHAT,
    measured: `${seconds(total)} s`,
    budget: BUDGET,
    bounds: [{ value: total, is: 'below', limit: BUDGET_MS }],
    note: `Until Prometheus had it ${seconds(parts.scrape)} s, judged and rolled back ${seconds(parts.evaluation)} s, at the edge and no order internalised any more ${seconds(parts.effective)} s. Phase 3, a liquidation fails; scraped every 5 s, guards looked at every 15 s.`,
    figures: { total, ...parts },
  };
}

async function run(bench: Bench): Promise<Row[]> {
  if (findProgram(PROMETHEUS) === undefined)
    return [skippedRow(WHAT, 'Prometheus is needed, and is not here.', BUDGET)];
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-venue-'));
  let venue: BenchVenue | undefined;
  let owner: pg.Client | undefined;
  try {
    venue = await openVenue(folder);
    // What console and worker are started with.
    process.env.PROMETHEUS_URL = venue.prometheusUrl;
    const installation = await bench.anotherInstallation(async () => {});
    await venue.trade(installation);
    owner = new pg.Client({ connectionString: installation.urls.owner });
    await owner.connect();
    return [await trial(installation, venue, owner)];
  } finally {
    delete process.env.PROMETHEUS_URL;
    await owner?.end();
    await venue?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const canaryGuardTrial: Trial = { name: 'canary-guard', run };
