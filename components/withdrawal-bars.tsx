// The bars above the queue: its tabs with their counts, search and filters, and what is chosen together.
'use client';
import clsx from 'clsx';
import { Check } from 'lucide-react';
import type { RefObject } from 'react';
import { WITHDRAWAL_SORTS, WITHDRAWAL_TABS } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalsBody, WithdrawalView } from '#lib/contract/withdrawals.ts';
import { BarSearch } from './bar-search.tsx';
import { Button } from './ui/button.tsx';
import { SmallSelect } from './ui/small-select.tsx';
import { ASSET_OPTIONS, RULE_OPTIONS, sumWords } from './withdrawal-words.ts';

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
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2 lg:px-6">
      <BarSearch
        ref={ref}
        wide
        label="Search withdrawals"
        placeholder="W-42, account, address, id"
        maxLength={100}
        value={filters.text}
        onValue={(text) => onChange({ text })}
      />
      <span className="flex gap-2 max-lg:w-full max-lg:overflow-x-auto">
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
      {filters.text === '' ? null : <span className="text-xs text-ink-3">in every tab</span>}
    </div>
  );
}

interface ChosenBarProps {
  chosen: readonly WithdrawalView[];
  heldBy: string | null;
  onApprove: () => void;
  onClear: () => void;
}

export function ChosenBar({ chosen, heldBy, onApprove, onClear }: ChosenBarProps) {
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-3 border-b border-line bg-sunken px-4 py-2 text-sm lg:px-6">
      <span className="font-semibold">
        {chosen.length} chosen, <span className="num">{sumWords(chosen)}</span>
      </span>
      <span className="text-xs text-ink-3">all by one rule: {chosen[0]?.rule.label}</span>
      <span className="ml-auto flex gap-2">
        <Button variant="ghost" onClick={onClear}>
          Clear
        </Button>
        <Button variant="ink" icon={Check} kbd="E" disabledReason={heldBy} onClick={onApprove}>
          Approve {chosen.length}
        </Button>
      </span>
    </div>
  );
}
