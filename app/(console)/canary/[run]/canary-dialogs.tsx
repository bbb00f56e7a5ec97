// The dialogs of one run: pause, resume, extend, end, try again, what somebody saw, a figure over time, and the replay of a guard.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { canarySeriesQuery } from '#app/_client/canary-queries.ts';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import { CanarySeriesChart } from '#components/canary/canary-series-chart.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { ErrorState } from '#components/ui/panel-states.tsx';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import type { CanaryBody, CriterionView, GuardView } from '#lib/contract/canary.ts';
import {
  abortCanaryAction,
  extendCanaryAction,
  pauseCanaryAction,
  resumeCanaryAction,
  retryCanaryAction,
} from '../actions.ts';
import { EvidenceDialog } from './evidence-dialog.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

type Verb = 'pause' | 'resume' | 'extend' | 'abort' | 'retry';

export type CanaryAsked =
  | { what: Verb }
  | { what: 'evidence'; criterion: CriterionView }
  | { what: 'chart'; key: string; title: string }
  | { what: 'replay'; guard: GuardView };

interface CanaryDialogsProps {
  asked: CanaryAsked;
  body: CanaryBody;
  heldBy: string | null;
  now: number;
  onClose: () => void;
}

const VERBS: Readonly<
  Record<
    Verb,
    { title: string; says: string; button: string; offered: string; action: ServerAction<unknown> }
  >
> = {
  pause: {
    ...{ title: 'Pause the run', button: 'Pause', offered: '', action: pauseCanaryAction },
    says: 'The time of the stage stops counting. Its configuration holds, and its guards stay armed.',
  },
  resume: {
    ...{ title: 'Resume the run', button: 'Resume', offered: '', action: resumeCanaryAction },
    says: 'The time of the stage counts again.',
  },
  extend: {
    ...{ title: 'Extend the stage', button: 'Extend', offered: '', action: extendCanaryAction },
    says: 'The stage lasts longer. It never becomes shorter.',
  },
  abort: {
    ...{
      title: 'End the run',
      button: 'End it and roll back',
      offered: 'Ended by hand',
      action: abortCanaryAction,
    },
    says: 'Its guards are disarmed with it, so what it opened is closed at once.',
  },
  retry: {
    ...{ title: 'Try again', button: 'Plan it again', offered: '', action: retryCanaryAction },
    says: 'A new run with the same parameters. It begins with its first gate.',
  },
};

function VerbDialog({
  verb,
  body,
  heldBy,
  onClose,
}: Omit<CanaryDialogsProps, 'asked' | 'now'> & { verb: Verb }) {
  const router = useRouter();
  const { pending, error, send, dialog } = useKeyedSend(['canary', 'canaries']);
  const [minutes, setMinutes] = useState('60');
  const { title, says, button, offered, action } = VERBS[verb];
  const apply = async (reason: string): Promise<void> => {
    const input = { runId: body.run.id, reason, ...(verb === 'extend' ? { minutes: Number(minutes) } : {}) };
    const result = await send(action, input, `${button}, ${canaryName(body.run.number)}`);
    if (!result?.ok) return;
    onClose();
    const answer = result.value as { number?: number };
    if (verb === 'retry' && answer.number) router.push(`/canary/${answer.number}`);
  };
  return (
    <>
      <ReasonDialog
        title={title}
        says={says}
        button={button}
        tone={verb === 'abort' ? 'safe' : 'plain'}
        offered={offered}
        heldBy={heldBy}
        pending={pending}
        error={error}
        onApply={(reason) => void apply(reason)}
        onClose={onClose}
      >
        {verb === 'extend' ? (
          <TextField
            label="Longer by"
            suffix="min"
            inputMode="numeric"
            autoComplete="off"
            value={minutes}
            onChange={(event) => setMinutes(event.target.value)}
          />
        ) : null}
      </ReasonDialog>
      {dialog}
    </>
  );
}

function close(onClose: () => void) {
  return (open: boolean) => {
    if (!open) onClose();
  };
}

function ChartDialog({
  run,
  figure,
  title,
  now,
  onClose,
}: {
  run: string;
  figure: string;
  title: string;
  now: number;
  onClose: () => void;
}) {
  const { data, error, refetch } = useQuery(canarySeriesQuery(run, figure));
  return (
    <Dialog
      open
      onOpenChange={close(onClose)}
      title={title}
      description="Since the run was planned, with its limit and its stages."
      className="sm:w-[720px]"
    >
      {error ? (
        <ErrorState
          title="The samples did not answer"
          action={{ label: 'Try again', onPress: () => void refetch() }}
        >
          {error.message}
        </ErrorState>
      ) : null}
      {data ? <CanarySeriesChart series={data} now={now} /> : null}
    </Dialog>
  );
}

export function CanaryDialogs({ asked, body, heldBy, now, onClose }: CanaryDialogsProps) {
  switch (asked.what) {
    case 'evidence':
      return <EvidenceDialog body={body} criterion={asked.criterion} heldBy={heldBy} onClose={onClose} />;
    case 'chart':
      return (
        <ChartDialog run={body.run.id} figure={asked.key} title={asked.title} now={now} onClose={onClose} />
      );
    case 'replay':
      return <ReplayDialog guard={asked.guard} now={now} onClose={onClose} />;
    default:
      return <VerbDialog verb={asked.what} body={body} heldBy={heldBy} onClose={onClose} />;
  }
}
