// What a search over incidents found: the incident, where the words stand, and the words themselves.
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { incidentName } from '#lib/catalog/incidents.ts';
import type { IncidentSearchBody } from '#lib/contract/incidents.ts';
import { severityLabel, stateLabel } from './incident-words.ts';

export function IncidentHits({ found, now }: { found: IncidentSearchBody; now: number }) {
  return (
    <ul aria-label="Found" className="divide-y divide-line">
      {found.found.map((hit) => (
        <li key={`${hit.number} ${hit.where} ${hit.at}`}>
          <Link
            href={`/incidents/${hit.number}`}
            className="block min-h-[54px] px-4 py-2 hover:bg-hover lg:px-6"
          >
            <span className="flex flex-wrap items-baseline gap-x-3 text-xs text-ink-3">
              <span className="num">{incidentName(hit.number)}</span>
              <span className="text-sm font-medium text-ink">{hit.title}</span>
              <span>
                {severityLabel(hit.severity)}, {stateLabel(hit.state).toLowerCase()}
              </span>
              <span className="ml-auto">
                {hit.where}, {hit.by ? `${hit.by}, ` : ''}
                {stamp(hit.at, now)}
              </span>
            </span>
            <span className="mt-0.5 block max-w-prose text-xs break-words text-ink-2">
              {hit.excerpt.map((piece, place) =>
                piece.hit ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in their order
                  <mark key={place} className="bg-sel font-medium text-ink">
                    {piece.text}
                  </mark>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in their order
                  <span key={place}>{piece.text}</span>
                ),
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
