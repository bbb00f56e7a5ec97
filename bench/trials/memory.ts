// What each process holds when nothing happens: after some work, and then thirty seconds of rest.
import { setTimeout as wait } from 'node:timers/promises';
import type { ProcessName } from '#scripts/launch/settings.ts';
import { CAN_TELL_MEMORY, residentOf } from '../resident.ts';
import { type Row, skippedRow } from '../row.ts';
import { signIn } from '../session.ts';
import { createChanger } from '../set-switch.ts';
import { type Bench, repeat, type Trial } from '../trial.ts';

const REST_MS = 30_000;
const CHANGES = 100;
const VISITS = 20;
const BUDGETS: readonly [ProcessName, number][] = [
  ['console', 350],
  ['edge', 120],
  ['worker', 150],
];

async function run(bench: Bench): Promise<Row[]> {
  const named = (name: string) => `memory at rest: ${name}`;
  if (!CAN_TELL_MEMORY) {
    return BUDGETS.map(([name]) => skippedRow(named(name), 'This system has no /proc to read it from.'));
  }
  const installation = await bench.installation();
  // A process that has done nothing yet has loaded only half of itself.
  const cookie = await signIn(installation.consoleUrl, installation.account('operations'));
  const changer = createChanger(installation);
  await repeat(0, CHANGES, changer.change);
  await changer.close();
  await repeat(0, VISITS, async () => {
    for (const page of ['/now', '/switches', '/audit', '/instances']) {
      const answer = await fetch(installation.consoleUrl + page, { headers: { cookie } });
      if (!answer.ok) throw new Error(`${page} was answered ${answer.status}.`);
      await answer.text();
    }
  });
  bench.say(`  resting ${REST_MS / 1_000} s`);
  await wait(REST_MS);
  return BUDGETS.map(([name, limit]) => {
    const megabytes = residentOf(installation.pid(name));
    return {
      what: named(name),
      measured: `${megabytes.toFixed(0)} MB`,
      budget: `< ${limit} MB`,
      bounds: [{ value: megabytes, is: 'below', limit }],
      note: `Resident, after ${CHANGES} changes, ${VISITS} visits of each screen and ${REST_MS / 1_000} s of rest.`,
      figures: { megabytes },
    };
  });
}

export const memoryTrial: Trial = { name: 'memory', run };
