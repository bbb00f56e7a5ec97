// One firing in the middle of the board and on its own page: head with clocks, action, chain, evidence, record.
'use client';
import clsx from 'clsx';
import { CircleCheck, UserRound } from 'lucide-react';
import Link from 'next/link';
import type { RefObject } from 'react';
import { useServerClock } from '#app/_client/server-now.ts';
import { ActionButton, AlertAction } from '#components/alerts/alert-action.tsx';
import { AlertChain } from '#components/alerts/alert-chain.tsx';
import { AlertEvidence } from '#components/alerts/alert-evidence.tsx';
import { AlertHead } from '#components/alerts/alert-head.tsx';
import { AlertRecord } from '#components/alerts/alert-record.tsx';
import { RefusedChange } from '#components/changes/refused-change.tsx';
import type { ServerClock } from '#components/countdown.ts';
import { openIncidentHref } from '#components/incidents/incident-href.ts';
import { ThumbBar } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import type { FiringBody } from '#lib/contract/alerts.ts';
import type { FiringActs } from './use-firing-acts.tsx';
import type { Storm } from './use-storm.tsx';

interface FiringDetailProps {
  body: FiringBody;
  acts: FiringActs;
  storm: Storm;
  noteRef: RefObject<HTMLDivElement | null>;
}

function HeadActs({ body, acts }: Pick<FiringDetailProps, 'body' | 'acts'>) {
  const { firing } = body;
  const incident = (
    <Link
      href={openIncidentHref('firing', firing.id)}
      className="inline-flex items-center self-center text-sm text-ink-2 underline pointer-coarse:min-h-11"
    >
      Open an incident
    </Link>
  );
  if (firing.resolvedAt !== null) return incident;
  return (
    <>
      {firing.confirmedAt === null ? (
        <Button
          variant="ink"
          size="lg"
          kbd="C"
          busy={acts.pending}
          disabledReason={acts.heldBy}
          onClick={acts.confirm}
          className="max-lg:hidden"
        >
          Confirm, I have it
        </Button>
      ) : null}
      {acts.canTakeOver ? (
        <Button
          size="lg"
          icon={UserRound}
          busy={acts.pending}
          disabledReason={acts.heldBy}
          onClick={acts.takeOver}
        >
          {firing.owner ? 'Take over' : 'Take it'}
        </Button>
      ) : null}
      <Button size="lg" icon={CircleCheck} disabledReason={acts.resolveHeldBy} onClick={acts.askToResolve}>
        It is over
      </Button>
      {incident}
    </>
  );
}

export function FiringDetail({ body, acts, storm, noteRef }: FiringDetailProps) {
  const heard = useServerClock();
  const error = storm.error ?? acts.error;
  const clock: ServerClock = heard ?? { skewMs: 0, heardAt: Date.parse(body.now) };
  return (
    <article aria-label={`A-${body.firing.number}, ${body.firing.title}`}>
      <AlertHead body={body} clock={clock} acts={<HeadActs body={body} acts={acts} />} />
      {error ? (
        <div className={clsx('border-b border-line px-4 py-2 lg:px-6', hasThumb(body) && 'max-lg:hidden')}>
          <RefusedChange error={error} />
        </div>
      ) : null}
      <div className="border-b border-line px-4 py-4 lg:px-6">
        <AlertAction
          body={body}
          heldBy={acts.actHeldBy}
          pending={acts.pending}
          onPress={acts.act}
          storm={storm.group ? { ...storm, group: storm.group } : null}
        />
      </div>
      <div className="flex flex-col gap-6 px-4 py-4 lg:px-6">
        <AlertChain firing={body.firing} chain={body.chain} clock={clock} />
        <AlertRecord
          key={body.firing.id}
          body={body}
          heldBy={acts.noteHeldBy}
          pending={acts.notePending}
          error={acts.noteError}
          fieldRef={noteRef}
          onNote={acts.note}
        />
        <AlertEvidence body={body} />
      </div>
    </article>
  );
}

/** Whether anything stands at the thumb. */
export function hasThumb({ firing, action }: FiringBody): boolean {
  if (firing.resolvedAt !== null) return false;
  return firing.confirmedAt === null || (firing.actedAt === null && action !== null);
}

/** Phones: the action first, then the confirmation, both at the thumb; nothing once both are done. */
export function FiringThumb({ body, acts, storm }: Pick<FiringDetailProps, 'body' | 'acts' | 'storm'>) {
  const { firing, action } = body;
  if (!hasThumb(body)) return null;
  return (
    <ThumbBar stack>
      <RefusedChange error={storm.error ?? acts.error} />
      {firing.actedAt !== null ? null : storm.group?.action ? (
        <ActionButton
          action={storm.group.action}
          all={storm.group.unacted}
          heldBy={storm.heldBy}
          pending={storm.pending}
          large
          onPress={storm.actForAll}
        />
      ) : action ? (
        <ActionButton
          action={action}
          heldBy={acts.actHeldBy}
          pending={acts.pending}
          large
          onPress={acts.act}
        />
      ) : null}
      {firing.confirmedAt === null ? (
        <Button variant="ink" busy={acts.pending} disabledReason={acts.heldBy} onClick={acts.confirm}>
          Confirm, I have it
        </Button>
      ) : null}
    </ThumbBar>
  );
}
