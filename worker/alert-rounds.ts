// Alerts, as soon as they come: takes deliveries, carries out what policies say and notes effects; beside it, tells the chain.
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import { actOnFiring } from '#lib/commands/act-on-firing.ts';
import { escalateFiring } from '#lib/commands/escalate-firing.ts';
import { noteEffective } from '#lib/commands/note-effective.ts';
import { takeDeliveries } from '#lib/commands/take-deliveries.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import { deliveriesWait } from '#lib/store/deliveries.ts';
import { firingsInEffect, firingsToAct, firingsToEscalate } from '#lib/store/firings.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

/** A step of the chain is told on its second; what comes in is taken at once, because the intake wakes the round. */
const ROUND_MS = 500;
const MOST = 200;

const ACTING = ALERT_KEYS.filter((key) => ALERTS[key].policy === 'execute');

/** Takes some of what waits; false when nothing does, or another worker takes it at this moment. */
async function takeSome(): Promise<boolean> {
  // Mostly nothing waits: that is found without a transaction.
  if (!(await deliveriesWait(database()))) return false;
  const result = await execute(takeDeliveries, {}, SYSTEM);
  if (result.ok) return result.value.changed;
  if (result.error.code === 'conflict') return false;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}

/** Each by itself: one that is refused, or that somebody acts on at this moment, holds up none of the others. */
async function each(
  firings: readonly { id: string }[],
  command: AnyCommand,
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  for (const { id } of firings) {
    signal?.throwIfAborted();
    const result = await execute(command, { firingId: id }, SYSTEM);
    if (!result.ok) log.debug('firing left as it is', { step: command.name, code: result.error.code });
  }
}

/**
 * In a storm, what fired first is acted on before everything that came after it is taken: true when something was taken, and
 * more may wait.
 */
export async function alertRound(log: Log, signal?: AbortSignal): Promise<boolean> {
  const tx = database();
  const taken = await takeSome();
  await each(await firingsToAct(tx, ACTING, MOST), actOnFiring, log, signal);
  await each(await firingsInEffect(tx, MOST), noteEffective, log, signal);
  return taken;
}

/** Tells whoever is to be told by now, by the clock of the database: a worker whose own clock is wrong is on time. */
export async function chainRound(log: Log, signal?: AbortSignal): Promise<void> {
  await each(await firingsToEscalate(database(), MOST), escalateFiring, log, signal);
}

/** However long a storm lasts, a round of it is done when a part of it is: the worker does its work. */
export function startAlertRounds(log: Log): Loop {
  return startLoop({
    name: 'round of alerts',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => ({ pauseMs: (await alertRound(log, signal)) ? 0 : ROUND_MS, done: true }),
  });
}

export function startChainRounds(log: Log): Loop {
  return startLoop({
    name: 'round of the chain',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      await chainRound(log, signal);
      return { pauseMs: ROUND_MS, done: true };
    },
  });
}
