// Presses of level 2 as an operator's script would send them, each one over values that it changes all of.
import { Client } from 'undici';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { disconnect } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import type { Installation } from './installation.ts';
import { type Change, timedChange } from './timed-command.ts';

/** None of these is what level 2 sets. */
const BEFORE = [
  { switch: 'global_betting_enabled', value: true },
  { switch: 'routing_mode', value: 'NORMAL_MODE' },
  { switch: 'liquidation_enabled', value: true },
  { switch: 'new_orders_enabled', value: true },
];
const reason = 'A measurement of npm run bench';

export interface Presser {
  /** Everything back to before, by the write path itself: a person would need another one's approval. Answers the revision. */
  setBack(): Promise<number>;
  /** One press that changes four switches; undefined when the console was too busy to take it (503). */
  press(): Promise<Change | undefined>;
  close(): Promise<void>;
}

export function createPresser({ consoleUrl, urls, account }: Installation): Presser {
  process.env.DATABASE_URL = urls.app;
  const client = new Client(consoleUrl);
  const { token } = account('risk_manager');
  return {
    async setBack() {
      const done = await execute(setSwitches, { changes: BEFORE, reason }, SYSTEM);
      if (!done.ok) throw new Error(`set-switches was answered ${done.error.code} ${done.error.message}`);
      return done.value.revision;
    },
    press: () =>
      timedChange(client, { path: '/api/v1/commands/press-level', token, body: { level: 2, reason } }),
    async close() {
      await Promise.all([client.close(), disconnect()]);
      delete process.env.DATABASE_URL;
    },
  };
}
