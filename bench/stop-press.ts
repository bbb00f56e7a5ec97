// The emergency stop pressed through the whole console, as often as it has to be; the venue is brought back in between.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Client } from 'undici';
import type { StopAnswer } from '#lib/contract/emergency.ts';
import { disconnect } from '#lib/store/client.ts';
import type { Installation } from './installation.ts';
import { setBack } from './set-back.ts';
import { timedCommand } from './timed-command.ts';

const MOST_REFUSALS = 10;
const reason = 'A measurement of npm run bench';

/** Brings the venue back as it was, so that the next press changes five switches again. Not measured. */
async function restart(owner: pg.Client): Promise<void> {
  await owner.query(
    `INSERT INTO procedure_runs (procedure_key, procedure, title, subject_kind, subject_id, reason, started_name, completed_at)
     SELECT 'recovery-after-stop', '{}', 'Recovery', 'emergency-stop', id, 'bench', 'bench', clock_timestamp()
     FROM emergency_stops WHERE restarted_at IS NULL`,
  );
  await owner.query('UPDATE emergency_stops SET restarted_at = clock_timestamp() WHERE restarted_at IS NULL');
  const turned = ['trading_enabled', 'new_orders_enabled', 'strategies_enabled', 'global_betting_enabled'];
  const on = turned.map((name) => ({ switch: name, value: true }));
  await setBack([...on, { switch: 'routing_mode', value: 'NORMAL_MODE' }], reason);
}

export interface Pressed {
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

export interface StopPress {
  /** Brings the venue back, then presses; only the press is timed. */
  once(): Promise<Pressed>;
  /** Brings the venue back and ends its connections. */
  close(): Promise<void>;
}

/** Ours is the only process that writes with `installation`'s database meanwhile. */
export async function openStopPress(installation: Installation): Promise<StopPress> {
  process.env.DATABASE_URL = installation.urls.app;
  const owner = new pg.Client({ connectionString: installation.urls.owner });
  await owner.connect();
  const client = new Client(installation.consoleUrl);
  const { token } = installation.account('operations');
  return {
    async once() {
      await restart(owner);
      return press(client, token);
    },
    async close() {
      await restart(owner).finally(() => Promise.all([client.close(), owner.end(), disconnect()]));
    },
  };
}
