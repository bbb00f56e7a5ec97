// The access log on screen: filters and pages of who came in, who failed to, and which keys were used.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Network } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { type AccessFilter, accessLogQuery, auditActorsQuery } from '#app/_client/queries.ts';
import { AccessTable } from '#components/access/access-table.tsx';
import { ACCESS_GROUPS } from '#components/access/access-words.ts';
import { SPANS, spanStart } from '#components/audit/audit-spans.ts';
import { AuditTabs } from '#components/audit/audit-tabs.tsx';
import { BarSearch } from '#components/bar-search.tsx';
import { PageSteps, stepKeys, usePages } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import type { AccessLogBody } from '#lib/contract/review.ts';

interface Filters {
  kind: string;
  person: string;
  address: string;
  hours: string;
}
const NO_FILTER: Filters = { kind: '', person: '', address: '', hours: '' };

function filterOf(
  { kind, person, address, hours }: Filters,
  before: string | undefined,
  now: number,
): AccessFilter {
  const from = spanStart(hours, now);
  return {
    ...(kind ? { kind } : {}),
    ...(person ? { person } : {}),
    ...(address.trim() ? { address: address.trim() } : {}),
    ...(from ? { from } : {}),
    ...(before ? { before } : {}),
  };
}

export function AccessScreen({ page, now: readAt }: { page: AccessLogBody; now: string }) {
  const { heard } = useConsole();
  const now = heard?.status.now ?? readAt;
  const [filters, setFilters] = useState(NO_FILTER);
  const pages = usePages();
  const search = useRef<HTMLInputElement>(null);
  const filter = filterOf(useDeferredValue(filters), pages.before, Date.parse(now));
  const plain = Object.keys(filter).length === 0;
  const { data, error, refetch } = useQuery({
    ...accessLogQuery(filter),
    placeholderData: keepPreviousData,
    ...(plain ? { initialData: page } : {}),
  });
  const { data: actors } = useQuery(auditActorsQuery);
  const items = data?.items ?? [];

  const narrow = (part: Partial<Filters>): void => {
    pages.toFirst();
    setFilters({ ...filters, ...part });
  };
  const steps = pages.steps(data?.nextBefore);
  useKeys({ '/': () => search.current?.focus(), ...stepKeys(steps) });

  return (
    <Screen title="Audit" note="Who came in, who failed to, which keys were used">
      <AuditTabs on="/audit/access" />
      <div className="sticky top-(--under-bars) z-10 flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-canvas px-4 py-2 lg:px-6">
        <BarSearch
          ref={search}
          label="Network address"
          placeholder="Network address"
          maxLength={60}
          value={filters.address}
          icon={Network}
          onValue={(text) => narrow({ address: text })}
        />
        <SmallSelect
          label="Kind"
          value={filters.kind}
          options={[{ value: '', label: 'All kinds' }, ...ACCESS_GROUPS]}
          onValue={(kind) => narrow({ kind })}
        />
        <SmallSelect
          label="Person"
          value={filters.person}
          options={[
            { value: '', label: 'Everybody' },
            ...(actors?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValue={(person) => narrow({ person })}
        />
        <SmallSelect
          label="Time"
          value={filters.hours}
          options={SPANS}
          onValue={(hours) => narrow({ hours })}
        />
        {plain ? null : (
          <Button variant="ghost" onClick={() => narrow(NO_FILTER)}>
            Clear
          </Button>
        )}
      </div>
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The access log did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message}
          </ErrorState>
        </div>
      ) : items.length === 0 ? (
        <div className="px-4 lg:px-6">
          <EmptyState title="Nobody fits">
            Failures and uses are kept for 400 days, folded by minute; sign-ins, denials and exports for as
            long as the log.
          </EmptyState>
        </div>
      ) : (
        <AccessTable items={items} now={now} />
      )}
      <div className="sticky bottom-0 mt-auto flex h-10 items-center gap-3 border-t border-line bg-canvas px-4 text-xs text-ink-3 max-lg:mb-16 lg:px-6">
        <span className="tn">{items.length} shown</span>
        <PageSteps {...steps} />
      </div>
    </Screen>
  );
}
