// A circuit breaker that trips at the simulated venue: seen with its reason, reset, then trading resumed, never in another order.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { commandExecutors } from '#lib/commands/venue/command-executors.ts';
import type { BreakerView, CommandView } from '#lib/contract/emergency.ts';
import { ask } from '#lib/reads/read.ts';
import { readPositions } from '#lib/reads/venue/read-positions.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

const BREAKER = 'daily-loss';
const TRIPPED = 'Daily loss limit reached: -3.1% of the reserve';
let stage: Stage;
let venue: Running;
let risk: Actor;
let operator: Actor;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 25 });

beforeAll(async () => {
  stage = await openStage();
  venue = await stage.sim(await stage.edge('edge-a'), 2);
  risk = await actorOfBearer((await createAccount('risk_manager')).token);
  operator = await actorOfBearer((await createAccount('operations')).token);
  await untilBreaker('clear');
}, 60_000);
afterAll(() => stage.close());

async function seen(): Promise<{ breaker: BreakerView | undefined; commands: readonly CommandView[] }> {
  const read = await ask(readPositions, {}, risk);
  if (!read.ok) throw new Error(read.error.message);
  return {
    breaker: read.value.breakers.find(({ executor }) => executor === 'executor-hl'),
    commands: read.value.commands,
  };
}

async function untilBreaker(state: BreakerView['state']): Promise<BreakerView | undefined> {
  await until(async () => expect((await seen()).breaker?.state).toBe(state));
  return (await seen()).breaker;
}

async function order(command: 'reset_breaker' | 'resume_trading', actor = risk): Promise<string> {
  const input = { command, argument: BREAKER, reason: 'Losses explained, feed mended' };
  const sent = await answered(() => execute(commandExecutors, input, actor));
  return sent.ok ? sent.value.commandId : `${sent.error.code}: ${sent.error.message}`;
}

/** Sent, and carried out by every executor. */
async function carriedOut(command: 'reset_breaker' | 'resume_trading'): Promise<void> {
  const commandId = await order(command);
  await until(async () => {
    const { commands } = await seen();
    expect(commands.find(({ id }) => id === commandId)).toMatchObject({ command, done: true });
  });
}

test('it is reset before trading resumes, each by a risk manager, each on record; in no other order', async () => {
  expect(await order('reset_breaker')).toBe(
    'conflict: daily-loss has not tripped: there is nothing to reset.',
  );
  expect(await order('resume_trading')).toBe('conflict: daily-loss is clear: it does not halt trading.');

  const fault = { kind: 'trip-breaker', reason: TRIPPED };
  const tripped = await fetch(`${venue.url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect(tripped.status).toBe(200);
  expect(await untilBreaker('tripped')).toMatchObject({
    ...{ executor: 'executor-hl', reason: TRIPPED, trippedAt: expect.stringMatching(/Z$/) },
  });
  expect(await order('resume_trading')).toBe('conflict: daily-loss is tripped: reset it first.');
  expect(await order('reset_breaker', operator)).toMatch(/^forbidden: .*risk manager or super admin\.$/);

  // What an executor said that has left since says nothing of now.
  await stage.owner.query(
    `INSERT INTO executor_reports (executor_id, edge_id, received_at, body)
     VALUES ('executor-old', 'edge-a', clock_timestamp(), $1)`,
    [
      JSON.stringify({
        ...{ connected: false, openOrders: 0, startedAt: '2026-01-01T00:00:00Z', leaving: true },
        ...{ commands: [], positions: [], breakers: [{ name: BREAKER, state: 'tripped', reason: 'Old' }] },
      }),
    ],
  );
  await carriedOut('reset_breaker');
  // Reset is not resumed: the reason still stands beside it.
  expect(await untilBreaker('reset')).toMatchObject({ reason: TRIPPED });
  expect(await order('reset_breaker')).toBe('conflict: daily-loss is reset already: resume trading.');
  expect(await order('resume_trading', operator)).toMatch(/^forbidden: /);

  await carriedOut('resume_trading');
  expect(await untilBreaker('clear')).toMatchObject({ reason: null, trippedAt: null });

  // What was refused left no trace in the log.
  const { rows } = await stage.owner.query(
    "SELECT subject, actor_name, reason FROM audit_log WHERE kind = 'executors.commanded' ORDER BY seq",
  );
  const entry = { actor_name: 'Test risk_manager', reason: 'Losses explained, feed mended' };
  expect(rows).toEqual([
    { subject: 'reset_breaker daily-loss', ...entry },
    { subject: 'resume_trading daily-loss', ...entry },
  ]);
}, 60_000);
