// The runbook beside an alert: what to do in which order, from the catalogue, with the procedure that goes on from there.
'use client';
import clsx from 'clsx';
import { CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { day } from '#components/format-time.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { findAlert } from '#lib/catalog/alerts.ts';
import { levelName } from '#lib/catalog/levels.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { FiringBody, FiringView } from '#lib/contract/alerts.ts';
import { firingHref, firingName, timesWords } from './alert-words.ts';

interface AlertRunbookProps {
  body: FiringBody;
  /** Levels that lie beyond the current one, as far as an alert proposes them. */
  levels: readonly number[];
  levelHeldBy: (level: number) => string | null;
  onLevel: (level: number) => void;
  procedureHeldBy: (procedure: string) => string | null;
  onProcedure: (procedure: string) => void;
  /** How what its further action is about stands, in a sentence; null when there is nothing to say. */
  standing: string | null;
  /** Earlier firings of the same alert, newest first. */
  before: readonly FiringView[];
}

function Step({ done, children }: { done: boolean | null; children: ReactNode }) {
  const Icon = done ? CircleCheck : CircleDashed;
  return (
    <li className="grid grid-cols-[18px_minmax(0,1fr)] gap-2 border-t border-line py-2.5">
      <Icon
        className={clsx('mt-0.5 size-4', done ? 'text-ok-text' : 'text-ink-3')}
        aria-label={done === null ? undefined : done ? 'Done' : 'To do'}
        aria-hidden={done === null ? true : undefined}
      />
      <div className="min-w-0 text-sm">{children}</div>
    </li>
  );
}

export function AlertRunbook(props: AlertRunbookProps) {
  const { body, levels, before } = props;
  const { firing, further, procedure, from } = body;
  const alert = firing.alert === null ? undefined : findAlert(firing.alert);
  const { action, goesOnAt } = alert ?? {};
  const known = procedure === null ? undefined : PROCEDURES[procedure];
  return (
    <div className="px-4 pt-3 pb-6 lg:px-5">
      <div className="flex min-h-8 items-baseline gap-2">
        <h2 className="h-sec">Runbook</h2>
        <span className="text-xs text-ink-3">{from ?? 'not in the catalogue'}</span>
        {alert ? (
          <Link href={`/manual/runbooks/${firing.alert}`} className="link ml-auto text-xs">
            Whole runbook
          </Link>
        ) : null}
      </div>
      <ol>
        <Step done={firing.confirmedAt !== null}>
          Confirm the alert
          <span className="block text-xs text-ink-3">Stops the first clock, and says who has it</span>
        </Step>
        {action ? (
          <Step done={firing.effectiveAt !== null}>
            {action.label}
            <span className="block text-xs text-ink-3">
              Stops the second clock once every live instance has it
            </span>
          </Step>
        ) : null}
        {further.map((words) => (
          <Step key={words} done={null}>
            {words}
          </Step>
        ))}
      </ol>
      {goesOnAt ? (
        <div className="border-t border-line pt-3">
          <div className="lbl mb-1.5">How to go on</div>
          {props.standing ? <p className="mb-2 text-xs text-ink-2">{props.standing}</p> : null}
          <Link
            href={goesOnAt.path}
            className={clsx(buttonClass(), 'min-h-8 w-full pointer-coarse:min-h-11')}
          >
            {goesOnAt.label}
          </Link>
        </div>
      ) : null}
      {known && procedure !== null ? (
        <div className="border-t border-line pt-3">
          <div className="lbl mb-1.5">How to go on</div>
          <Button
            disabledReason={props.procedureHeldBy(procedure)}
            onClick={() => props.onProcedure(procedure)}
            className="h-auto! min-h-8 w-full py-1 whitespace-normal!"
          >
            Start “{known.title}”
          </Button>
        </div>
      ) : null}
      {levels.length > 0 && firing.resolvedAt === null ? (
        <div className="mt-4 border-t border-line pt-3">
          <div className="lbl mb-1.5">If this does not hold</div>
          <div className="flex flex-wrap gap-2">
            {levels.map((level) => (
              <Button
                key={level}
                variant="safe-soft"
                className="flex-1"
                disabledReason={props.levelHeldBy(level)}
                onClick={() => props.onLevel(level)}
              >
                Level {level}, {levelName(level).toLowerCase()}
              </Button>
            ))}
          </div>
        </div>
      ) : null}
      {before.length > 0 ? (
        <div className="mt-4 border-t border-line pt-3 text-xs">
          <div className="lbl mb-1">Seen before</div>
          <ul>
            {before.map((one) => (
              <li key={one.id} className="flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
                <span className="num w-[52px] shrink-0 text-ink-3">{day(one.firedAt)}</span>
                <span className="min-w-0 flex-1 truncate">{timesWords(one)}</span>
                <Link href={firingHref(one.number)} className="link num">
                  {firingName(one.number)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
