// The policy of withdrawals as a table, and which rule a described request meets, with why not those before it.
import clsx from 'clsx';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { Table } from '#components/ui/table.tsx';
import { STEP_UP_ABOVE_USD, WITHDRAWAL_TIMES } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalPolicyBody } from '#lib/contract/withdrawals.ts';
import { dollars } from './withdrawal-words.ts';

const HOURS = WITHDRAWAL_TIMES.approvalHolds / 3_600;

export function PolicyTable({ rules, met }: { rules: WithdrawalPolicyBody['rules']; met: string | null }) {
  return (
    <>
      <Table
        caption="Rules in their order"
        columns={[
          { key: 'place', label: 'Order', right: true },
          { key: 'rule', label: 'Rule' },
          { key: 'asks', label: 'Who approves' },
        ]}
      >
        {rules.map((rule, index) => (
          <tr key={rule.key} data-selected={rule.key === met}>
            <td className="num r">{index + 1}</td>
            <td className="py-1.5 whitespace-normal">
              {rule.label} <span className="num text-xs text-ink-3">{rule.key}</span>
              {rule.key === met ? <span className="ml-2 text-xs font-semibold">meets it</span> : null}
            </td>
            <td className="py-1.5 whitespace-normal">{rule.asks}</td>
          </tr>
        ))}
      </Table>
      <p className="mt-2 text-xs text-ink-3">
        The first rule that applies decides. Above {dollars(STEP_UP_ABOVE_USD).replace('.00', '')} whoever
        approves proves anew that it is them. An approval counts for {HOURS} hours, and can be undone for{' '}
        {WITHDRAWAL_TIMES.undo} seconds before anything is sent.
      </p>
    </>
  );
}

export function PolicyOutcome({ match }: { match: NonNullable<WithdrawalPolicyBody['match']> }) {
  const { rule, steps } = match;
  return (
    <div>
      <p className="fig text-xl" role="status">
        {rule.asks}
      </p>
      <p className="text-sm text-ink-2">
        {rule.label}.{' '}
        {rule.people === null
          ? 'It stays until its destination and account are old enough, or somebody rejects it.'
          : `The approvals count for ${HOURS} hours from the first of them.`}
      </p>
      <ol className="mt-3" aria-label="Rules that were looked at">
        {steps.map((step) => {
          const Icon = step.met ? CircleCheck : CircleSlash;
          return (
            <li key={step.key} className="flex items-start gap-2 border-t border-line py-2">
              <Icon
                className={clsx('mt-0.5 size-4 shrink-0', step.met ? 'text-ok-text' : 'text-ink-3')}
                aria-hidden="true"
              />
              <span className="min-w-0">
                <span className="block text-sm">
                  {step.met ? 'Meets' : 'Not'} <span className="font-medium">{step.label}</span>
                </span>
                <span className="block text-xs break-words text-ink-3">{step.because}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
