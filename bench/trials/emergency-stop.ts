// The press of the emergency stop through the whole console, while a storm of reads keeps the console and its database busy.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Client } from 'undici';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import { setSwitches } from '#lib/commands/set-switches.ts';
import type { StopAnswer } from '#lib/contract/emergency.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { disconnect } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import type { Installation } from '../installation.ts';
import type { Row } from '../row.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { timedCommand } from '../timed-command.ts';
import { type Bench, repeat, type Trial } from '../trial.ts';

const WARM_UP = 10;
const SAMPLES = 100;
const READERS = 16;
const BUDGET_P99 = 1_000;
const MOST_REFUSALS = 10;
const reason = 'A measurement of npm run bench';
/** Reads that work: a page of the log, the changes with their effect, positions with their commands. */
const READS = ['/api/v1/audit?limit=200', '/api/v1/changes?limit=200', '/api/v1/positions'];

/** A busy machine is not what this part is about: the same attempt again until it is answered. */
async function untilTaken(changes: readonly { switch: string; value: unknown }[]) {
  const idempotencyKey = randomUUID();
  for (let refusals = 0; ; refusals++) {
    const input = { changes, reason };
    const set = await execute(setSwitches, input, SYSTEM, { idempotencyKey });
    if (set.ok || refusals === MOST_REFUSALS) return set;
  }
}

/** Brings the venue back as it was, so that the next press changes five switches again. Not measured. */
async function restart(owner: pg.Client): Promise<void> {
  await owner.query(
    `INSERT INTO procedure_runs (procedure_key, procedure, title, subject_kind, subject_id, reason, started_name, completed_at)
     SELECT 'recovery-after-stop', '{}', 'Recovery', 'emergency-stop', id, 'bench', 'bench', clock_timestamp()
     FROM emergency_stops WHERE restarted_at IS NULL`,
  );
  await owner.query('UPDATE emergency_stops SET restarted_at = clock_timestamp() WHERE restarted_at IS NULL');
  const changes = [
    ...['trading_enabled', 'new_orders_enabled', 'strategies_enabled', 'global_betting_enabled'].map(
      (name) => ({
        switch: name,
        value: true,
      }),
    ),
    { switch: 'routing_mode', value: 'NORMAL_MODE' },
  ];
  const set = await untilTaken(changes);
  if (!set.ok) throw new Error(`${set.error.code}: ${set.error.message}`);
}

interface Pressed {
  /** From the first press until the answer that it is stopped, ms. */
  tookMs: number;
  /** Answers "busy" (503) before it. */
  refusals: number;
}

/** Presses, and presses again with the same key when it is told to, as a person would. */
async function press(client: Client, token: string): Promise<Pressed> {
  const headers = { 'idempotency-key': randomUUID() };
  const command = { path: '/admin/emergency-stop', token, headers, body: { reason } };
  const first = await timedCommand<StopAnswer>(client, command);
  let [last, refusals] = [first, 0];
  for (; !last.answer && refusals < MOST_REFUSALS; refusals++) last = await timedCommand(client, command);
  if (!last.answer) throw new Error(`The press was answered "busy" ${refusals + 1} times.`);
  return { tookMs: last.answeredAt - first.sentAt, refusals };
}

/** Readers that ask again as soon as they are answered; `end` gives how many answers with content they had. */
function storm({ consoleUrl, account }: Installation): { end(): Promise<number> } {
  let ended = false;
  let answers = 0;
  const readers = Array.from({ length: READERS }, async (_, reader) => {
    const client = new Client(consoleUrl);
    // Of several people, so that none is refused for asking too often.
    const headers = {
      authorization: `Bearer ${account(ROLE_NAMES[reader % ROLE_NAMES.length] ?? 'auditor').token}`,
    };
    for (let turn = reader; !ended; turn++) {
      const path = READS[turn % READS.length] ?? '/';
      const answer = await client.request({ path, method: 'GET', headers });
      await answer.body.dump();
      if (answer.statusCode === 200) answers += 1;
    }
    await client.close();
  });
  const all = Promise.all(readers);
  all.catch(() => {});
  return {
    async end() {
      ended = true;
      await all;
      return answers;
    },
  };
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  process.env.DATABASE_URL = installation.urls.app;
  const owner = new pg.Client({ connectionString: installation.urls.owner });
  await owner.connect();
  const client = new Client(installation.consoleUrl);
  const { token } = installation.account('operations');
  const once = async () => {
    await restart(owner);
    return press(client, token);
  };
  try {
    const before = await repeat(WARM_UP, SAMPLES, once);
    const readers = storm(installation);
    const startedAt = performance.now();
    const beside = await repeat(WARM_UP, SAMPLES, once).finally(() => readers.end());
    const rate = (await readers.end()) / ((performance.now() - startedAt) / 1_000);
    await restart(owner);
    const calm = distributionOf(before.map(({ tookMs }) => tookMs));
    const stormy = distributionOf(beside.map(({ tookMs }) => tookMs));
    const refusals = beside.reduce((sum, pressed) => sum + pressed.refusals, 0);
    return [
      {
        what: `emergency stop, press -> answer, beside ${READERS} readers (${rate.toFixed(0)} answers/s), p50 / p99`,
        measured: milliseconds(stormy.p50, stormy.p99),
        baseline: milliseconds(calm.p50, calm.p99),
        ratio: stormy.p50 / calm.p50,
        budget: `p99 < ${BUDGET_P99} ms`,
        bounds: [{ value: stormy.p99, is: 'below', limit: BUDGET_P99 }],
        note: `Baseline: the same press with nobody reading. ${refusals} answers to ${SAMPLES} presses said to press again, which is in their time.`,
        figures: {
          p50: stormy.p50,
          p99: stormy.p99,
          max: stormy.max,
          refusals,
          calmP50: calm.p50,
          calmP99: calm.p99,
        },
      },
    ];
  } finally {
    await Promise.all([client.close(), owner.end(), disconnect()]);
  }
}

export const emergencyStopTrial: Trial = { name: 'stop', run };
