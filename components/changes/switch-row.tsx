// One switch of the matrix: a dense table row on wide screens, two lines on phones, and the rollback button of both.
'use client';
import clsx from 'clsx';
import { ArrowDownRight, ArrowUpRight, Lock, ShieldCheck, ShieldMinus } from 'lucide-react';
import { formatShort, formatValue } from '#components/format-value.ts';
import { rowPress } from '#components/row-focus.ts';
import { Button } from '#components/ui/button.tsx';
import { InstanceTicks } from '#components/venue/instance-ticks.tsx';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import { EffectMeter } from './effect-meter.tsx';
import { changers, type MatrixRow, roleMark } from './matrix-rows.ts';
import { ValueText } from './value-text.tsx';

interface RowProps {
  row: MatrixRow;
  selected: boolean;
  busy: boolean;
  onOpen: (name: SwitchName) => void;
  onRollback: (name: SwitchName, wanted: readonly Wanted[]) => void;
}

export function RollbackButton({
  row,
  busy,
  onRollback,
  wide,
}: Omit<RowProps, 'selected' | 'onOpen'> & { wide: boolean }) {
  const { offer, name } = row;
  if (offer.kind === 'none') return <span className="px-2 text-ink-3">none</span>;
  if (offer.kind === 'safest' || offer.kind === 'loosened') {
    const Icon = offer.kind === 'safest' ? ShieldCheck : ShieldMinus;
    return (
      <span className="inline-flex h-[22px] items-center gap-1.5 px-2 text-ink-3">
        <Icon className="size-3.5" aria-hidden="true" />
        {offer.kind === 'safest' ? 'At safest' : 'In force'}
      </span>
    );
  }
  const loosens = offer.kind === 'loosens';
  return (
    <Button
      variant={loosens ? 'risk' : 'safe-soft'}
      size={wide ? 'lg' : 'sm'}
      icon={loosens ? ArrowUpRight : ArrowDownRight}
      busy={busy}
      disabledReason={offer.heldBy}
      aria-label={`${offer.label}: manual rollback of ${name}, ${loosens ? 'loosens a control' : 'lowers exposure'}`}
      onClick={() => onRollback(name, offer.wanted)}
      className={clsx('justify-start!', loosens && 'pl-4!', wide ? 'min-w-32' : 'w-[114px]')}
    >
      <span className="num truncate">{busy ? 'Setting' : offer.label}</span>
    </Button>
  );
}

function Overrides({ row }: { row: MatrixRow }) {
  const { overrides } = row.view;
  if (overrides.length === 0) return null;
  const words = overrides.map((one) => `${one.symbol} ${formatShort(row.definition, one.value)}`);
  return (
    <span
      className="min-w-0 truncate font-sans text-2xs tracking-normal text-ink-3"
      title={overrides.map((one) => `${one.symbol} ${formatValue(row.definition, one.value)}`).join(', ')}
    >
      {words.join(', ')}
    </span>
  );
}

function RoleCell({ row }: { row: MatrixRow }) {
  const role = roleMark(row.definition);
  return (
    <span
      className="inline-flex items-center gap-1 text-ink-2"
      title={`Changed by ${changers(row.definition)}`}
    >
      <span className="inline-flex w-3">
        {row.view.mayChange ? null : <Lock className="size-3 text-ink-3" aria-hidden="true" />}
      </span>
      <span aria-hidden="true">{role.short}</span>
      <span className="sr-only">
        {role.label}
        {row.view.mayChange ? '' : ', not you'}
      </span>
    </span>
  );
}

export function MatrixTableRow({ row, selected, busy, onOpen, onRollback }: RowProps) {
  const { name, definition, view } = row;
  return (
    // The button with the name does the same for the keyboard.
    <tr
      data-row={name}
      data-selected={selected}
      onClick={rowPress(() => onOpen(name))}
      className="cursor-default"
    >
      <th scope="row" className="text-left">
        <span className="flex max-w-[420px] items-center gap-1.5 @max-[1000px]:max-w-[197px]">
          <button
            type="button"
            data-row-button
            aria-haspopup="dialog"
            aria-expanded={selected}
            title={definition.label}
            onClick={() => onOpen(name)}
            className="num scroll-mt-28 rounded-xs py-1 text-left hover:underline hover:underline-offset-2"
          >
            {name}
          </button>
          <Overrides row={row} />
        </span>
      </th>
      <td>
        <ValueText name={name} value={view.value} short className="font-medium" />
      </td>
      <td className="num @max-[680px]:hidden">
        {row.offDefault ? (
          <span className="inline-flex items-center gap-1.5 text-ink-3">
            <span aria-hidden="true" className="size-1.5 rounded-full bg-ink-2" />
            <span className="sr-only">differs from </span>
            {formatShort(definition, definition.default)}
          </span>
        ) : (
          <span className="text-ink-3">same</span>
        )}
      </td>
      <td>
        <RoleCell row={row} />
      </td>
      <td>
        <RollbackButton row={row} busy={busy} onRollback={onRollback} wide={false} />
      </td>
      <td>
        <EffectMeter effect={view.lastEffect} />
      </td>
      <td className="@max-[750px]:hidden">
        <InstanceTicks effect={view.lastEffect} />
      </td>
    </tr>
  );
}

export function PhoneRow({ row, selected, busy, onOpen, onRollback }: RowProps) {
  const { name, view } = row;
  return (
    <li
      data-row={name}
      data-selected={selected}
      className={clsx(
        'flex min-h-[68px] items-center gap-3 border-b border-line px-4 py-2.5',
        selected && 'bg-sel',
      )}
    >
      <button
        type="button"
        data-row-button
        aria-haspopup="dialog"
        aria-expanded={selected}
        onClick={() => onOpen(name)}
        className="-my-2.5 min-w-0 flex-1 scroll-mt-32 py-2.5 text-left"
      >
        <span className="num block text-xs break-words">{name}</span>
        <span className="mt-0.5 flex min-w-0 items-center gap-1.5 text-sm">
          <ValueText name={name} value={view.value} short className="font-semibold" />
          {row.offDefault ? (
            <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-ink-2" />
          ) : null}
          <Overrides row={row} />
          {view.mayChange ? null : <Lock className="size-3 text-ink-3" aria-label="not you" />}
        </span>
        <span className="mt-1 block">
          <EffectMeter effect={view.lastEffect} />
        </span>
      </button>
      <RollbackButton row={row} busy={busy} onRollback={onRollback} wide />
    </li>
  );
}
