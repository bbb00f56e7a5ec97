// The policy beside its simulator: a request is described, and every rule says why it would meet it or not.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { withdrawalPolicyQuery } from '#app/_client/withdrawal-queries.ts';
import { Screen } from '#components/screen.tsx';
import { ErrorState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { PolicyOutcome, PolicyTable } from '#components/withdrawals/withdrawal-policy-parts.tsx';
import { FIRST_DESCRIBED, problemsOf } from '#components/withdrawals/withdrawal-simulation.ts';
import { WithdrawalSimulationForm } from '#components/withdrawals/withdrawal-simulation-form.tsx';
import { WithdrawalTabs } from '#components/withdrawals/withdrawal-tabs.tsx';
import { dollars } from '#components/withdrawals/withdrawal-words.ts';
import type { WithdrawalPolicyBody } from '#lib/contract/withdrawals.ts';
import { worthOf } from '#lib/rules/withdrawals/withdrawal-amount.ts';

export function PolicyScreen({ policy }: { policy: WithdrawalPolicyBody }) {
  const [described, setDescribed] = useState(FIRST_DESCRIBED);
  const problems = problemsOf(described);
  const sound = Object.keys(problems).length === 0;
  const priced = problems.amount === undefined && problems.price === undefined;
  const usdValue = priced ? worthOf(described.amount, described.price) : null;
  const { asset, destinationHours, accountDays } = described;
  const asked = useDeferredValue({ asset, usdValue: usdValue ?? '', destinationHours, accountDays });
  const { data, error, refetch } = useQuery({ ...withdrawalPolicyQuery(asked), enabled: sound });
  // What was answered last is not what is described now, while a field is wrong.
  const match = sound ? (data?.match ?? null) : null;
  return (
    <Screen title="Withdrawals" note="who approves what">
      <WithdrawalTabs on="/withdrawals/policy" />
      <div className="grid gap-x-10 gap-y-7 px-4 py-4 lg:px-6 xl:grid-cols-2">
        <Section title="Which rule would this request meet" note="nothing is filed" rule>
          <div className="flex flex-col gap-5 pt-3">
            <WithdrawalSimulationForm
              described={described}
              problems={problems}
              worth={usdValue === null ? null : dollars(usdValue)}
              onChange={(part) => setDescribed({ ...described, ...part })}
            />
            {error ? (
              <ErrorState
                title="The policy did not answer"
                action={{ label: 'Try again', onPress: () => void refetch() }}
              >
                {error.message} The rules beside are those of the moment this page was opened.
              </ErrorState>
            ) : null}
            {sound ? null : (
              <p className="text-sm text-ink-3" role="status">
                Mend the fields above: then the rule stands here.
              </p>
            )}
            {match === null ? null : <PolicyOutcome match={match} />}
          </div>
        </Section>
        <Section title="The policy" rule>
          <PolicyTable rules={policy.rules} met={match?.rule.key ?? null} />
        </Section>
      </div>
    </Screen>
  );
}
