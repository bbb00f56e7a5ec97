// The bars above the queue: its tabs with their counts, search and filters; on phones the filters are folded.
'use client';
import clsx from 'clsx';
import { SlidersHorizontal } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { BarSearch } from '#components/bar-search.tsx';
import { Button } from '#components/ui/button.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import { WITHDRAWAL_SORTS, WITHDRAWAL_TABS } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { ASSET_OPTIONS, RULE_OPTIONS } from './withdrawal-words.ts';

export interface QueueFilters {
  tab: string;
  sort: string;
  text: string;
  asset: string;
  rule: string;
}

interface QueueTabsProps {
  tabs: WithdrawalsBody['tabs'];
  on: string;
  onTab: (tab: string) => void;
}

export function QueueTabs({ tabs, on, onTab }: QueueTabsProps) {
  return (
    <nav
      aria-label="Parts of the queue"
      className="flex gap-1 overflow-x-auto border-b border-line px-3 lg:px-5"
    >
      {Object.entries(WITHDRAWAL_TABS).map(([tab, label]) => (
        <button
          key={tab}
          type="button"
          aria-current={tab === on ? 'true' : undefined}
          onClick={() => onTab(tab)}
          className={clsx(
            '-mb-px inline-flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2 text-sm font-medium -outline-offset-2 pointer-coarse:h-11',
            tab === on ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {label}
          <span className="num text-2xs text-ink-3">{tabs[tab]?.count ?? 0}</span>
        </button>
      ))}
    </nav>
  );
}

interface QueueBarProps {
  ref: RefObject<HTMLInputElement | null>;
  filters: QueueFilters;
  onChange: (part: Partial<QueueFilters>) => void;
}

export function QueueBar({ ref, filters, onChange }: QueueBarProps) {
  const [folded, setFolded] = useState(true);
  const narrowed = [filters.sort !== 'oldest', filters.asset !== '', filters.rule !== ''].filter(
    Boolean,
  ).length;
  return (
    <div className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-2 max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] lg:flex-wrap lg:px-6">
      <BarSearch
        ref={ref}
        wide
        label="Search withdrawals"
        placeholder="W-42, account, address, id"
        maxLength={100}
        value={filters.text}
        onValue={(text) => onChange({ text })}
      />
      <Button
        className="max-lg:h-11 lg:hidden"
        icon={SlidersHorizontal}
        aria-expanded={!folded}
        onClick={() => setFolded(!folded)}
      >
        Filters{narrowed === 0 ? '' : ` (${narrowed})`}
      </Button>
      <span className={clsx('flex flex-wrap gap-2 max-lg:col-span-2', folded && 'max-lg:hidden')}>
        <SmallSelect
          label="Order"
          value={filters.sort}
          options={Object.entries(WITHDRAWAL_SORTS).map(([value, label]) => ({ value, label }))}
          onValue={(sort) => onChange({ sort })}
        />
        <SmallSelect
          label="Asset"
          value={filters.asset}
          options={ASSET_OPTIONS}
          onValue={(asset) => onChange({ asset })}
        />
        <SmallSelect
          label="Rule"
          value={filters.rule}
          options={RULE_OPTIONS}
          onValue={(rule) => onChange({ rule })}
        />
      </span>
      {filters.text === '' ? null : (
        <span className="text-xs text-ink-3 max-lg:col-span-2">in every tab</span>
      )}
    </div>
  );
}
