// The page of one firing: the same as on the board, with its whole record, for links from elsewhere and for later.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { firingQuery } from '#app/_client/alert-queries.ts';
import { useConsole } from '#app/_client/console-data.tsx';
import { boardHref } from '#components/alerts/alert-href.ts';
import { firingName } from '#components/alerts/alert-words.ts';
import { clock } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { ErrorState, OfflineState } from '#components/ui/panel-states.tsx';
import type { FiringBody } from '#lib/contract/alerts.ts';
import { hasThumb } from '../firing-detail.tsx';
import { FiringPane } from '../firing-pane.tsx';
import { FiringRunbook } from '../firing-runbook.tsx';

export function FiringScreen({ body }: { body: FiringBody }) {
  const { number } = body.firing;
  const { data = body, error, refetch } = useQuery({ ...firingQuery(number), initialData: body });
  const { link } = useConsole();
  const open = data.firing.resolvedAt === null;
  return (
    <Screen
      title={firingName(number)}
      note={data.firing.title}
      pane={<FiringRunbook body={data} />}
      paneLabel="Runbook"
      roomForStack={hasThumb(data)}
    >
      {link.state === 'offline' ? (
        <div className="px-4 lg:px-6">
          <OfflineState title="You are offline">
            Shown is what was known at {clock(data.now)} UTC; the clocks go on. Nothing is sent.
          </OfflineState>
        </div>
      ) : error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="This alert could not be read again"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            Shown is what was known at {clock(data.now)} UTC. Its acts still work.
          </ErrorState>
        </div>
      ) : null}
      <FiringPane body={data} />
      <p className="px-4 pb-6 text-xs lg:px-6">
        <Link href={open ? boardHref(number) : '/alerts/history'} className="link">
          {open ? 'See it on the board' : 'To the history'}
        </Link>
      </p>
    </Screen>
  );
}
