// The screen of one run: stages with their steps, the act that comes next, notes, and the decision assistant beside it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery, runQuery, switchesQuery } from '#app/_client/queries.ts';
import { planChange } from '#components/change-plan.ts';
import { matrixOf } from '#components/matrix-rows.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { RunAct } from '#components/run-act.tsx';
import { RunFooter, RunThumb } from '#components/run-footer.tsx';
import { RunHead } from '#components/run-head.tsx';
import { RunNotes } from '#components/run-notes.tsx';
import { RunStage } from '#components/run-stage.tsx';
import { RunStep } from '#components/run-step.tsx';
import { RunWatch } from '#components/run-watch.tsx';
import { heldFrom, nextStep } from '#components/run-words.ts';
import { Screen } from '#components/screen.tsx';
import { useNow } from '#components/ui/use-now.ts';
import { permissionOf } from '#lib/catalog/permissions.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { RunBody, RunStepView } from '#lib/contract/runs.ts';
import { AssistantPane } from '../assistant-pane.tsx';
import { useRunActs } from './use-run-acts.ts';

const OFFLINE = 'You are offline. Nothing is sent until the link is back.';
/** Of the figures that an observation shows. */
const FIGURE_SECONDS = 300;

type Asking = { kind: 'pass over'; step: RunStepView } | { kind: 'end' } | null;

export function RunScreen({ body: first }: { body: RunBody }) {
  const { me, link } = useConsole();
  const { data: body = first, dataUpdatedAt } = useQuery({ ...runQuery(first.run.id), initialData: first });
  const { data: switches } = useQuery(switchesQuery);
  const watching = body.stages.some(({ steps }) =>
    steps.some((step) => step.kind === 'observe' && step.state === 'running' && step.figures.length > 0),
  );
  const { data: figures } = useQuery({ ...figuresQuery(FIGURE_SECONDS), enabled: watching });
  const tick = useNow(1_000);
  const sinceMs = tick === null ? 0 : Math.max(0, tick - dataUpdatedAt);
  const acts = useRunActs(body);
  const [asking, setAsking] = useState<Asking>(null);
  const { run } = body;
  const over = run.state !== 'active';
  const worker = permissionOf('add-run-note').roles.some((role) => me.roles.includes(role));

  const heldBy = (step: RunStepView) =>
    link.state === 'offline' ? OFFLINE : heldFrom(step, me, body.startedById);
  const diffOf = (step: RunStepView) =>
    planChange(
      switches ? matrixOf(switches.items) : {},
      switches ? step.settings.map((setting) => ({ ...setting, switch: setting.switch as SwitchName })) : [],
    );
  const next = nextStep(body);
  // Whoever opens a run in the middle begins where it stands.
  const [begin] = useState(() => nextStep(first)?.key);
  useEffect(() => {
    if (begin) document.getElementById(`step-${begin}`)?.scrollIntoView({ block: 'nearest' });
  }, [begin]);
  const nextDiff = next?.kind === 'apply' ? diffOf(next) : null;
  const footer = {
    next,
    heldBy: next ? heldBy(next) : null,
    way: nextDiff?.way ?? ('none' as const),
    changes: nextDiff?.changes.length ?? 0,
    pending: acts.busy !== null,
    onAct: (step: RunStepView) => void acts.act(step, {}),
  };
  return (
    <Screen
      title="Rollback"
      note={over ? `Run ${run.state}` : 'Run in progress'}
      pane={<AssistantPane />}
      paneLabel="Decision assistant"
      thumb={next ? <RunThumb {...footer} /> : undefined}
    >
      <div className="flex min-h-full flex-col">
        <RunHead body={body} sinceMs={sinceMs} />
        {body.stages.map((stage, index) => (
          <RunStage
            key={stage.key}
            stage={stage}
            place={index + 1}
            over={over}
            sinceMs={sinceMs}
            step={(step) => (
              <RunStep
                key={step.key}
                step={step}
                act={
                  over ? null : (
                    <>
                      {step.kind === 'observe' && step.state === 'running' ? (
                        <RunWatch
                          step={step}
                          now={Date.parse(body.now) + sinceMs}
                          samples={figures?.items ?? []}
                        />
                      ) : null}
                      {step.kind === 'verify' && step.finding ? (
                        <p className="mb-1.5 text-xs text-ink-2">Now: {step.finding.found}</p>
                      ) : null}
                      <RunAct
                        step={step}
                        heldBy={heldBy(step)}
                        pending={acts.busy === step.key}
                        error={acts.failed?.step === step.key ? acts.failed.error : null}
                        diff={diffOf(step)}
                        onAct={(words) => void acts.act(step, words)}
                        onPassOver={() => {
                          acts.clear();
                          setAsking({ kind: 'pass over', step });
                        }}
                      />
                    </>
                  )
                }
              />
            )}
          />
        ))}
        <RunNotes
          notes={body.notes}
          now={tick ?? Date.parse(body.now)}
          heldBy={worker ? null : 'Operations, engineers, risk managers and super admins add notes.'}
          pending={acts.busy !== null}
          error={acts.failed?.step === null && asking === null ? acts.failed.error : null}
          onAdd={acts.note}
        />
        <RunFooter
          {...footer}
          run={run}
          canEnd={worker && !over}
          onEnd={() => {
            acts.clear();
            setAsking({ kind: 'end' });
          }}
        />
      </div>
      {acts.dialog}
      {asking ? (
        <ReasonDialog
          title={asking.kind === 'end' ? `End ${runName(run.number)}` : `Pass over "${asking.step.title}"`}
          says={
            asking.kind === 'end'
              ? 'Nothing more is done in it. What its steps have changed stays as it is, what they still ask for is closed.'
              : 'The step is left out, with this reason, for everybody who reads the run.'
          }
          button={asking.kind === 'end' ? 'End the run' : 'Pass it over'}
          offered=""
          pending={acts.busy !== null}
          error={acts.failed?.error ?? null}
          onApply={(reason) => {
            const sent = asking.kind === 'end' ? acts.end(reason) : acts.passOver(asking.step, reason);
            void sent.then((done) => {
              if (done) setAsking(null);
            });
          }}
          onClose={() => {
            acts.clear();
            setAsking(null);
          }}
        />
      ) : null}
    </Screen>
  );
}
