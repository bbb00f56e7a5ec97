// The other open firings of an alert in a storm: the most pressing ones, what tells them apart, and who has which.
'use client';
import { stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AlertGroup, FiringView } from '#lib/contract/alerts.ts';
import { StateChip } from './alert-list.tsx';
import { firingName } from './alert-words.ts';

const COLUMNS = [
  { key: 'number', label: 'Alert', className: 'w-[76px]' },
  { key: 'at', label: 'Fired, UTC', className: 'w-[112px] max-sm:hidden' },
  { key: 'what', label: 'What differs' },
  { key: 'state', label: 'State', right: true },
];

/** The labels in which the firings of a storm differ, for one of them. */
function ownWords(firing: FiringView, all: readonly FiringView[]): string {
  const shared = ([name, value]: readonly [string, string]): boolean =>
    all.every(({ labels }) => labels.some(([other, its]) => other === name && its === value));
  const own = firing.labels.filter((label) => !shared(label)).map(([name, value]) => `${name} ${value}`);
  return own.slice(0, 4).join(', ');
}

interface StormTableProps {
  group: AlertGroup;
  selected: number;
  now: string;
  onSelect: (number: number) => void;
  heldBy: string | null;
  pending: boolean;
  onConfirmAll: () => void;
}

export function StormTable({
  group,
  selected,
  now,
  onSelect,
  heldBy,
  pending,
  onConfirmAll,
}: StormTableProps) {
  const { firings, count } = group;
  const rest = count - firings.length;
  return (
    <Section
      title="All of this alert"
      note={
        rest > 0 ? `the ${firings.length} most pressing of ${count.toLocaleString('en-US')}` : `${count} open`
      }
      aside={
        group.unconfirmed > 1 ? (
          <Button busy={pending} disabledReason={heldBy} onClick={onConfirmAll}>
            {pending ? 'Confirming' : `Confirm all ${group.unconfirmed.toLocaleString('en-US')}`}
          </Button>
        ) : null
      }
      rule
    >
      <Table caption="Open firings of this alert" columns={COLUMNS} className="table-fixed">
        {firings.map((firing) => (
          <tr key={firing.id} data-selected={firing.number === selected}>
            <td className="num">
              <button
                type="button"
                aria-pressed={firing.number === selected}
                onClick={() => onSelect(firing.number)}
                className="link min-h-6 pointer-coarse:min-h-11"
              >
                {firingName(firing.number)}
              </button>
            </td>
            <td className="num text-ink-2 max-sm:hidden">{stamp(firing.firedAt, now)}</td>
            <td className="truncate text-ink-2">
              <bdi>{ownWords(firing, firings) || 'nothing but the time'}</bdi>
            </td>
            <td className="r">
              <StateChip firing={firing} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
