// The screen of one run: stages with their steps, the act that comes next, notes, and the decision assistant beside it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery, runQuery, switchesQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { planChange } from '#components/changes/change-plan.ts';
import { matrixOf } from '#components/changes/matrix-rows.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { RunAct, type StepWords } from '#components/runs/run-act.tsx';
import { RunFooter, RunThumb } from '#components/runs/run-footer.tsx';
import { RunHead } from '#components/runs/run-head.tsx';
import { RunNotes } from '#components/runs/run-notes.tsx';
import { RunStage } from '#components/runs/run-stage.tsx';
import { RunStep } from '#components/runs/run-step.tsx';
import { RunWatch } from '#components/runs/run-watch.tsx';
import {
  heldFrom,
  isActive,
  newsOf,
  nextStep,
  passHeldFrom,
  raisesNow,
  stepsOf,
} from '#components/runs/run-words.ts';
import { Screen } from '#components/screen.tsx';
import { RAISE_ON_DESKTOP } from '#components/shell/freshness.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { RunBody, RunStepView } from '#lib/contract/runs.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../../change-control.tsx';
import { useRaisingHeld } from '../../raising-held.ts';
import { AssistantPane } from '../assistant-pane.tsx';
import { useRunActs } from './use-run-acts.ts';

/** Of the figures that an observation shows. */
const FIGURE_SECONDS = 300;

type Asking = { kind: 'pass over'; step: RunStepView } | { kind: 'end' } | null;

export function RunScreen({ body: first }: { body: RunBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  // A run is carried out from a phone too, but for what raises exposure: that is desktop work here as everywhere.
  const raisingHeld = useRaisingHeld(RAISE_ON_DESKTOP);
  const stale = useRaisingHeld(null);
  const { data: body = first } = useQuery({ ...runQuery(first.run.id), initialData: first });
  const { data: switches } = useQuery(switchesQuery);
  const watching = body.stages.some(({ steps }) =>
    steps.some((step) => step.kind === 'observe' && step.state === 'running' && step.figures.length > 0),
  );
  const { data: figures } = useQuery({ ...figuresQuery(FIGURE_SECONDS), enabled: watching });
  const read = Date.parse(body.now);
  const now = Math.max(useServerNow(), read);
  const sinceMs = now - read;
  const acts = useRunActs(body);
  const [asking, setAsking] = useState<Asking>(null);
  const { run } = body;
  const over = run.state !== 'active';
  const mayEnd = notAllowedTo('end-run', me.roles) === null;

  const diffOf = (step: RunStepView) =>
    planChange(
      switches ? matrixOf(switches.items) : {},
      switches ? step.settings.map((setting) => ({ ...setting, switch: setting.switch as SwitchName })) : [],
    );
  const heldBy = (step: RunStepView) =>
    cannotSend ??
    heldFrom(step, me, body.startedById) ??
    (raisesNow(step, step.kind === 'apply' ? diffOf(step).way : 'none') ? raisingHeld : null);
  const passHeldBy = (step: RunStepView) => cannotSend ?? passHeldFrom(step, run, me, stale);
  const next = nextStep(body);
  // Whoever opens a run in the middle begins where it stands.
  const [begin] = useState(() => nextStep(first)?.key);
  useEffect(() => {
    if (begin) document.getElementById(`step-${begin}`)?.scrollIntoView({ block: 'nearest' });
  }, [begin]);
  // The form of a step goes with the step: whoever did it goes on at the next one. What others do moves nobody's focus.
  const [acted, setActed] = useState<string | null>(null);
  useEffect(() => {
    const step = stepsOf(body).find(({ key }) => key === acted);
    if (step === undefined || isActive(step)) return;
    setActed(null);
    if (document.activeElement === document.body)
      document.getElementById(`step-${nextStep(body)?.key ?? acted}`)?.focus();
  }, [acted, body]);
  const act = (step: RunStepView, words: StepWords): void => {
    setActed(step.key);
    void acts.act(step, words);
  };
  const nextDiff = next?.kind === 'apply' ? diffOf(next) : null;
  const footer = {
    next,
    heldBy: next ? heldBy(next) : null,
    way: nextDiff?.way ?? ('none' as const),
    changes: nextDiff?.changes.length ?? 0,
    pending: acts.busy !== null,
    onAct: (step: RunStepView) => act(step, {}),
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
        <p role="status" className="sr-only">
          {newsOf(body)}
        </p>
        <RunHead body={body} sinceMs={sinceMs} />
        {body.stages.map((stage, index) => (
          <RunStage
            key={stage.key}
            stage={stage}
            place={index + 1}
            now={now}
            over={over}
            sinceMs={sinceMs}
            step={(step) => (
              <RunStep
                key={step.key}
                step={step}
                now={now}
                act={
                  over ? null : (
                    <>
                      {step.kind === 'observe' && step.state === 'running' ? (
                        <RunWatch step={step} now={now} samples={figures?.items ?? []} />
                      ) : null}
                      {step.kind === 'verify' && step.finding ? (
                        <p className="mb-1.5 text-xs text-ink-2">Now: {step.finding.found}</p>
                      ) : null}
                      <RunAct
                        step={step}
                        heldBy={heldBy(step)}
                        passHeldBy={passHeldBy(step)}
                        pending={acts.busy === step.key}
                        error={acts.failed?.step === step.key ? acts.failed.error : null}
                        diff={diffOf(step)}
                        onAct={(words) => act(step, words)}
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
          now={now}
          heldBy={notAllowedTo('add-run-note', me.roles) ?? cannotSend}
          pending={acts.busy !== null}
          error={acts.failed?.step === null && asking === null ? acts.failed.error : null}
          onAdd={acts.note}
        />
        <RunFooter
          {...footer}
          run={run}
          endHeldBy={cannotSend}
          canEnd={mayEnd && !over}
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
          heldBy={asking.kind === 'end' ? cannotSend : passHeldBy(asking.step)}
          pending={acts.busy !== null}
          error={acts.failed?.error ?? null}
          onApply={(reason) => {
            const sent = asking.kind === 'end' ? acts.end(reason) : acts.passOver(asking.step, reason);
            void sent.then((done) => {
              if (!done) return;
              if (asking.kind === 'pass over') setActed(asking.step.key);
              setAsking(null);
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
