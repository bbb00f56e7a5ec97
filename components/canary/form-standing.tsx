// How a sign-off form stands: what is in the way of opening it, what it waits for, what became void and why, how it was decided.
'use client';
import { CircleAlert, Hourglass, PenLine, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { exact, stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip, type Tone } from '#components/ui/chip.tsx';
import { TextField } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { FORM_STATES, type FormState } from '#lib/catalog/signoff-types.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { FormDifference } from '#lib/contract/signoff.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { waitEnd } from './form-words.ts';

const TONES: Readonly<Record<string, Tone>> = {
  open: 'risk',
  approved: 'ok',
  executed: 'ok',
  declined: 'safe',
};

function Differences({ title, differences }: { title: string; differences: readonly FormDifference[] }) {
  if (differences.length === 0) return null;
  return (
    <table className="mt-2 w-full text-sm">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr className="text-xs text-ink-3">
          <th scope="col" className="py-1 pr-3 text-left font-normal">
            What
          </th>
          <th scope="col" className="py-1 pr-3 text-left font-normal">
            As it was frozen
          </th>
          <th scope="col" className="py-1 text-left font-normal">
            As it is
          </th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ part, what, was, is }) => (
          <tr key={`${part}/${what}`} className="border-t border-line align-top">
            <td className="py-1 pr-3 break-words">{what}</td>
            <td className="py-1 pr-3 break-words text-ink-3">{was}</td>
            <td className="py-1 font-medium break-words">{is}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <div role="status" className="rounded-md border border-line-strong p-3 text-sm">
      {children}
    </div>
  );
}

interface TakeBackProps {
  pending: boolean;
  onTakeBack: (reason: string) => void;
}

function TakeBack({ pending, onTakeBack }: TakeBackProps) {
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null) {
    return (
      <div>
        <Button icon={Undo2} onClick={() => setReason('')}>
          Take it back
        </Button>
      </div>
    );
  }
  return (
    <div className="flex max-w-md flex-col gap-2">
      <TextField
        label="Why it is taken back"
        help="Every signature on it becomes void."
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <span className="flex gap-2">
        <Button
          busy={pending}
          disabledReason={reason.trim().length < 3 ? 'Say why.' : null}
          onClick={() => onTakeBack(reason)}
        >
          Take it back
        </Button>
        <Button variant="ghost" onClick={() => setReason(null)}>
          Leave it
        </Button>
      </span>
    </div>
  );
}

interface FormStandingProps {
  body: SignoffBody;
  me: { roles: readonly string[] };
  pending: boolean;
  error: ErrorBody['error'] | null;
  onOpen: () => void;
  onTakeBack: (reason: string) => void;
}

export function FormStanding({ body, me, pending, error, onOpen, onTakeBack }: FormStandingProps) {
  const { state, snapshot, blocks, differences, waits, lastVoid, decided, now } = body;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Chip tone={TONES[state] ?? 'plain'}>{FORM_STATES[state as FormState] ?? state}</Chip>
        {state === 'open' ? (
          <span className="text-ink-2">It can be signed until {stamp(snapshot.closesAt, now)} UTC.</span>
        ) : null}
        {state === 'closed' ? (
          <span className="text-ink-2">Its run is over, or has gone on: nobody signs it any more.</span>
        ) : null}
        {decided ? (
          <span className="text-ink-2">
            {decided.decision === 'go' ? 'GO' : 'NO-GO'} by {decided.by.name}, {exact(decided.at)} UTC
            {/* The reason also stands alone, on the run and its plan: here NO-GO was just said. */}
            {decided.reason ? `: ${decided.reason.replace(/^NO-GO: /, '')}` : ''}
          </span>
        ) : null}
      </p>
      {differences.length > 0 ? (
        <Warning>
          <p className="flex items-start gap-2 font-medium">
            <CircleAlert className="mt-0.5 size-4 text-crit-text" aria-hidden="true" />
            What was frozen does not hold any more: every signature on it is void.
          </p>
          <Differences title="What has changed since it was frozen" differences={differences} />
        </Warning>
      ) : null}
      {waits && differences.length === 0 ? (
        <Warning>
          <p className="flex items-start gap-2 font-medium">
            <Hourglass className="mt-0.5 size-4 text-risk-text" aria-hidden="true" />
            Nobody can sign now: figures are missing.
          </p>
          <ul
            aria-label="Figures that are missing"
            className="mt-2 divide-y divide-line border-y border-line"
          >
            {waits.missing.map(({ what, was, why }) => (
              <li key={what} className="flex flex-wrap gap-x-3 py-1">
                <span className="font-medium break-words">{what}</span>
                <span className="min-w-0 flex-1 basis-48 break-words text-ink-2">{why}</span>
                <span className="text-ink-3">was {was}</span>
              </li>
            ))}
          </ul>
          <p className="mt-2 text-ink-2">{waitEnd(waits, now)}</p>
        </Warning>
      ) : null}
      {lastVoid && (state === 'draft' || state === 'closed') ? (
        <Warning>
          <p className="font-medium">
            Void since {stamp(lastVoid.at, now)} UTC, found by {lastVoid.by}
            {lastVoid.signedBy.length > 0 ? `; signed before by ${lastVoid.signedBy.join(', ')}` : ''}
          </p>
          {lastVoid.differences.length === 0 ? <p className="mt-1 text-ink-2">{lastVoid.reason}</p> : null}
          <Differences title="What made it void" differences={lastVoid.differences} />
        </Warning>
      ) : null}
      {state === 'draft' && blocks.length > 0 ? (
        <ul aria-label="What is in the way" className="list-disc pl-5 text-sm text-ink-2">
          {blocks.map((block) => (
            <li key={block}>{block}</li>
          ))}
        </ul>
      ) : null}
      {state === 'draft' ? (
        <div>
          <Button
            variant="ink"
            icon={PenLine}
            busy={pending}
            disabledReason={
              notAllowedTo('open-for-signature', me.roles) ??
              (blocks.length > 0 ? 'First settle what is in the way.' : null)
            }
            onClick={onOpen}
          >
            Open for signature
          </Button>
        </div>
      ) : null}
      {state === 'open' && notAllowedTo('void-form', me.roles) === null ? (
        <TakeBack pending={pending} onTakeBack={onTakeBack} />
      ) : null}
      <FormError error={error} />
    </div>
  );
}
