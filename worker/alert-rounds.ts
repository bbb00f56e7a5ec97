// Alerts, as soon as they come: takes deliveries, carries out what policies say and notes effects; beside it, tells the chain.
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import { actOnFiring } from '#lib/commands/alerts/act-on-firing.ts';
import { escalateFiring } from '#lib/commands/alerts/escalate-firing.ts';
import { noteEffective } from '#lib/commands/alerts/note-effective.ts';
import { takeDeliveries } from '#lib/commands/alerts/take-deliveries.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { alertWork, firingsInEffect, firingsToAct, firingsToEscalate } from '#lib/store/alerts/firings.ts';
import { database } from '#lib/store/client.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

/** A step of the chain is told on its second; what comes in is taken at once, because the intake wakes the round. */
const ROUND_MS = 500;
const MOST = 200;

const ACTING = ALERT_KEYS.filter((key) => ALERTS[key].policy === 'execute');

/** Takes some of what waits; false when nothing does, or another worker takes it at this moment. */
async function takeSome(): Promise<boolean> {
  const result = await execute(takeDeliveries, {}, SYSTEM);
  if (result.ok) return result.value.changed;
  if (result.error.code === 'conflict') return false;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}

/**
 * Each by itself: one that is refused, that somebody acts on at this moment or that makes no sense holds up none of the
 * others. Answers what went wrong.
 */
async function each(
  firings: readonly { id: string }[],
  command: AnyCommand,
  log: Log,
  signal?: AbortSignal,
): Promise<Error[]> {
  const failed: Error[] = [];
  for (const { id } of firings) {
    signal?.throwIfAborted();
    try {
      const result = await execute(command, { firingId: id }, SYSTEM);
      if (!result.ok) log.debug('firing left as it is', { step: command.name, code: result.error.code });
    } catch (cause) {
      failed.push(new Error(`${command.name} of firing ${id} failed`, { cause }));
    }
  }
  return failed;
}

export interface Round {
  /** Something was taken, and more may wait. */
  more: boolean;
  /** What went wrong with some firings; the others were looked at all the same. Null when nothing did. */
  failure: AggregateError | null;
}

function roundOf(more: boolean, failed: readonly Error[]): Round {
  const [first] = failed;
  return { more, failure: first ? new AggregateError(failed, first.message, { cause: first.cause }) : null };
}

/** In a storm, what fired first is acted on before everything that came after it is taken. */
export async function alertRound(log: Log, signal?: AbortSignal): Promise<Round> {
  const tx = database();
  const work = await alertWork(tx, ACTING);
  const more = work.deliveries && (await takeSome());
  if (!more && !work.firings) return roundOf(false, []);
  const failed = await each(await firingsToAct(tx, ACTING, MOST), actOnFiring, log, signal);
  return roundOf(more, [
    ...failed,
    ...(await each(await firingsInEffect(tx, MOST), noteEffective, log, signal)),
  ]);
}

/** Tells whoever is to be told by now, by the clock of the database: a worker whose own clock is wrong is on time. */
export async function chainRound(log: Log, signal?: AbortSignal): Promise<Round> {
  return roundOf(false, await each(await firingsToEscalate(database(), MOST), escalateFiring, log, signal));
}

/** However long a storm lasts, a round of it is done when a part of it is: the worker does its work. */
function startRounds(name: string, log: Log, round: (log: Log, signal: AbortSignal) => Promise<Round>): Loop {
  return startLoop({
    name,
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      const { more, failure } = await round(log, signal);
      return { pauseMs: more ? 0 : ROUND_MS, done: true, failure };
    },
  });
}

export const startAlertRounds = (log: Log): Loop => startRounds('round of alerts', log, alertRound);

export const startChainRounds = (log: Log): Loop => startRounds('round of the chain', log, chainRound);
