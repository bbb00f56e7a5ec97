// The history of rollbacks on screen, page by page; one without an incident leads to opening it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { rollbackHistoryQuery } from '#app/_client/incident-queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { RollbackHistory } from '#components/changes/rollback-history.tsx';
import { IncidentTabs } from '#components/incidents/incident-tabs.tsx';
import { PageSteps, stepKeys, usePages } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import type { RollbackHistoryBody } from '#lib/contract/incidents.ts';

export function RollbacksScreen({ history }: { history: RollbackHistoryBody }) {
  const now = useServerNow() || Date.parse(history.now);
  const pages = usePages();
  const { before } = pages;
  const {
    data = history,
    error,
    refetch,
  } = useQuery({
    ...rollbackHistoryQuery(before ? { before } : {}),
    ...(before ? {} : { initialData: history }),
  });
  const steps = pages.steps(data.nextBefore);
  useKeys(stepKeys(steps));
  return (
    <Screen title="Incidents" note="Every rollback on record, newest first">
      <IncidentTabs on="/incidents/rollbacks" />
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The history did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message}
          </ErrorState>
        </div>
      ) : null}
      {data.items.length > 0 ? (
        <RollbackHistory items={data.items} now={now} />
      ) : (
        <div className="px-4 lg:px-6">
          <EmptyState title="No rollback is on record">
            Emergency stops, levels, runs of rollback procedures and changes that were undone stand here.
          </EmptyState>
        </div>
      )}
      <div className="flex px-4 py-3 lg:px-6">
        <PageSteps {...steps} />
      </div>
    </Screen>
  );
}
