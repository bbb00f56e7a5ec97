// When the checks of the audit chain run: a round every ten seconds, all of it at start and every hour.
import type { AuditWork } from './audit-work.ts';
import { checkpointRound, type RoundOutcome } from './checkpoint-round.ts';
import { fullCheck, pauseAfter } from './full-check.ts';
import { type Loop, startLoop } from './loop.ts';
import { metrics } from './metrics.ts';

const ROUND_MS = 10_000;
/** Another worker is in its round: those are short. */
const SKIPPED_MS = 2_000;
/** More was written than one round verifies. */
const BEHIND_MS = 50;
const RETRY_MS = 2_000;

export function startRounds(work: AuditWork): Loop {
  return startLoop({
    name: 'checkpoint round',
    log: work.log,
    retryMs: RETRY_MS,
    onFailure: () => metrics.rounds.inc({ outcome: 'failed' }),
    work: async (signal) => {
      work.webhook?.retry();
      const outcome = await checkpointRound(work, signal);
      count(outcome);
      if (outcome.state === 'skipped') return { pauseMs: SKIPPED_MS, done: false };
      const behind = outcome.state === 'sound' && outcome.behind;
      return { pauseMs: behind ? BEHIND_MS : ROUND_MS, done: true };
    },
  });
}

function count(outcome: RoundOutcome): void {
  metrics.rounds.inc({ outcome: outcome.state });
  if (outcome.state === 'broken') metrics.broken.set(1);
  if (outcome.state !== 'sound') return;
  metrics.broken.set(outcome.knownBroken ? 1 : 0);
  metrics.verifiedSeq.set(outcome.verified.seq);
  metrics.checkpointSeq.set(outcome.checkpointSeq);
}

export function startFullChecks(work: AuditWork): Loop {
  return startLoop({
    name: 'check of the whole audit chain',
    log: work.log,
    retryMs: 5 * RETRY_MS,
    work: async (signal) => {
      const check = await fullCheck(work, signal);
      metrics.fullCheckSeconds.set(check.durationMs / 1_000);
      metrics.fullCheckAt.setToCurrentTime();
      work.log.info(check.broken ? `whole audit chain: ${check.broken.why}` : 'whole audit chain: sound', {
        count: check.entries,
        seq: check.head.seq,
        durationMs: Math.round(check.durationMs),
      });
      return { pauseMs: pauseAfter(check), done: true };
    },
  });
}
