// Every alert of the catalogue: when it fires, what its action is, and whether Bulkhead carries that out by itself.
'use client';
import { Bot, CircleSlash, Hand } from 'lucide-react';
import { day } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import type { AlertPolicy } from '#lib/catalog/alert-types.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { AlertPolicyView } from '#lib/contract/alert-history.ts';
import { policyName } from './policy-words.ts';

const ICON = { off: CircleSlash, propose: Hand, execute: Bot } as const satisfies Record<
  AlertPolicy,
  unknown
>;

interface PolicyListProps {
  items: readonly AlertPolicyView[];
  heldBy: string | null;
  onChange: (alert: string) => void;
}

export function PolicyList({ items, heldBy, onChange }: PolicyListProps) {
  return (
    <ul aria-label="Alerts and their policies">
      {items.map(({ alert: key, policy, set }) => {
        const alert = findAlert(key);
        if (!alert) return null;
        return (
          <li
            key={key}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)_112px_auto] lg:px-6"
          >
            <div className="min-w-0 max-lg:col-span-2">
              <p className="text-sm">
                <span className="num mr-2 text-xs text-ink-3">{alert.priority}</span>
                {alert.title}
              </p>
              <p className="text-xs text-ink-3">
                Fires when {alert.when}.{' '}
                <span className="whitespace-nowrap">
                  {alert.from}
                  {alert.during ? ', while a canary runs' : ''}.
                </span>
              </p>
            </div>
            <div className="min-w-0 text-xs max-lg:col-span-2">
              {alert.action ? (
                <span className="text-ink-2">{alert.action.label}</span>
              ) : (
                <span className="text-ink-3">no action of its own</span>
              )}
              {set ? (
                <span className="block break-words text-ink-3">
                  {set.by}, {day(set.at)}: {set.reason}
                </span>
              ) : null}
            </div>
            <span>
              <Chip tone={policy === 'execute' ? 'risk' : 'plain'} icon={ICON[policy]}>
                {policyName(policy)}
              </Chip>
            </span>
            <Button
              size="sm"
              disabledReason={
                alert.action ? heldBy : 'It has no action that Bulkhead could carry out by itself.'
              }
              onClick={() => onChange(key)}
            >
              Change<span className="sr-only"> the policy of “{alert.title}”</span>
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
