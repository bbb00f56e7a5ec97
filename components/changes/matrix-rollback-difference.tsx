// What rolling back would set, by direction and with who set what goes; what somebody changed since; what did not exist then.
'use client';
import { TriangleAlert } from 'lucide-react';
import { stamp } from '#components/format-time.ts';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import type { RollbackBody } from '#lib/contract/rollback.ts';
import { DifferenceRows } from './difference-parts.tsx';
import { rowsOf } from './matrix-rollback-words.ts';

interface RollBackDifferenceProps {
  body: RollbackBody;
  /** The server's clock, ms since 1970. */
  now: number;
}

export function RollBackDifference({ body, now }: RollBackDifferenceProps) {
  return (
    <>
      {body.from === null ? null : (
        <p className="text-xs text-ink-2">
          The values that held then came into force at <span className="num">{stamp(body.from, now)}</span>{' '}
          UTC.
        </p>
      )}
      <DifferenceRows rows={rowsOf(body.changes, now)} />
      {body.conflicts.length > 0 ? <Conflicts body={body} now={now} /> : null}
      {body.missing.length > 0 ? (
        <p className="text-xs text-ink-3">
          <span className="num">{body.missing.join(', ')}</span> did not exist then and{' '}
          {body.missing.length === 1 ? 'keeps its value' : 'keep their values'}.
        </p>
      ) : null}
    </>
  );
}

/** Undoing these would undo somebody else's change: they keep what they have. */
function Conflicts({ body, now }: RollBackDifferenceProps) {
  return (
    <section
      aria-label="Changed again since"
      className="rounded-md border border-risk-line bg-risk-soft p-3 text-xs"
    >
      <h3 className="flex items-center gap-2 text-sm font-medium">
        <TriangleAlert className="size-4 text-risk-text" aria-hidden="true" />
        {body.changes.length > 0 ? 'Changed again since: these stay as they are' : 'Changed again since'}
      </h3>
      <ul className="mt-1.5 flex flex-col gap-1.5 pl-6">
        {body.conflicts.map((one) => {
          const value = (what: typeof one.value) => formatSwitchValue(one.switch, what);
          return (
            <li key={placeName(one.switch, one.symbol)}>
              <span className="num font-semibold">{placeName(one.switch, one.symbol)}</span> was made{' '}
              <span className="num">{value(one.made)}</span> and is{' '}
              <span className="num">{value(one.value)}</span> now
              {one.changedBy && one.changedAt
                ? `, set by ${one.changedBy} at ${stamp(one.changedAt, now)}`
                : null}
              .
            </li>
          );
        })}
      </ul>
      {body.changes.length > 0 ? null : (
        <p className="mt-1.5 pl-6 text-ink-2">
          Nothing is left to undo. Undo the newer change first, or set the values yourself.
        </p>
      )}
    </section>
  );
}
