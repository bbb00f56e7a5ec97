// Alerts, as soon as they come: takes deliveries, carries out what policies say, notes effects, and tells the chain.
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import { actOnFiring } from '#lib/commands/act-on-firing.ts';
import { escalateFiring } from '#lib/commands/escalate-firing.ts';
import { noteEffective } from '#lib/commands/note-effective.ts';
import { takeDeliveries } from '#lib/commands/take-deliveries.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import { firingsTakingEffect, firingsToAct, firingsToEscalate } from '#lib/store/firings.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

/** A step of the chain is told on its second; what comes in is taken at once, because the intake wakes the round. */
const ROUND_MS = 500;
const MOST = 200;

const ACTING = ALERT_KEYS.filter((key) => ALERTS[key].policy === 'execute');

/** Takes everything that waits. Answers how many deliveries. */
async function takeAll(signal?: AbortSignal): Promise<number> {
  for (let taken = 0; ; ) {
    signal?.throwIfAborted();
    const result = await execute(takeDeliveries, {}, SYSTEM);
    if (!result.ok) {
      // Another worker takes them at this moment.
      if (result.error.code === 'conflict') return taken;
      throw new Error(`${result.error.code}: ${result.error.message}`);
    }
    if (!result.value.changed) return taken;
    taken += result.value.taken;
  }
}

/** Each by itself: one that is refused, or that somebody acts on at this moment, holds up none of the others. */
async function each(firings: readonly { id: string }[], command: AnyCommand, log: Log): Promise<void> {
  for (const { id } of firings) {
    const result = await execute(command, { firingId: id }, SYSTEM);
    if (!result.ok) log.debug('firing left as it is', { step: command.name, code: result.error.code });
  }
}

export async function alertRound(log: Log, signal?: AbortSignal): Promise<void> {
  const tx = database();
  await takeAll(signal);
  await each(await firingsToAct(tx, ACTING, MOST), actOnFiring, log);
  await each(await firingsTakingEffect(tx), noteEffective, log);
  await each(await firingsToEscalate(tx, MOST), escalateFiring, log);
}

export function startAlertRounds(log: Log): Loop {
  return startLoop({
    name: 'round of alerts',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      await alertRound(log, signal);
      return { pauseMs: ROUND_MS, done: true };
    },
  });
}
