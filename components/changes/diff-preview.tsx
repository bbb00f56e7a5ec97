// What a change set does to the matrix: revision from and to, minus rows, plus rows tinted by direction, neighbours in grey.
import clsx from 'clsx';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Way } from './direction-mark.tsx';

export interface DiffRow {
  switch: string;
  symbol: string | null;
  from: WireValue;
  to: WireValue;
  way: Way;
  /** An override appears or goes: the value before or after is the venue's. */
  fromInherited?: boolean;
  toInherited?: boolean;
  /** Who gave it the value that goes, and when. */
  setBy?: string;
}

interface DiffPreviewProps {
  changes: readonly DiffRow[];
  /** Revision now; the next one is one higher. Absent in the small dialogs. */
  revision?: number;
  /** Right end of the head, such as `1 of 20 switches`. */
  note?: string;
  /** Values of the same switch that stay as they are. */
  unchanged?: readonly { switch: string; symbol: string | null; value: WireValue }[];
}

const PLUS = {
  reducing: { row: 'bg-safe-soft', sign: 'text-safe-text' },
  raising: { row: 'bg-risk-soft', sign: 'text-risk-text' },
  rollback: { row: 'bg-risk-soft', sign: 'text-risk-text' },
  none: { row: '', sign: 'text-ink-3' },
} as const satisfies Record<Way, { row: string; sign: string }>;

function asWritten(name: string, value: WireValue, inherited: boolean | undefined): string {
  return `${formatSwitchValue(name, value)}${inherited ? ', as the venue' : ''}`;
}

export function DiffPreview({ changes, revision, note, unchanged = [] }: DiffPreviewProps) {
  return (
    <div className="overflow-hidden rounded-md border border-line text-xs">
      {revision === undefined ? null : (
        <div className="tn flex h-7 items-center bg-sunken px-2.5 text-ink-3">
          rev {revision} to {revision + 1}
          {note ? <span className="ml-auto">{note}</span> : null}
        </div>
      )}
      <ul className="num">
        {changes.map((change, index) => {
          const name = placeName(change.switch, change.symbol);
          const plus = PLUS[change.way];
          const line = index > 0 || revision !== undefined;
          return (
            <li key={name}>
              <div className={clsx('flex min-h-7 items-center px-2.5 py-1', line && 'border-t border-line')}>
                <span aria-hidden="true" className="w-5 shrink-0 text-ink-3">
                  −
                </span>
                <span className="sr-only">Before: </span>
                <span className="min-w-0 break-words text-ink-2">
                  {name}
                  {change.setBy ? (
                    <span className="block font-sans text-2xs tracking-normal text-ink-3">
                      {change.setBy}
                    </span>
                  ) : null}
                </span>
                <del className="ml-auto pl-3 text-right text-ink-2 decoration-ink-3">
                  {asWritten(change.switch, change.from, change.fromInherited)}
                </del>
              </div>
              <div className={clsx('flex min-h-7 items-center border-t border-line px-2.5 py-1', plus.row)}>
                <span aria-hidden="true" className={clsx('w-5 shrink-0', plus.sign)}>
                  +
                </span>
                <span className="sr-only">After: </span>
                <span className="min-w-0 break-words">{name}</span>
                <ins className="ml-auto pl-3 text-right font-semibold no-underline">
                  {asWritten(change.switch, change.to, change.toInherited)}
                </ins>
              </div>
            </li>
          );
        })}
        {unchanged.map((same) => (
          <li
            key={placeName(same.switch, same.symbol)}
            className="flex min-h-7 items-center border-t border-line px-2.5 py-1 text-ink-3"
          >
            <span className="w-5 shrink-0" />
            {placeName(same.switch, same.symbol)}
            <span className="ml-auto pl-3">{formatSwitchValue(same.switch, same.value)}, unchanged</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
