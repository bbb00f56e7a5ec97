// The newest changes with their measured time to effect against the budget; two lines a row on phones.
'use client';
import clsx from 'clsx';
import { Undo2 } from 'lucide-react';
import { stamp, stampShort } from '#components/format-time.ts';
import { placeName } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { Table } from '#components/ui/table.tsx';
import { InstanceTicks } from '#components/venue/instance-ticks.tsx';
import type { ChangeSetView, ChangeView } from '#lib/contract/console.ts';
import { wayOfChange } from './change-plan.ts';
import { subjectWords } from './change-set-words.ts';
import { OldToNew } from './direction-mark.tsx';
import { EffectMeter } from './effect-meter.tsx';

interface RecentChangesProps {
  /** Newest first. */
  items: readonly ChangeSetView[];
  /** Database time now, ISO: other days are named. */
  now: string;
  /** A row was pressed: open the switch of its first change. */
  onOpen?: (changeSet: ChangeSetView) => void;
  /** Undo was pressed: open the sheet that shows what that would do. */
  onUndo?: (changeSet: ChangeSetView) => void;
}

/** Beside an open sheet the name goes, which the sheet of the change says. */
const WHO = '@max-[560px]:hidden';

const COLUMNS = [
  { key: 'time', label: 'Time, UTC' },
  { key: 'who', label: 'Who', className: WHO },
  { key: 'switch', label: 'Switch' },
  { key: 'change', label: 'Change' },
  { key: 'effect', label: 'Effect, against budget', right: true },
  { key: 'undo', label: 'Undo', right: true },
];

export function RecentChanges({ items, now, onOpen, onUndo }: RecentChangesProps) {
  if (items.length === 0) {
    return (
      <EmptyState title="Nothing has changed yet">
        Every change shows here with its measured time to effect.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="@container max-lg:hidden">
        <Table
          caption="Recent changes"
          columns={COLUMNS}
          quietHead
          className="tbl-audit border-t border-line"
        >
          {items.map((set) => {
            const [change] = set.changes;
            if (!change) return null;
            return (
              <tr key={set.id} title={set.reason ? `Reason: ${set.reason}` : undefined}>
                <td className="tn text-ink-3!">{stampShort(set.at, now)}</td>
                <td className={clsx('text-ink-2!', WHO)}>{set.actor.name}</td>
                <th scope="row" className="num">
                  <Name set={set} onOpen={onOpen} />
                </th>
                <td className="w-full max-w-0 truncate">
                  <Move change={change} />
                </td>
                <td className="r">
                  <Effect set={set} />
                </td>
                <td className="r pl-0!">
                  <Undo set={set} onUndo={onUndo} />
                </td>
              </tr>
            );
          })}
        </Table>
      </div>
      <ul className="border-t border-line lg:hidden">
        {items.map((set) => {
          const [change] = set.changes;
          if (!change) return null;
          return (
            <li
              key={set.id}
              className="flex min-h-[54px] flex-col justify-center gap-1 border-b border-line py-2"
            >
              <div className="flex items-baseline gap-3">
                <span className="num min-w-0 text-xs break-words">
                  <Name set={set} onOpen={onOpen} />
                </span>
                <span className="tn ml-auto text-xs whitespace-nowrap text-ink-3">{stamp(set.at, now)}</span>
                <Undo set={set} onUndo={onUndo} />
              </div>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
                <Move change={change} />
                <span className="ml-auto">
                  <Effect set={set} />
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Move({ change }: { change: ChangeView }) {
  return (
    <OldToNew
      name={change.switch}
      from={change.oldValue}
      to={change.newValue}
      way={wayOfChange(change)}
      inherited={change.newInherited}
      short
    />
  );
}

/** What came into being has nothing before it. */
function Undo({ set, onUndo }: { set: ChangeSetView; onUndo: RecentChangesProps['onUndo'] }) {
  if (!onUndo || set.changes.every((change) => wayOfChange(change) === 'none')) return null;
  return (
    <Button
      variant="ghost"
      size="sm"
      square
      icon={Undo2}
      aria-label={`Undo or roll back: ${subjectWords(set.changes)}`}
      title="Undo, or roll back to before it"
      onClick={() => onUndo(set)}
      className="-my-2 self-center"
    />
  );
}

/** Ticks stand in while instances still answer, or when some do not. */
function Effect({ set }: { set: ChangeSetView }) {
  const whole = set.effect.state === 'effective';
  return (
    <span className="inline-flex items-center gap-3">
      {whole ? null : <InstanceTicks effect={set.effect} />}
      <EffectMeter effect={set.effect} length={whole ? 36 : 0} />
    </span>
  );
}

function Name({ set, onOpen }: { set: ChangeSetView; onOpen: RecentChangesProps['onOpen'] }) {
  const [change] = set.changes;
  if (!change) return null;
  const rest = set.changes.length - 1;
  const more =
    rest > 0 ? <span className="font-sans text-2xs tracking-normal text-ink-3"> +{rest}</span> : null;
  const name = placeName(change.switch, change.symbol);
  if (!onOpen) {
    return (
      <span>
        {name}
        {more}
      </span>
    );
  }
  return (
    <button
      type="button"
      onClick={() => onOpen(set)}
      className="rounded-xs py-1 text-left hover:underline hover:underline-offset-2"
    >
      {name}
      {more}
    </button>
  );
}
