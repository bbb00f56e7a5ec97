// A run with the form of the gate it stands at: who signed it, and the acts of whoever is to sign, on a phone at the thumb.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { canaryQuery } from '#app/_client/canary-queries.ts';
import { useConsole } from '#app/_client/console-data.tsx';
import { signoffQuery } from '#app/_client/signoff-queries.ts';
import { buttonClass } from '#components/ui/button.tsx';
import type { CanaryBody } from '#lib/contract/canary.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { CanaryScreen } from './canary-screen.tsx';
import { SignOffActs, SignOffColumn, useSigning } from './forms/[gate]/sign-off.tsx';
import { useFormActs } from './forms/[gate]/use-form-acts.ts';

interface CanaryWithFormProps {
  body: CanaryBody;
  form: SignoffBody;
}

export function CanaryWithForm({ body: first, form }: CanaryWithFormProps) {
  const { me } = useConsole();
  const { data: canary = first } = useQuery({ ...canaryQuery(first.run.id), initialData: first });
  const { run } = canary;
  // Behind a GO stands the next gate, with a form of its own.
  const query = signoffQuery(run.id, run.stage);
  const initialData = () => (run.stage === form.gate ? form : undefined);
  const { data: body = form } = useQuery({ ...query, initialData });
  const acts = useFormActs(body);
  const signing = useSigning(body, me, acts);
  // Nobody signs it any more, and nobody did: there is nothing to read in it.
  const neverOpened = run.endedAt !== null && body.hash === null && body.lastVoid === null;
  return (
    <>
      <CanaryScreen
        body={first}
        signOff={
          neverOpened ? undefined : (
            <SignOffColumn body={body} signing={signing} error={acts.errorAt('signature')}>
              <Link
                href={`/canary/${run.number}/forms/${body.gate}`}
                className={buttonClass('outline', 'md')}
              >
                {body.state === 'draft' ? 'The form, to open it for signature' : 'The whole form'}
              </Link>
            </SignOffColumn>
          )
        }
        thumb={signing.acts ? <SignOffActs body={body} signing={signing} short /> : undefined}
      />
      {acts.dialog}
    </>
  );
}
