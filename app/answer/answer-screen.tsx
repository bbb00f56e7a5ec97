// Answers a test page by its link: one press, so that a program that only looks at the link answers nothing.
'use client';
import { Check, CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { OutsidePage } from '#components/access/outside-page.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { answerByLinkAction } from './actions.ts';

type State = { kind: 'reading' | 'no link' | 'ready' } | { kind: 'done'; first: boolean };

const SILENT = { message: 'The console did not answer. Press again.' };

export function AnswerScreen() {
  const [link, setLink] = useState('');
  const [state, setState] = useState<State>({ kind: 'reading' });
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<{ message: string } | null>(null);
  useEffect(() => {
    const take = (): void => {
      const found = window.location.hash.slice(1);
      setLink(found);
      setError(null);
      setState({ kind: found === '' ? 'no link' : 'ready' });
    };
    take();
    // Another link opened in the same tab loads nothing anew.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  const answer = async (): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await answerByLinkAction({ link }).catch(() => null);
    setPending(false);
    if (result?.ok) setState({ kind: 'done', first: result.value.changed });
    else setError(result?.error ?? SILENT);
  };
  return (
    <OutsidePage>
      <h1 className="text-lg font-semibold">Test page</h1>
      {state.kind === 'done' ? (
        <p role="status" className="mt-2 flex items-start gap-2 text-sm">
          <CircleCheck className="mt-0.5 size-4 text-ok-text" aria-hidden="true" />
          {state.first
            ? 'Thank you: your answer is on record with its time. Nothing else is needed.'
            : 'Somebody answered this one already. Nothing else is needed.'}
        </p>
      ) : state.kind === 'no link' ? (
        <p className="mt-2 text-sm text-ink-2">
          Open the link as it was sent to you: something is missing here.
        </p>
      ) : (
        <>
          <p className="mt-2 mb-4 text-sm text-ink-2">
            This is a drill: nothing is wrong. Press once, so that it is known that the page reached you.
          </p>
          <Button
            variant="ink"
            size="xl"
            icon={Check}
            className="w-full"
            busy={pending || state.kind === 'reading'}
            onClick={() => void answer()}
          >
            It reached me
          </Button>
          <div className="mt-3">
            <FormError error={error} />
          </div>
        </>
      )}
    </OutsidePage>
  );
}
