// The times of the alerts: three charts by week against their limits, and every alert in a table that narrows them.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertTimesQuery } from '#app/_client/alert-queries.ts';
import { AlertTabs } from '#components/alerts/alert-tabs.tsx';
import { alertName, byAlert, MEASURES, wholeOf } from '#components/alerts/alert-times.ts';
import { AlertTimesChart } from '#components/alerts/alert-times-chart.tsx';
import { AlertTimesTable } from '#components/alerts/alert-times-table.tsx';
import { clock } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import type { AlertTimesBody } from '#lib/contract/alert-history.ts';

const WEEKS = [12, 26, 52].map((weeks) => ({ value: String(weeks), label: `${weeks} weeks` }));
const DRILLS = [
  { value: 'no', label: 'Without drills' },
  { value: 'yes', label: 'With drills' },
];

export function TimesScreen({ times }: { times: AlertTimesBody }) {
  const [asked, setAsked] = useState<{ weeks: number; drills: 'yes' | 'no' }>({ weeks: 12, drills: 'no' });
  const [alert, setAlert] = useState<string | null>(null);
  const first = asked.weeks === 12 && asked.drills === 'no';
  const {
    data = times,
    error,
    refetch,
  } = useQuery({
    ...alertTimesQuery(asked),
    ...(first ? { initialData: times } : {}),
  });
  const rows = byAlert(data);
  const fired = wholeOf(data, null)?.fired ?? 0;
  // What was chosen may not have fired in another span.
  const chosen = rows.some((row) => row.alert === alert) ? alert : null;
  return (
    <Screen title="Alerts" note="how quickly they are answered">
      <AlertTabs on="/alerts/times" />
      <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2 lg:px-6">
        <SmallSelect
          label="Alert"
          value={chosen ?? ''}
          options={[
            { value: '', label: 'Every alert' },
            ...rows.map((row) => ({ value: row.alert ?? '', label: alertName(row.alert) })),
          ]}
          onValue={(value) => setAlert(value === '' ? null : value)}
        />
        <SmallSelect
          label="Span"
          value={String(asked.weeks)}
          options={WEEKS}
          onValue={(weeks) => setAsked({ ...asked, weeks: Number(weeks) })}
        />
        <SmallSelect
          label="Drills"
          value={asked.drills}
          options={DRILLS}
          onValue={(drills) => setAsked({ ...asked, drills: drills === 'yes' ? 'yes' : 'no' })}
        />
        <span className="text-xs text-ink-3">
          {fired.toLocaleString('en-US')} P0 in {data.weeks.length} weeks, all times from the moment it fired
        </span>
      </div>
      <div className="px-4 py-4 lg:px-6">
        {error ? (
          <ErrorState
            title="The times did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message} Shown is what was read at {clock(data.now)} UTC.
          </ErrorState>
        ) : null}
        {fired === 0 ? (
          <EmptyState title="No P0 in this time">
            Once one has fired, the times to confirm it, to act and to the effect stand here by week.
          </EmptyState>
        ) : (
          <div className="flex flex-col gap-7">
            <div className="grid gap-x-8 gap-y-6 xl:grid-cols-3">
              {MEASURES.map((measure) => (
                <AlertTimesChart key={measure.key} measure={measure} body={data} alert={chosen} />
              ))}
            </div>
            <p className="-mt-4 flex flex-wrap gap-x-5 text-xs text-ink-3">
              <span>Solid: median of the week</span>
              <span>Dotted: the worst of the week</span>
              <span className="text-crit-text">Dashed red: the limit</span>
            </p>
            <Section title="By alert" note="press one to see it alone" rule>
              <AlertTimesTable items={rows} chosen={chosen} onChoose={setAlert} />
            </Section>
          </div>
        )}
      </div>
    </Screen>
  );
}
