// The figures of the withdrawals: a span of days and an asset, three charts, the tables they stand on, and the same as a file.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { withdrawalFiguresQuery } from '#app/_client/withdrawal-queries.ts';
import { clock } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { TextField } from '#components/ui/field.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import { WithdrawalDayCharts } from '#components/withdrawals/withdrawal-day-charts.tsx';
import { WithdrawalFigureTables } from '#components/withdrawals/withdrawal-figure-tables.tsx';
import { WithdrawalTabs } from '#components/withdrawals/withdrawal-tabs.tsx';
import { ASSET_OPTIONS } from '#components/withdrawals/withdrawal-words.ts';
import { FIGURE_DAYS } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalFiguresBody } from '#lib/contract/withdrawal-figures.ts';
import { daysBetween, daysProblem, isDay } from '#lib/rules/withdrawals/withdrawal-days.ts';
import { ExportWithdrawals } from '../export-withdrawals.tsx';

/** What is wrong with the days as they were typed; null when they can be asked for. */
function spanProblem(from: string, to: string): string | null {
  if (!isDay(from) || !isDay(to)) return 'Choose both days.';
  if (daysBetween(from, to) > FIGURE_DAYS.most) return `Choose at most ${FIGURE_DAYS.most} days.`;
  return daysProblem({ from, to });
}

export function FiguresScreen({ figures }: { figures: WithdrawalFiguresBody }) {
  const first = { from: figures.firstDay, to: figures.lastDay, asset: '' };
  const [typed, setTyped] = useState(first);
  /** The last span that could be asked for: what is being typed does not empty the screen. */
  const [asked, setAsked] = useState(first);
  const wrong = spanProblem(typed.from, typed.to);
  const choose = (part: Partial<typeof first>): void => {
    const next = { ...typed, ...part };
    setTyped(next);
    if (spanProblem(next.from, next.to) === null) setAsked(next);
  };
  const {
    data = figures,
    error,
    refetch,
  } = useQuery({
    ...withdrawalFiguresQuery(asked),
    ...(JSON.stringify(asked) === JSON.stringify(first) ? { initialData: figures } : {}),
  });
  return (
    <Screen
      title="Withdrawals"
      note="in figures"
      actions={
        <ExportWithdrawals
          filters={{ asset: asked.asset }}
          applied={asked.asset === '' ? [] : [asked.asset]}
          from={asked.from}
          to={asked.to}
        />
      }
    >
      <WithdrawalTabs on="/withdrawals/figures" />
      <div className="flex flex-wrap items-end gap-3 border-b border-line px-4 py-2 lg:px-6">
        <TextField
          label="Filed from, UTC"
          type="date"
          value={typed.from}
          onChange={(event) => choose({ from: event.target.value })}
        />
        <TextField
          label="Filed until, UTC"
          type="date"
          value={typed.to}
          error={wrong}
          onChange={(event) => choose({ to: event.target.value })}
        />
        <SmallSelect
          label="Asset"
          value={typed.asset}
          options={ASSET_OPTIONS}
          onValue={(asset) => choose({ asset })}
        />
      </div>
      <div className="px-4 py-4 lg:px-6">
        {error ? (
          <ErrorState
            title="The figures did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message} Shown is what was read at {clock(data.now)} UTC.
          </ErrorState>
        ) : null}
        {data.total.count === 0 ? (
          <EmptyState title="Nothing was filed in these days">
            Choose other days, or all assets. Last read at {clock(data.now)} UTC.
          </EmptyState>
        ) : (
          <div className="flex flex-col gap-7">
            <WithdrawalDayCharts body={data} />
            <WithdrawalFigureTables body={data} />
          </div>
        )}
      </div>
    </Screen>
  );
}
