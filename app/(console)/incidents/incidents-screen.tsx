// The Incidents screen: open ones and those of the past in one list, narrowed by state and severity; words search everything written.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useDeferredValue, useRef, useState } from 'react';
import { incidentSearchQuery, incidentsQuery } from '#app/_client/incident-queries.ts';
import { useServerClock, useServerNow } from '#app/_client/server-now.ts';
import { BarSearch } from '#components/bar-search.tsx';
import { IncidentHits } from '#components/incidents/incident-hits.tsx';
import { IncidentList } from '#components/incidents/incident-list.tsx';
import { IncidentTabs } from '#components/incidents/incident-tabs.tsx';
import { PageSteps, stepKeys, usePages } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import { SEVERITIES } from '#lib/catalog/incidents.ts';
import type { IncidentsBody } from '#lib/contract/incidents.ts';

const SEVERITY_OPTIONS = Object.entries(SEVERITIES).map(([value, { label }]) => ({ value, label }));

export function IncidentsScreen({ incidents }: { incidents: IncidentsBody }) {
  const now = useServerNow() || Date.parse(incidents.now);
  const clock = useServerClock();
  const [state, setState] = useState('');
  const [severity, setSeverity] = useState('');
  const [words, setWords] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const pages = usePages();
  const { before } = pages;
  const filter = { ...(state && { state }), ...(severity && { severity }), ...(before && { before }) };
  const {
    data = incidents,
    error,
    refetch,
  } = useQuery({
    ...incidentsQuery(filter),
    ...(Object.keys(filter).length === 0 ? { initialData: incidents } : {}),
  });
  const text = useDeferredValue(words.trim());
  const { data: found } = useQuery({ ...incidentSearchQuery(text), enabled: text !== '' });
  const steps = pages.steps(data.nextBefore);
  useKeys({ '/': () => search.current?.focus(), ...(text === '' ? stepKeys(steps) : {}) });
  const narrow = (set: (value: string) => void) => (value: string) => {
    pages.toFirst();
    set(value);
  };
  return (
    <Screen title="Incidents" note={data.open === 0 ? 'None is open' : `${data.open} not resolved`}>
      <IncidentTabs on="/incidents" />
      <div className="sticky top-(--under-bars) z-10 flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-canvas px-4 py-2 lg:px-6">
        <BarSearch
          ref={search}
          label="Search incidents, post-mortems and notes"
          placeholder="Incidents, post-mortems, notes"
          maxLength={200}
          value={words}
          wide
          onValue={setWords}
        />
        <SmallSelect
          label="State"
          value={state}
          options={[
            { value: '', label: 'All states' },
            { value: 'active', label: 'Not resolved' },
            { value: 'resolved', label: 'Resolved' },
          ]}
          onValue={narrow(setState)}
        />
        <SmallSelect
          label="Severity"
          value={severity}
          options={[{ value: '', label: 'All severities' }, ...SEVERITY_OPTIONS]}
          onValue={narrow(setSeverity)}
        />
        {text === '' ? <PageSteps {...steps} /> : null}
        <Link href="/incidents/new" className={`${buttonClass('outline')} ml-auto`}>
          Open an incident
        </Link>
      </div>
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The incidents did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message}
          </ErrorState>
        </div>
      ) : null}
      {text !== '' ? (
        <section aria-label="Search" aria-busy={found === undefined}>
          {found && found.found.length === 0 ? (
            <div className="px-4 lg:px-6">
              <EmptyState title="Nothing found">
                The search goes over titles, systems, post-mortems, prevention, and notes beside incidents,
                their alerts and their runs.
              </EmptyState>
            </div>
          ) : null}
          {found ? <IncidentHits found={found} now={now} /> : null}
          {found?.more ? (
            <p className="px-4 py-3 text-xs text-ink-3 lg:px-6">There is more: write another word.</p>
          ) : null}
        </section>
      ) : data.items.length > 0 ? (
        <IncidentList incidents={data.items} now={now} clock={clock} label="Incidents" />
      ) : (
        <div className="px-4 lg:px-6">
          <EmptyState title="No incident here">
            One is opened from an alert, a level, a run, an emergency stop, or by hand.
          </EmptyState>
        </div>
      )}
    </Screen>
  );
}
