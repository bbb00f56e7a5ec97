// The screen of a sign-off form: what it rests on at the left, signatures at the right; on a phone the signatures follow the criteria, the acts are at the thumb.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useConsole } from '#app/_client/console-data.tsx';
import { signoffQuery } from '#app/_client/signoff-queries.ts';
import {
  ChecklistParts,
  CriteriaPart,
  DocumentPart,
  MetricsPart,
  OutcomeParts,
  PairsPart,
} from '#components/canary/form-parts.tsx';
import { FormStanding } from '#components/canary/form-standing.tsx';
import { formTitle } from '#components/canary/form-words.ts';
import { stamp } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { openForSignatureAction, voidFormAction } from './actions.ts';
import { FormDashboards } from './form-dashboards.tsx';
import { FormNotes } from './form-notes.tsx';
import { SignOffActs, SignOffColumn, useSigning } from './sign-off.tsx';
import { useFormActs } from './use-form-acts.ts';

// With it comes the catalogue of all procedures, which nobody needs to read or sign a form.
const FormPlan = dynamic(() => patiently(() => import('./form-plan.tsx')).then((module) => module.FormPlan), {
  ssr: false,
});

function Head({ body }: { body: SignoffBody }) {
  const { form, snapshot, run, gate } = body;
  const path = `/canary/${run.number}/forms/${gate}`;
  return (
    <div className="flex flex-wrap items-start gap-3">
      <div className="min-w-0 flex-1">
        <p className="text-xs text-ink-3">
          <span className="num">{form}</span> {run.title}
        </p>
        <h2 className="text-xl font-semibold break-words">{formTitle(snapshot)}</h2>
      </div>
      <span className="flex gap-2">
        {body.sealed ? (
          <a href={`/api/v1/forms/${form}/bundle`} download className={buttonClass('outline', 'md')}>
            <Download className="size-4" aria-hidden="true" />
            Bundle
          </a>
        ) : null}
        <Link href={`${path}/print`} className={buttonClass('outline', 'md')}>
          <Printer className="size-4" aria-hidden="true" />
          Print
        </Link>
      </span>
    </div>
  );
}

function Contacts({ contacts }: SignoffBody['snapshot']) {
  const pairs = contacts.map(({ severity, name, phone, email }) => ({
    label: `${name}, ${severity}`,
    value: [phone, email].filter((one) => one !== null).join(', ') || 'no number',
  }));
  return <PairsPart title="Emergency contacts" pairs={pairs} />;
}

export function FormScreen({ body }: { body: SignoffBody }) {
  const query = signoffQuery(body.run.id, body.gate);
  const { data = body, error, refetch } = useQuery({ ...query, initialData: body });
  const { me } = useConsole();
  const acts = useFormActs(data);
  const signing = useSigning(data, me, acts);
  const { snapshot, now } = data;
  return (
    <Screen
      title="Sign-off"
      note={`${data.form}, ${data.run.title}`}
      className="flex flex-col gap-6 px-4 py-4 lg:px-6"
      paneLabel="Sign-off"
      pane={<SignOffColumn body={data} signing={signing} error={acts.errorAt('signature')} />}
      afterPane={
        <div className="grid gap-6 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-6">
            <MetricsPart
              metrics={snapshot.metrics}
              at={data.hash === null ? null : stamp(snapshot.openedAt, now)}
            />
            <PairsPart title="Configuration" pairs={snapshot.configuration} />
            <PairsPart
              title="Build"
              pairs={snapshot.build.map(({ service, version }) => ({ label: service, value: version }))}
            />
            <FormPlan body={data} />
            <FormDashboards body={data} />
            <FormNotes body={data} acts={acts} />
            <Contacts {...snapshot} />
            <DocumentPart body={data} />
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            <ChecklistParts checklists={snapshot.checklists} />
            <OutcomeParts snapshot={snapshot} />
          </div>
        </div>
      }
      thumb={signing.acts ? <SignOffActs body={data} signing={signing} short /> : undefined}
    >
      {error ? (
        <ErrorState
          title="The form could not be read again"
          action={{ label: 'Try again', onPress: () => void refetch() }}
        >
          {error.message}
        </ErrorState>
      ) : null}
      <Head body={data} />
      <FormStanding
        body={data}
        me={me}
        pending={acts.pending}
        error={acts.errorAt('head')}
        onOpen={() => void acts.act('head', 'Open for signature', openForSignatureAction)}
        onTakeBack={(reason) => void acts.act('head', 'Take it back', voidFormAction, { reason })}
      />
      <CriteriaPart criteria={snapshot.criteria} />
      {acts.dialog}
    </Screen>
  );
}
