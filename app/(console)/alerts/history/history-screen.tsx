// The history of alerts as a list that is narrowed and gone through page by page; each row leads to the page of its firing.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type FiringFilter, firingsQuery } from '#app/_client/alert-queries.ts';
import { AlertTabs } from '#components/alerts/alert-tabs.tsx';
import { FiringTable } from '#components/alerts/firing-table.tsx';
import { clock } from '#components/format-time.ts';
import { PageSteps, stepKeys, usePages } from '#components/page-steps.tsx';
import { focusRow } from '#components/row-focus.ts';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import type { FiringsBody } from '#lib/contract/alert-history.ts';

const ALERT_OPTIONS = [
  { value: '', label: 'Every alert' },
  ...ALERT_KEYS.map((key) => ({ value: key, label: ALERTS[key].title })),
  { value: 'other', label: 'Not in the catalogue' },
];
const STATES = [
  { value: '', label: 'Open and over' },
  { value: 'open', label: 'Open' },
  { value: 'resolved', label: 'Over' },
];
const DRILLS = [
  { value: '', label: 'With drills' },
  { value: 'no', label: 'Without drills' },
  { value: 'yes', label: 'Drills only' },
];
const DAYS = [
  { value: '', label: 'At any time' },
  { value: '1', label: 'Last day' },
  { value: '7', label: 'Last 7 days' },
  { value: '90', label: 'Last 90 days' },
];
const DAY_MS = 86_400_000;

export function HistoryScreen({ firings }: { firings: FiringsBody }) {
  const [filter, setFilter] = useState<FiringFilter>({});
  const [days, setDays] = useState('');
  const { before, toFirst, steps } = usePages();
  const asked = { ...filter, ...(before === undefined ? {} : { before }) };
  const first = Object.values(asked).every((value) => !value);
  const {
    data = firings,
    error,
    refetch,
  } = useQuery({
    ...firingsQuery(asked),
    ...(first ? { initialData: firings } : {}),
  });
  const frame = useRef<HTMLDivElement>(null);
  const pages = steps(data.nextBefore);
  useKeys({
    ...stepKeys(pages),
    j: () => focusRow(frame.current, 1),
    k: () => focusRow(frame.current, -1),
  });
  const narrow = (change: FiringFilter): void => {
    toFirst();
    setFilter({ ...filter, ...change });
  };
  return (
    <Screen title="Alerts" note="every one that fired">
      <AlertTabs on="/alerts/history" />
      <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2 lg:px-6">
        <SmallSelect
          label="Alert"
          value={filter.alert ?? ''}
          options={ALERT_OPTIONS}
          onValue={(alert) => narrow({ alert })}
        />
        <SmallSelect
          label="State"
          value={filter.state ?? ''}
          options={STATES}
          onValue={(state) => narrow({ state })}
        />
        <SmallSelect
          label="Drills"
          value={filter.drill ?? ''}
          options={DRILLS}
          onValue={(drill) => narrow({ drill })}
        />
        <SmallSelect
          label="Time"
          value={days}
          options={DAYS}
          onValue={(value) => {
            setDays(value);
            const span = Number(value) * DAY_MS;
            narrow({ from: value === '' ? '' : new Date(Date.parse(data.now) - span).toISOString() });
          }}
        />
        <PageSteps {...pages} />
      </div>
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The history did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message} Shown is what was read at {clock(data.now)} UTC.
          </ErrorState>
        </div>
      ) : null}
      <div ref={frame}>
        {data.items.length === 0 ? (
          <div className="px-4 lg:px-6">
            <EmptyState title={first ? 'Nothing has fired yet' : 'Nothing fits'}>
              {first
                ? 'Every alert that fires stays here, with how long it took to confirm and to act.'
                : 'No alert fits these filters.'}
            </EmptyState>
          </div>
        ) : (
          <FiringTable firings={data.items} now={data.now} />
        )}
      </div>
    </Screen>
  );
}
