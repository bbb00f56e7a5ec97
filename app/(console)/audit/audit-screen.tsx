// The Audit screen: chain strip, filters, the log page by page, and one entry beside it.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Copy, Download } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import {
  type AuditFilter,
  auditActorsQuery,
  auditQuery,
  chainQuery,
  changeQuery,
} from '#app/_client/queries.ts';
import { ChainStrip } from '#components/alerts/chain-strip.tsx';
import { AuditEntry } from '#components/audit/audit-entry.tsx';
import { KIND_GROUPS } from '#components/audit/audit-kinds.ts';
import { SPANS, spanStart } from '#components/audit/audit-spans.ts';
import { AuditTable } from '#components/audit/audit-table.tsx';
import { AuditTabs } from '#components/audit/audit-tabs.tsx';
import { ExportDialog } from '#components/audit/export-dialog.tsx';
import { BarSearch } from '#components/bar-search.tsx';
import { copyText } from '#components/copy-text.ts';
import { PageSteps, stepKeys, usePages } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import { PANE_BESIDE, useMedia } from '#components/ui/use-media.ts';
import { permissionOf } from '#lib/catalog/permissions.ts';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import type { AuditBody, AuditEntryView, ChainBody } from '#lib/contract/console.ts';
import { RollBackActs } from './matrix-rollback-acts.tsx';

interface Filters {
  text: string;
  kind: string;
  person: string;
  switch: string;
  hours: string;
}

const NO_FILTER: Filters = { text: '', kind: '', person: '', switch: '', hours: '' };

/** The read's query. */
function filterOf(filters: Filters, before: string | undefined, now: number): AuditFilter {
  const from = spanStart(filters.hours, now);
  return {
    ...(filters.text ? { text: filters.text } : {}),
    ...(filters.kind ? { kind: filters.kind } : {}),
    ...(filters.person ? { person: filters.person } : {}),
    ...(filters.switch ? { switch: filters.switch } : {}),
    ...(from ? { from } : {}),
    ...(before ? { before } : {}),
  };
}

