// What the commands about one release share: the release, locked, with its newest sample; what stands in the log; the answer.
import { z } from 'zod';
import { type ReleaseState, type ReleaseVerb, releaseName } from '#lib/catalog/releases.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { moveRelease, weightsAt } from '#lib/rules/releases/release.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Effect } from '#lib/store/effects.ts';
import { newestSample, type StoredSample } from '#lib/store/releases/release-samples.ts';
import { lockRelease, type ReleaseChange, type StoredRelease } from '#lib/store/releases/releases.ts';

export const RELEASE_CHANGED: Effect = { kind: 'notify', channel: 'bulkhead_console', payload: 'releases' };

export const releaseId = uuid.describe('Id of the release, as releases lists it.');
export const onlyRelease = z.strictObject({ releaseId });

export interface ReleaseWithSample {
  release: StoredRelease | undefined;
  sample: StoredSample | null;
}

export async function loadRelease(
  tx: Tx,
  asked: { releaseId: string },
): Promise<{ state: ReleaseWithSample; now: Date }> {
  const release = await lockRelease(tx, asked.releaseId);
  const sample = release ? await newestSample(tx, release.id) : null;
  return { state: { release, sample }, now: await databaseNow(tx) };
}

/** The release and where the verb leads it, or why it does not. */
export function movable(
  release: StoredRelease | undefined,
  verb: ReleaseVerb,
): Result<{ release: StoredRelease; to: ReleaseState }> {
  if (!release) return fail('not_found', 'There is no such release.');
  const to = moveRelease(release, verb);
  return to.ok ? ok({ release, to: to.value }) : to;
}

/** An entry of the log about a release. */
export function releaseEvent(
  kind: string,
  release: Pick<StoredRelease, 'id' | 'number' | 'fromVersion' | 'toVersion'>,
  more: Partial<AuditEvent> = {},
): AuditEvent {
  const details = {
    ...{ releaseId: release.id, from: release.fromVersion, to: release.toVersion },
    ...more.details,
  };
  return { kind, subject: releaseName(release.number), ...more, details };
}

export function releaseAnswer(
  release: Pick<StoredRelease, 'id' | 'number' | 'state' | 'share'>,
  after: { changed?: boolean; state?: ReleaseState; share?: number } = {},
): ReleaseAnswer {
  return {
    changed: after.changed ?? true,
    ...{ releaseId: release.id, number: release.number },
    ...{ state: after.state ?? release.state, share: after.share ?? release.share },
  };
}

/** Whoever ends it; a machine ends none. */
export function endedBy(actor: Actor): { kind: 'person' | 'system'; id: string; name: string } {
  if (actor.kind !== 'person' && actor.kind !== 'system') throw new Error(`a ${actor.kind} ends no release`);
  return { kind: actor.kind, id: actor.id, name: actor.name };
}

/** All traffic goes back to the old version; the share of the new one is 0. */
export function takenBack(release: StoredRelease): NonNullable<ReleaseChange['share']> {
  const { strategy, toSide, step } = release;
  return { to: 0, step, weights: weightsAt(strategy, toSide, 0), at: null };
}
