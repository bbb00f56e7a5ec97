// The sign-off column: lines, your own line with what GO sets, and the acts: NO-GO by one press, GO and signatures with a second factor.
'use client';
import { ArrowDownRight, ArrowUpRight, Hourglass, PenLine, TriangleAlert } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { waitReason } from '#components/canary/form-words.ts';
import { boundNote, SignOffLines, signedNote } from '#components/canary/sign-off-lines.tsx';
import {
  GoDifference,
  type MyLine,
  missingOf,
  NOTHING_FILLED,
  SignOffMine,
} from '#components/canary/sign-off-mine.tsx';
import { stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { LineView, SignoffBody } from '#lib/contract/signoff-views.ts';
import { declineFormAction, signFormAction } from './actions.ts';
import type { useFormActs } from './use-form-acts.ts';

export interface Signing {
  /** The line that is yours to sign now. */
  mine: LineView | undefined;
  filled: MyLine;
  fill: (filled: MyLine) => void;
  /** Why it cannot be signed yet. */
  missing: string | null;
  /** Whether there is anything for you to press. */
  acts: boolean;
  mayDecline: boolean;
  pending: boolean;
  /** Receives the focus when you have signed: what became of it stands there. */
  head: RefObject<HTMLHeadingElement | null>;
  sign: () => void;
  decline: () => void;
}

export function useSigning(
  body: SignoffBody,
  me: { name: string; roles: readonly string[] },
  acts: ReturnType<typeof useFormActs>,
): Signing {
  const [kept, setKept] = useState<{ hash: string | null; filled: MyLine }>({
    hash: null,
    filled: NOTHING_FILLED,
  });
  const head = useRef<HTMLHeadingElement>(null);
  const [signed, setSigned] = useState(0);
  useEffect(() => {
    if (signed > 0) head.current?.focus();
  }, [signed]);
  // What was confirmed of another text counts no more.
  const filled = kept.hash === body.hash ? kept.filled : NOTHING_FILLED;
  const mine = body.lines.find(({ signature, heldBy }) => signature === null && heldBy === null);
  const shown = (done: boolean): void => {
    if (done) setSigned((before) => before + 1);
  };
  const undecided = body.state === 'draft' || body.state === 'open';
  const mayDecline = undecided && me.roles.includes('executive');
  return {
    ...{ mine, filled, mayDecline, head, pending: acts.pending, acts: mine !== undefined || mayDecline },
    fill: (next) => setKept({ hash: body.hash, filled: next }),
    missing: body.waits ? waitReason(body.waits) : mine ? missingOf(mine, body, filled, me.name) : null,
    sign: () => {
      if (!mine) return;
      const { line, statements } = mine;
      const narrow = body.snapshot.criteria.filter((one) => one.narrow !== null).map(({ key }) => key);
      void acts
        .act('signature', line === 'executive' ? 'GO' : 'Sign the form', signFormAction, {
          ...{ line, hash: body.hash, name: filled.name.trim(), narrow },
          statements: statements.map(({ key }) => key),
          ...(line === 'executive' ? { decision: 'go' } : {}),
        })
        .then(shown);
    },
    decline: () => void acts.act('signature', 'NO-GO', declineFormAction).then(shown),
  };
}

/** `short`: at the thumb of a phone, side by side. */
export function SignOffActs({
  body,
  signing,
  short = false,
}: {
  body: SignoffBody;
  signing: Signing;
  short?: boolean;
}) {
  const { mine, missing, mayDecline, pending, sign, decline } = signing;
  const final = mine?.line === 'executive' || (mine === undefined && mayDecline);
  const waits = body.lines.find(({ line }) => line === 'executive')?.heldBy ?? null;
  const stays =
    body.snapshot.from === null ? 'Nothing is entered, nothing changes' : 'Nothing changes, the run ends';
  return (
    <>
      {mayDecline ? (
        <Button
          variant="safe"
          size={short ? 'lg' : 'xl'}
          icon={ArrowDownRight}
          busy={pending}
          onClick={decline}
        >
          {short ? 'NO-GO' : <ActWords title="NO-GO" note={stays} />}
        </Button>
      ) : null}
      {final ? (
        <Button
          variant="risk"
          size={short ? 'lg' : 'xl'}
          icon={ArrowUpRight}
          busy={pending}
          disabledReason={mine ? missing : waits}
          onClick={sign}
        >
          {short ? (
            'GO, sign'
          ) : (
            <ActWords title={goWords(body)} note="Needs your name and your second factor" />
          )}
        </Button>
      ) : mine ? (
        <Button
          variant="ink"
          size={short ? 'lg' : 'xl'}
          icon={PenLine}
          busy={pending}
          disabledReason={missing}
          onClick={sign}
        >
          Sign as {mine.label.toLowerCase()}
        </Button>
      ) : null}
    </>
  );
}

/** `GO to stage 3`. */
function goWords({ snapshot }: SignoffBody): string {
  const [, stage] = /^(Stage \d+), /.exec(snapshot.to) ?? [];
  return stage ? `GO to ${stage.toLowerCase()}` : 'GO, it has passed';
}

function ActWords({ title, note }: { title: string; note: string }) {
  return (
    <span className="flex min-w-0 flex-1 flex-col items-start text-left">
      <span className="font-semibold">{title}</span>
      <span className="text-xs font-normal">{note}</span>
    </span>
  );
}

interface SignOffColumnProps {
  body: SignoffBody;
  signing: Signing;
  error: ErrorBody['error'] | null;
  /** Below the acts. */
  children?: ReactNode;
}

export function SignOffColumn({ body, signing, error, children }: SignOffColumnProps) {
  const { mine, filled, fill, head } = signing;
  return (
    <div className="flex flex-col gap-3 p-4 lg:p-5">
      <div>
        <div className="flex items-baseline justify-between gap-3">
          <h2 ref={head} tabIndex={-1} className="scroll-mt-20 text-base font-semibold outline-none">
            Sign-off
          </h2>
          <span className="text-xs text-ink-3">{signedNote(body)}</span>
        </div>
        <p className="text-xs text-ink-3">{boundNote(body)}</p>
        {/* Whoever was about to sign stands here on a phone, far from the head of the form. */}
        {body.lastVoid && (body.state === 'draft' || body.state === 'closed') ? (
          <p role="status" className="mt-1 flex items-start gap-1.5 text-sm text-risk-text">
            <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
            Void since {stamp(body.lastVoid.at, body.now)} UTC: {body.lastVoid.reason}
          </p>
        ) : null}
        {body.waits ? (
          <p role="status" className="mt-1 flex items-start gap-1.5 text-sm text-risk-text">
            <Hourglass className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
            {waitReason(body.waits)}
          </p>
        ) : null}
      </div>
      <SignOffLines body={body} mine={mine?.line ?? null} />
      {mine ? <SignOffMine body={body} line={mine} filled={filled} onFill={fill} /> : null}
      {body.decided || body.state === 'closed' ? null : <GoDifference {...body.snapshot} />}
      <FormError error={error} />
      {signing.acts ? (
        <div className="flex flex-col gap-2 pt-3 max-lg:hidden">
          <SignOffActs body={body} signing={signing} />
        </div>
      ) : null}
      {children}
    </div>
  );
}
