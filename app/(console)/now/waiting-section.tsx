// What waits for a second person, on Now. The pulse says whether anything does; only then the rows are loaded.
'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useConsole } from '#app/_client/console-data.tsx';
import { waitingFor } from '#components/approval-words.ts';
import { NothingWaits } from '#components/nothing-waits.tsx';
import { LoadingRows } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';

const LOADING = <LoadingRows rows={2} label="Reading what waits" />;

const WaitingList = dynamic(
  () => patiently(() => import('./waiting-list.tsx')).then((module) => module.WaitingList),
  { ssr: false, loading: () => LOADING },
);

export function WaitingSection() {
  const { me, heard } = useConsole();
  const status = heard?.status;
  const requests = status?.attention.requests ?? [];
  return (
    <Section
      title="Waiting for approval"
      note={status ? `${waitingFor(me, requests).length} for you to decide` : undefined}
      aside={
        <Link href="/approvals" className="link text-xs">
          All of it
        </Link>
      }
      rule
    >
      {requests.length > 0 ? <WaitingList /> : status ? <NothingWaits readAt={status.now} /> : LOADING}
    </Section>
  );
}