export function AuditScreen({ page, chain }: { page: AuditBody; chain: ChainBody | undefined }) {
  const { heard, me } = useConsole();
  const now = heard?.status.now ?? page.items[0]?.at ?? new Date(0).toISOString();
  const [filters, setFilters] = useState(NO_FILTER);
  const pages = usePages();
  const [exporting, setExporting] = useState(false);
  const [selected, setSelected] = useState<AuditEntryView | null>(null);
  // Beside the log where there is room, over it where there is not: below the rows nobody would find it.
  const wide = useMedia(PANE_BESIDE);
  const search = useRef<HTMLInputElement>(null);
  const asked = useDeferredValue(filters);
  const filter = filterOf(asked, pages.before, Date.parse(now));
  const plain = Object.keys(filter).length === 0;
  const { data, error, isFetching, refetch } = useQuery({
    ...auditQuery(filter),
    placeholderData: keepPreviousData,
    ...(plain ? { initialData: page } : {}),
  });
  const { data: strip } = useQuery({ ...chainQuery, initialData: chain });
  const { data: actors } = useQuery(auditActorsQuery);
  const { data: change } = useQuery({
    ...changeQuery(selected?.changeSetId ?? ''),
    enabled: !!selected?.changeSetId,
  });
  const items = data?.items ?? [];
  const change1 = change?.items[0]?.effect ?? null;
  const narrow = (part: Partial<Filters>): void => {
    pages.toFirst();
    setFilters({ ...filters, ...part });
  };
  const steps = pages.steps(data?.nextBefore);
  const bindings: Record<string, () => void> = { '/': () => search.current?.focus(), ...stepKeys(steps) };
  bindings.Escape = () => setSelected(null);
  useKeys(bindings);

  const mayExport = permissionOf('export-audit').roles.some((role) => me.roles.includes(role));
  const applied = [
    filters.text && `"${filters.text}"`,
    KIND_GROUPS.find(({ value }) => value === filters.kind)?.label,
    actors?.items.find(({ id }) => id === filters.person)?.name,
    filters.switch,
  ].filter((one): one is string => Boolean(one));

  const entry = selected ? (
    <AuditEntry
      entry={selected}
      verifiedSeq={strip?.verifiedSeq ?? 0}
      brokenSeq={strip?.brokenSeq ?? null}
      effect={change1}
    >
      <RollBackActs entry={selected} change={change?.items[0]} />
      <Button
        icon={Copy}
        onClick={() => {
          const proof = JSON.stringify(selected, null, 2);
          void copyText(proof, `Entry ${selected.seq} copied with its hashes`, 'export the entry');
        }}
      >
        Copy proof
      </Button>
      <Button variant="ghost" onClick={() => setSelected(null)}>
        Close
      </Button>
    </AuditEntry>
  ) : null;
  return (
    <Screen title="Audit" note="Append-only, read by everyone" paneLabel="Entry" pane={wide ? entry : null}>
      <AuditTabs on="/audit" />
      {strip ? (
        <div className="border-b border-line px-4 pt-4 pb-3 lg:px-6">
          <ChainStrip
            chain={strip}
            actions={
              <Button
                icon={Download}
                disabledReason={mayExport ? null : 'An auditor or super admin exports the log.'}
                onClick={() => setExporting(true)}
              >
                Export
              </Button>
            }
          />
        </div>
      ) : null}
      <div className="sticky top-(--under-bars) z-10 flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-canvas px-4 py-2 lg:px-6">
        <BarSearch
          ref={search}
          label="Search the log"
          placeholder="Person, reason, hash"
          maxLength={200}
          value={filters.text}
          onValue={(text) => narrow({ text })}
        />
        <SmallSelect
          label="Kind"
          value={filters.kind}
          options={[{ value: '', label: 'All kinds' }, ...KIND_GROUPS]}
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
          label="Switch"
          value={filters.switch}
          options={[
            { value: '', label: 'All switches' },
            ...SWITCH_NAMES.map((name) => ({ value: name, label: name })),
          ]}
          onValue={(name) => narrow({ switch: name })}
        />
        <SmallSelect
          label="Time"
          value={filters.hours}
          options={SPANS}
          onValue={(hours) => narrow({ hours })}
        />
        {plain ? null : (
          <Button
            variant="ghost"
            onClick={() => {
              pages.toFirst();
              setFilters(NO_FILTER);
            }}
          >
            Clear
          </Button>
        )}
        <span role="status" className="ml-auto text-xs text-ink-3">
          {isFetching && !data ? 'Reading' : null}
        </span>
      </div>
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The log did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message} Switches still work, and changes are kept in order until it returns.
          </ErrorState>
        </div>
      ) : items.length === 0 ? (
        <div className="px-4 lg:px-6">
          <EmptyState title="No entry fits">
            {plain ? 'The log is empty.' : 'Loosen the filter, or search for one word less.'}
          </EmptyState>
        </div>
      ) : (
        <AuditTable
          items={items}
          selected={selected?.seq ?? null}
          now={now}
          onSelect={(seq) => setSelected(items.find((entry) => entry.seq === seq) ?? null)}
        />
      )}
      <div className="sticky bottom-0 mt-auto flex h-10 items-center gap-3 border-t border-line bg-canvas px-4 text-xs text-ink-3 max-lg:mb-16 lg:px-6">
        <span className="tn">
          {items.length} of{' '}
          {data && data.total >= 10_000 && !plain
            ? 'more than 10,000'
            : (data?.total ?? 0).toLocaleString('en-US')}{' '}
          shown
        </span>
        <PageSteps {...steps} />
      </div>
      {exporting ? (
        <ExportDialog
          filters={{ text: filters.text, kind: filters.kind, person: filters.person, switch: filters.switch }}
          applied={applied}
          hours={filters.hours}
          now={now}
          onClose={() => setExporting(false)}
        />
      ) : null}
      {selected && !wide ? (
        <Sheet
          open
          onOpenChange={(open) => {
            if (!open) setSelected(null);
          }}
          title={`Entry ${selected.seq}`}
          description="One entry of the audit log with its link in the chain"
        >
          {entry}
        </Sheet>
      ) : null}
    </Screen>
  );
}
