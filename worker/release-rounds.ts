// Looks at every release under way: measures both versions, judges, takes traffic back by itself, notes what is effective.
import { RELEASE_TIMES } from '#lib/catalog/releases.ts';
import { markReleaseGood } from '#lib/commands/releases/mark-release-good.ts';
import { noteReleaseEffective } from '#lib/commands/releases/note-release-effective.ts';
import { rollBackByTrigger } from '#lib/commands/releases/roll-back-by-trigger.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { marksOf } from '#lib/rules/releases/release.ts';
import { type SampleBody, sampleOf } from '#lib/rules/releases/release-sample.ts';
import { automaticBreach } from '#lib/rules/releases/release-verdict.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { insertSample, sampleAgeSeconds } from '#lib/store/releases/release-samples.ts';
import { releasesToMeasure, type StoredRelease } from '#lib/store/releases/releases.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';
import { gatewayNow, type MeasurePlan, measure } from './release-measures.ts';
import { tellRelease } from './release-told.ts';

const ROUND_MS = 1_000;

async function carryOut(command: AnyCommand, release: StoredRelease, log: Log): Promise<void> {
  const result = await execute(command, { releaseId: release.id }, SYSTEM);
  if (!result.ok) log.debug('release left as it is', { step: command.name, code: result.error.code });
  else if (result.value.changed) log.info('release changed', { step: command.name, count: release.number });
}

async function sampleNow(release: StoredRelease, plan: MeasurePlan): Promise<SampleBody> {
  const tx = database();
  if (release.state === 'rolled_back') {
    // Nothing is judged any more: the only question is what the gateway still gives it.
    const gateway = await gatewayNow(plan.gatewaySocket);
    return sampleOf({ to: null, from: null, blind: 'It is rolled back.', skewMs: null, ...gateway }, release);
  }
  return sampleOf(await measure(plan, release, () => databaseNow(tx)), release);
}

/** Every command decides by what is stored: a worker that was restarted, or a second one, does nothing twice. */
async function lookAt(release: StoredRelease, plan: MeasurePlan, log: Log): Promise<void> {
  const tx = database();
  const age = await sampleAgeSeconds(tx, release.id);
  const every = release.state === 'rolled_back' ? ROUND_MS / 1_000 : RELEASE_TIMES.sample;
  // Half a round early rather than half a round late.
  if (age !== null && age < every - ROUND_MS / 2_000) return;
  const body = await sampleNow(release, plan);
  if (!(await insertSample(tx, release, body))) return;
  if (release.state === 'rolled_back') return carryOut(noteReleaseEffective, release, log);
  if (automaticBreach(body.verdict) !== null) return carryOut(rollBackByTrigger, release, log);
  if (release.state !== 'monitoring' || release.fullAt === null) return;
  if (marksOf(release.fullAt).successAt <= (await databaseNow(tx)))
    await carryOut(markReleaseGood, release, log);
}

export async function releaseRound(plan: MeasurePlan, log: Log): Promise<void> {
  const found = await releasesToMeasure(database());
  for (const release of found) await lookAt(release, plan, log);
  await tellRelease(found[0]?.id);
}

export function startReleaseRounds(plan: MeasurePlan, log: Log): Loop {
  return startLoop({
    name: 'round of releases',
    log,
    retryMs: ROUND_MS,
    work: async () => {
      await releaseRound(plan, log);
      return { pauseMs: ROUND_MS, done: true };
    },
  });
}
