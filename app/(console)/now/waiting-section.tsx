// What waits for a second person, on Now: forms, releases, change requests. The pulse says whether anything does; only then the rows are loaded.
'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useConsole } from '#app/_client/console-data.tsx';
import { formsFor } from '#components/canary/form-words.ts';
import { NothingWaits } from '#components/changes/nothing-waits.tsx';
import { releasesFor, waitsFor } from '#components/releases/release-waits.ts';
import { LoadingRows } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';

const NOTHING = { requests: [], forms: [], releases: [] };
const LOADING = <LoadingRows rows={2} label="Reading what waits" />;

const FormList = dynamic(
  () => patiently(() => import('#components/canary/form-list.tsx')).then((module) => module.FormList),
  { ssr: false, loading: () => LOADING },
);

const ReleaseWaitList = dynamic(
  () =>
    patiently(() => import('#components/releases/release-wait-list.tsx')).then(
      (module) => module.ReleaseWaitList,
    ),
  { ssr: false, loading: () => LOADING },
);

const WaitingList = dynamic(
  () => patiently(() => import('./waiting-list.tsx')).then((module) => module.WaitingList),
  { ssr: false, loading: () => LOADING },
);

export function WaitingSection() {
  const { me, heard } = useConsole();
  const status = heard?.status;
  const { requests, forms, releases } = status?.attention ?? NOTHING;
  return (
    <Section
      title="Waiting for approval"
      note={status ? `${waitsFor(me, status.attention)} for you to decide` : undefined}
      aside={
        <Link href="/approvals" className="link text-xs">
          All of it
        </Link>
      }
      rule
    >
      {status && forms.length > 0 ? (
        <FormList forms={forms} mine={formsFor(me, forms)} now={status.now} />
      ) : null}
      {status && releases.length > 0 ? (
        <ReleaseWaitList releases={releases} mine={releasesFor(me, releases)} now={status.now} />
      ) : null}
      {requests.length > 0 ? <WaitingList /> : null}
      {status === undefined ? LOADING : null}
      {status && requests.length + forms.length + releases.length === 0 ? (
        <NothingWaits readAt={status.now} />
      ) : null}
    </Section>
  );
}
