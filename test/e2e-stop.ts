// The way back from an emergency stop for the end-to-end tests: the recovery run driven over the API, the restart, executors connected again.
import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { PositionsBody, StopsBody } from '#lib/contract/emergency.ts';
import type { RunBody, StartedRun } from '#lib/contract/runs.ts';
import { agreeTo, signAsSecond } from './e2e-second-person.ts';
import { command, read } from './e2e-venue.ts';

/** What each kind of step takes besides its run and key. */
const INPUT = {
  tick: { name: 'tick-step', more: { evidence: 'Looked at for the end-to-end test' } },
  verify: { name: 'verify-step', more: {} },
} as const;

async function must<Body>(name: string, input: unknown): Promise<Body> {
  const { status, body } = await command<Body>(name, input);
  if (status !== 200) throw refused(name, status, body);
  return body;
}

const refused = (name: string, status: number, body: unknown): Error =>
  new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);

/** Takes the recovery of the open stop to its end; a second person signs it. */
export async function recover(): Promise<void> {
  const { open } = await read<StopsBody>('emergency-stops');
  if (!open) throw new Error('No emergency stop is open.');
  const started = open.recovery ?? (await must<StartedRun>('start-run', RECOVERY));
  const { runId } = started;
  for (;;) {
    const { run, stages } = await read<RunBody>(`run?id=${runId}`);
    if (run.state !== 'active') return;
    const step = stages.flatMap(({ steps }) => steps).find(({ state }) => state === 'open');
    if (step === undefined) await delay(100);
    else if (step.kind === 'sign') await signAsSecond(runId, step.key);
    else if (step.kind === 'tick' || step.kind === 'verify') {
      const { name, more } = INPUT[step.kind];
      const { status, body } = await command<ErrorBody>(name, { runId, step: step.key, ...more });
      // Bulkhead looks by itself too: between the read and the press it may have found the step done.
      const settled = status === 409 && body.error.details?.state === 'done';
      if (status !== 200 && !settled) throw refused(name, status, body);
    } else throw new Error(`The recovery has a step of kind ${step.kind}.`);
  }
}

const RECOVERY = { procedure: 'recovery-after-stop', reason: 'Recovery of the end-to-end test' };

/** Executors that left the exchange connect again. */
export async function reconnect(): Promise<void> {
  await must('command-executors', { command: 'reconnect', reason: 'Back after the restart' });
  for (;;) {
    const { executors } = await read<PositionsBody>('positions');
    if (executors.every(({ connected, state }) => connected || state === 'left')) return;
    await delay(100);
  }
}

/** A scenario that failed while the venue was stopped: back to trading. */
export async function endStop(): Promise<void> {
  const { open } = await read<StopsBody>('emergency-stops');
  if (!open) return;
  await recover();
  const request =
    open.restartRequest ??
    (await must<{ request?: { id: string } }>('restart-after-stop', { reason: 'The scenario is over' }))
      .request;
  if (request) await agreeTo(request.id);
  await reconnect();
}
