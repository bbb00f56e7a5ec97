// The requests that wait for a second person, on Now: the same rows as on Approvals, which each of them leads to. Loaded lazily.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery } from '#app/_client/queries.ts';
import { useServerClock } from '#app/_client/server-now.ts';
import { approvalHref } from '#components/changes/approval-words.ts';
import { RequestList } from '#components/changes/request-list.tsx';
import { ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';

export function WaitingList() {
  const { me } = useConsole();
  const clock = useServerClock();
  const router = useRouter();
  const { data, error, refetch } = useQuery(approvalsQuery);
  if (data && clock) {
    return (
      <RequestList
        requests={data.requests.filter(({ state }) => state === 'open')}
        deciders={data.deciders}
        me={me}
        clock={clock}
        readAt={data.now}
        busy={false}
        heldBy={null}
        onOpen={(id) => router.push(approvalHref(id))}
      />
    );
  }
  if (!error) return <LoadingRows rows={2} label="Reading what waits" />;
  return (
    <ErrorState
      title="What waits did not answer"
      action={{ label: 'Try again', onPress: () => void refetch() }}
    >
      {error.message} Lowering a switch still works.
    </ErrorState>
  );
}
