// What happened about one firing, in order: its moments, who was told, and what people wrote. Pure.
import type { FiringBody, FiringView } from '#lib/contract/alerts.ts';
import { chainOf, namesWords, sourceWords } from './alert-words.ts';

export interface TimelineEntry {
  id: string;
  at: string;
  kind: 'moment' | 'told' | 'note';
  title: string;
  text: string | null;
}

function moments(firing: FiringView, effect: FiringBody['effect']): TimelineEntry[] {
  const { firedAt, receivedAt, confirmedAt, confirmedBy, actedAt, actedBy, effectiveAt, resolvedAt } = firing;
  const entry = (id: string, at: string | null, title: string, text: string | null): TimelineEntry[] =>
    at === null ? [] : [{ id, at, kind: 'moment', title, text }];
  const late = Date.parse(receivedAt) - Date.parse(firedAt);
  return [
    ...entry(
      'fired',
      firedAt,
      'It fired',
      late < 1_000 ? `Heard at once from ${sourceWords(firing.source)}` : null,
    ),
    ...(late < 1_000 ? [] : entry('received', receivedAt, `Heard from ${sourceWords(firing.source)}`, null)),
    ...entry('confirmed', confirmedAt, `Confirmed by ${confirmedBy?.name ?? 'somebody'}`, null),
    ...entry(
      'acted',
      actedAt,
      `Acted on by ${actedBy?.name ?? 'somebody'}`,
      firing.changeSetId === null ? 'Every value held already' : null,
    ),
    ...entry(
      'effective',
      effectiveAt,
      'Effective',
      effect ? `${effect.applied} of ${effect.expected} instances have it` : null,
    ),
    ...entry('resolved', resolvedAt, 'Over', null),
  ];
}

/** Those at the same moment in the order in which they must have happened. */
export function timelineOf({
  firing,
  notes,
  effect,
  chain,
}: Pick<FiringBody, 'firing' | 'notes' | 'effect' | 'chain'>): TimelineEntry[] {
  const told = chainOf(firing)
    .filter(({ state }) => state === 'told')
    .map(({ at, who, why }, index) => ({
      ...{ id: `told:${index}`, at, kind: 'told' as const },
      ...{ title: `Told: ${who.charAt(0).toLowerCase()}${who.slice(1)}` },
      text: chain[index] ? `${namesWords(chain[index])}: ${why}` : why,
    }));
  const written = notes.map(({ id, at, by, body }) => ({
    ...{ id, at, kind: 'note' as const, title: by, text: body },
  }));
  return [...moments(firing, effect), ...told, ...written].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
}
