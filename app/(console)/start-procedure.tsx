// Starting a procedure from where it is needed: asks for the reason, starts it once, and goes to its run, or to the one that runs already.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { runsQuery } from '#app/_client/queries.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { permissionOf } from '#lib/catalog/permissions.ts';
import type { RunSubjectKind } from '#lib/catalog/runs.ts';
import type { RunSummary } from '#lib/contract/runs.ts';
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
  /** Why this person may not start one now; null when they may. */
  heldBy: string | null;
  /** The run of this procedure that is under way, if any. */
  running: (procedure: string) => RunSummary | undefined;
  /** Goes to the run under way, or asks for the reason of a new one. */
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
  const mayStart = permissionOf('start-run').roles.some((role) => me.roles.includes(role));
  const running = (procedure: string) => runs?.items.find((run) => run.procedure === procedure);
  const start = async (reason: string): Promise<void> => {
    if (!asked) return;
    const { procedure, subject } = asked;
    const about = subject ? { subjectKind: subject.kind, subjectId: subject.id } : {};
    const sent = await send(startRunAction, { procedure, reason, ...about }, `Start ${procedure}`);
    if (!sent?.ok) return;
    setAsked(null);
    router.push(`/rollback/${sent.value.number}`);
  };
  return {
    heldBy: mayStart ? cannotSend : 'Operations, engineers, risk managers and super admins start procedures.',
    running,
    open: (next) => {
      const run = running(next.procedure);
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
            button="Start the run"
            offered={asked.offered}
            pending={pending}
            error={error}
            onApply={(reason) => void start(reason)}
            onClose={() => setAsked(null)}
          />
        ) : null}
        {dialog}
      </>
    ),
  };
}
