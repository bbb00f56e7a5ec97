// The control matrix: every switch with its value, default, role, one-press rollback and proof of effect.
'use client';
import clsx from 'clsx';
import { Search } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { focusRow } from '#components/row-focus.ts';
import { useKeys } from '#components/shell/keyboard.ts';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { Table } from '#components/ui/table.tsx';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import { DirectionMark } from './direction-mark.tsx';
import { filterRows, groupRows, type MatrixFilter, matrixRows, NO_FILTER } from './matrix-rows.ts';
import { MatrixTableRow, PhoneRow } from './switch-row.tsx';

interface SwitchMatrixProps {
  items: readonly SwitchView[];
  /** The switch whose sheet is open. */
  selected: string | null;
  /** Switches whose change is being sent. */
  busy?: ReadonlySet<string>;
  /** Why nothing can be sent at all (offline); null when it can. */
  cannotSend?: string | null;
  onOpen: (name: SwitchName) => void;
  /** The manual's rollback was pressed: open RollbackDialog. */
  onRollback: (name: SwitchName, wanted: readonly Wanted[]) => void;
  /** Stays in view below the rows. */
  footer?: ReactNode;
}

const COLUMNS = [
  { key: 'switch', label: 'Switch' },
  { key: 'value', label: 'Value' },
  { key: 'default', label: 'Default', className: '@max-[680px]:hidden' },
  { key: 'role', label: 'Role', className: 'pl-6!' },
  { key: 'rollback', label: 'Manual rollback' },
  { key: 'effect', label: 'Effect, against budget' },
  { key: 'applied', label: 'Applied', className: '@max-[750px]:hidden' },
];

const NOBODY: ReadonlySet<string> = new Set();

export function SwitchMatrix({
  items,
  selected,
  busy = NOBODY,
  cannotSend = null,
  onOpen,
  onRollback,
  footer,
}: SwitchMatrixProps) {
  const [filter, setFilter] = useState<MatrixFilter>(NO_FILTER);
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => matrixRows(items, cannotSend), [items, cannotSend]);
  const kept = useMemo(() => filterRows(rows, filter), [rows, filter]);
  const groups = useMemo(() => groupRows(kept), [kept]);
  useKeys({
    j: () => focusRow(frame.current, 1),
    k: () => focusRow(frame.current, -1),
    '/': () => search.current?.focus(),
  });
  const chip = (key: 'offDefault' | 'canBeLowered', label: string, count: number) => (
    <Button aria-pressed={filter[key]} onClick={() => setFilter({ ...filter, [key]: !filter[key] })}>
      {label} <span className="num text-ink-3">{count}</span>
    </Button>
  );
  return (
    <div ref={frame} className="@container flex min-h-full flex-col">
      <div className="z-10 flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-canvas px-4 py-2 lg:sticky lg:top-0 lg:px-6">
        <span className="field flex h-7 w-[176px] items-center gap-2 px-2 text-xs max-sm:w-full">
          <Search className="size-3.5 text-ink-3" aria-hidden="true" />
          <input
            ref={search}
            type="search"
            aria-label="Filter switches"
            placeholder="Filter switches"
            value={filter.text}
            onChange={(event) => setFilter({ ...filter, text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && filter.text) setFilter({ ...filter, text: '' });
              if (event.key === 'Enter') focusRow(frame.current, 1);
            }}
          />
          <Kbd className="max-lg:hidden">/</Kbd>
        </span>
        {chip('offDefault', 'Off default', rows.filter((row) => row.offDefault).length)}
        {chip('canBeLowered', 'Can be lowered', rows.filter((row) => row.offer.kind === 'safe').length)}
        <span className="ml-auto hidden items-center gap-4 text-xs whitespace-nowrap text-ink-2 @min-[700px]:inline-flex">
          <DirectionMark way="reducing" words />
          <DirectionMark way="rollback" words />
        </span>
        <span role="status" className="sr-only">
          {kept.length === rows.length ? '' : `${kept.length} of ${rows.length} switches shown`}
        </span>
      </div>
      {kept.length === 0 ? (
        <div className="px-4 lg:px-6">
          <EmptyState
            title="No switch fits"
            action={{ label: 'Show all', onPress: () => setFilter(NO_FILTER) }}
          >
            {rows.length} switches are in the matrix.
          </EmptyState>
        </div>
      ) : (
        <>
          <div className="max-lg:hidden">
            <Table caption="Switches" columns={COLUMNS} edge="mx" headTop="top-12">
              {groups.map((part) => [
                <tr key={part.group} className="grp">
                  <th scope="colgroup" colSpan={COLUMNS.length}>
                    {part.label}
                  </th>
                </tr>,
                ...part.rows.map((row) => (
                  <MatrixTableRow
                    key={row.name}
                    row={row}
                    selected={row.name === selected}
                    busy={busy.has(row.name)}
                    onOpen={onOpen}
                    onRollback={onRollback}
                  />
                )),
              ])}
            </Table>
          </div>
          <div className="lg:hidden">
            {groups.map((part) => (
              <section key={part.group} aria-label={part.label}>
                <h2 className="flex h-8 items-center bg-sunken px-4 text-2xs font-medium text-ink-2">
                  {part.label}
                </h2>
                <ul>
                  {part.rows.map((row) => (
                    <PhoneRow
                      key={row.name}
                      row={row}
                      selected={row.name === selected}
                      busy={busy.has(row.name)}
                      onOpen={onOpen}
                      onRollback={onRollback}
                    />
                  ))}
                </ul>
              </section>
            ))}
          </div>
        </>
      )}
      {footer ? (
        <div
          className={clsx(
            'sticky bottom-0 mt-auto hidden h-9 items-center gap-6 border-t border-line bg-canvas px-6 text-xs whitespace-nowrap text-ink-3 lg:flex',
          )}
        >
          {footer}
        </div>
      ) : null}
    </div>
  );
}
