// Starting a procedure from where it is needed: goes to the run that is about the same, or shows those under way and asks for a reason.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { runsQuery } from '#app/_client/queries.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { type RunSubjectKind, runName } from '#lib/catalog/runs.ts';
import type { RunSummary } from '#lib/contract/runs.ts';
import { notStartedBy } from '#lib/rules/runs/run-start.ts';
import { useChangeControl } from './change-control.tsx';
import { startRunAction } from './rollback/actions.ts';

export interface ProcedureStart {
  procedure: string;
  title: string;
  says: string;
  offered: string;
  subject?: { kind: RunSubjectKind; id: string };
}

export interface ProcedureStarter {
  /** Why this person may not start it now; null when they may. */
  heldBy: (procedure: string) => string | null;
  /** The run of this procedure that is under way and about this subject, if any. */
  running: (procedure: string, subject: NonNullable<ProcedureStart['subject']>) => RunSummary | undefined;
  /**
   * Goes to the run that is about the same subject. Otherwise asks for the reason of a new one, beside those under way: what
   * a run without a subject is about, only its reason says.
   */
  open: (start: ProcedureStart) => void;
  dialog: ReactNode;
}

export function useStartProcedure(): ProcedureStarter {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const router = useRouter();
  const { data: runs } = useQuery(runsQuery({ state: 'active' }));
  const [asked, setAsked] = useState<ProcedureStart | null>(null);
  const { pending, error, forget, send, dialog } = useKeyedSend(['runs', 'emergency-stops']);
  const underWay = (procedure: string) => runs?.items.filter((run) => run.procedure === procedure) ?? [];
  const running: ProcedureStarter['running'] = (procedure, { kind, id }) =>
    underWay(procedure).find(({ subject }) => subject?.kind === kind && subject.id === id);
  const start = async (reason: string): Promise<void> => {
    if (!asked) return;
    const { procedure, subject } = asked;
    const about = subject ? { subjectKind: subject.kind, subjectId: subject.id } : {};
    const sent = await send(startRunAction, { procedure, reason, ...about }, `Start ${procedure}`);
    if (!sent?.ok) return;
    setAsked(null);
    router.push(`/rollback/${sent.value.number}`);
  };
  const others = asked ? underWay(asked.procedure) : [];
  return {
    heldBy: (procedure) => {
      const known = PROCEDURES[procedure];
      return (known ? notStartedBy(known, me.roles) : null) ?? cannotSend;
    },
    running,
    open: (next) => {
      const run = next.subject && running(next.procedure, next.subject);
      if (run) {
        router.push(`/rollback/${run.number}`);
        return;
      }
      forget();
      setAsked(next);
    },
    dialog: (
      <>
        {asked ? (
          <ReasonDialog
            title={`Start "${asked.title}"`}
            says={asked.says}
            button={others.length > 0 ? 'Start another' : 'Start the run'}
            offered={asked.offered}
            pending={pending}
            error={error}
            onApply={(reason) => void start(reason)}
            onClose={() => setAsked(null)}
          >
            {others.length > 0 ? <UnderWay runs={others} /> : null}
          </ReasonDialog>
        ) : null}
        {dialog}
      </>
    ),
  };
}

/** Runs of the same procedure that people work in already, each by its reason. */
function UnderWay({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <ul aria-label="Under way already" className="divide-y divide-line border-y border-line text-xs">
      {runs.map(({ id, number, reason, startedBy }) => (
        <li key={id} className="flex min-h-8 flex-wrap items-center gap-x-3 py-1">
          <span className="min-w-0 flex-1 basis-40 break-words">
            {reason} <span className="text-ink-3">by {startedBy}</span>
          </span>
          <Link href={`/rollback/${number}`} className="link whitespace-nowrap">
            Open {runName(number)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
