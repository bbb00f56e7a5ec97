// The history of one switch: a step line with its changes marked, and every change with a way back to its value.
'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { stamp } from '#components/format-time.ts';
import { formatShort } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/field.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import { sameValue } from '#lib/contract/values.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';
import { baseOf, wayOfChange } from './change-plan.ts';
import { OldToNew } from './direction-mark.tsx';
import { EffectMeter } from './effect-meter.tsx';
import { changesOf, type HistoryItem, stepsOf, symbolsIn } from './history-steps.ts';

const Plot = dynamic(() => patiently(() => import('./value-history-plot.tsx')), { ssr: false });

interface ValueHistoryProps {
  name: SwitchName;
  /** Newest first, as read. */
  items: readonly HistoryItem[];
  view: SwitchView;
  /** Database time now, ISO. */
  now: string;
  /** Scope to begin with. */
  symbol?: string | null;
  /** Why this person cannot go back to a value; null when they can. */
  heldBy: string | null;
  /** "Back to this" was pressed: the value (and time) of that change. */
  onReturn: (item: HistoryItem) => void;
  /** There is more to read. */
  onMore?: () => void;
}

const HEIGHT = 132;
const VENUE = '';

export function ValueHistory({
  name,
  items,
  view,
  now,
  symbol: startWith = null,
  heldBy,
  onReturn,
  onMore,
}: ValueHistoryProps) {
  const definition = definitionOf(name);
  const symbols = symbolsIn(items);
  const [chosen, setChosen] = useState<string | null>(startWith);
  const symbol = chosen !== null && symbols.includes(chosen) ? chosen : null;
  const steps = stepsOf(name, definition, items, symbol, Date.parse(now));
  const rows = changesOf(items, symbol).reverse();
  const holds = baseOf(view, symbol).value;
  return (
    <div>
      {symbols.length > 0 ? (
        <Select
          label="For"
          value={symbol ?? VENUE}
          options={[
            { value: VENUE, label: 'Whole venue' },
            ...symbols.map((one) => ({ value: one, label: one })),
          ]}
          onValue={(value) => setChosen(value === VENUE ? null : value)}
          className="mb-2"
        />
      ) : null}
      {steps ? (
        <div aria-hidden="true" style={{ minHeight: HEIGHT }}>
          <Plot steps={steps} now={Date.parse(now)} height={HEIGHT} />
        </div>
      ) : (
        <EmptyState title="Never changed">
          It holds its default, {formatShort(definition, definition.default)}.
        </EmptyState>
      )}
      <ol className="mt-1 border-t border-line">
        {rows.map((item, index) => {
          const isNow = sameValue(item.newValue, holds);
          const way = moveOf(definition, holds, item.newValue);
          return (
            <li
              key={`${item.changeSetId}${item.symbol ?? ''}`}
              className="flex min-h-[54px] items-center gap-3 border-b border-line py-2 text-xs"
            >
              <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
                  <OldToNew
                    name={name}
                    from={item.oldValue}
                    to={item.newValue}
                    way={wayOfChange({ ...item, switch: name, oldInherited: false })}
                    inherited={item.newInherited}
                    short
                  />
                  <EffectMeter effect={item.effect} length={24} />
                </div>
                <p className="mt-0.5 truncate text-ink-3" title={item.reason}>
                  <span className="tn">{stamp(item.at, now)}</span> {item.actor.name}: {item.reason}
                </p>
              </div>
              {isNow ? (
                <span className="text-ink-3">{index === 0 ? 'holds now' : 'the same'}</span>
              ) : (
                <Button
                  size="sm"
                  disabledReason={heldBy}
                  onClick={() => onReturn(item)}
                  aria-label={`Back to this: ${formatShort(definition, item.newValue)} of ${stamp(item.at, now)}, ${way === 'raising' ? 'raises exposure' : 'lowers exposure'}`}
                >
                  Back to this
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      {onMore ? (
        <Button size="sm" variant="ghost" onClick={onMore} className="mt-2">
          Older changes
        </Button>
      ) : null}
    </div>
  );
}
