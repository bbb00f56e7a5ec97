// What was done of an assessment's end before it was closed: gone on from at that end, never counted for another, always said. Pure.
import type { End } from '#lib/catalog/decision-types.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { StartedRun } from '#lib/contract/runs.ts';
import type { WireValue } from '#lib/contract/values.ts';

export interface SentSetting {
  switch: string;
  symbol?: string;
  value: WireValue;
}

/** Of one end, since the answers led to it. */
export interface CarriedOut {
  /** Key and title of the end. */
  end: string;
  title: string;
  changeSetId?: string;
  requestId?: string;
  run?: StartedRun;
  /** What its run is started with, as it was at the first press: once it is set, it would be another. */
  settings: readonly SentSetting[];
}

/** The press at this end begins, or goes on where it failed; after another end it begins anew. */
export function beginEnd(
  done: readonly CarriedOut[],
  { key, title }: Pick<End, 'key' | 'title'>,
  settings: readonly SentSetting[],
): readonly CarriedOut[] {
  return done.at(-1)?.end === key ? done : [...done, { end: key, title, settings }];
}

/** What has been done of this end; of another one, or of none, it is nothing. */
export function doneOf(done: readonly CarriedOut[], end: string | undefined): CarriedOut | undefined {
  const last = done.at(-1);
  return last?.end === end ? last : undefined;
}

/** More was done of the end that was begun last. */
export function withPart(
  done: readonly CarriedOut[],
  part: Partial<Pick<CarriedOut, 'changeSetId' | 'requestId' | 'run'>>,
): readonly CarriedOut[] {
  return done.map((one, index) => (index === done.length - 1 ? { ...one, ...part } : one));
}

/** `Its values are set, RUN-4 is started`; null when nothing was done of it. */
export function partsWords({ changeSetId, requestId, run }: CarriedOut): string | null {
  const parts = [
    ...(changeSetId ? ['its values are set'] : []),
    ...(requestId ? ['its change waits for a second person'] : []),
    ...(run ? [`${runName(run.number)} is started`] : []),
  ].join(', ');
  return parts === '' ? null : `${parts.charAt(0).toUpperCase()}${parts.slice(1)}`;
}

/** One line for each end of which something was done, oldest first. */
export function carriedOutWords(done: readonly CarriedOut[]): { title: string; words: string }[] {
  return done.flatMap((one) => {
    const words = partsWords(one);
    return words === null ? [] : [{ title: one.title, words }];
  });
}
