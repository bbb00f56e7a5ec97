// A run as screens, exports and the API take it: every stage and step with what was done, what is found now, and what is left.
import { EXECUTOR_COMMANDS, type ExecutorCommandDefinition } from '#lib/catalog/executor-commands.ts';
import type { Step } from '#lib/catalog/procedure-types.ts';
import type { ChangeSetView } from '#lib/contract/console.ts';
import type { CommandView } from '#lib/contract/emergency.ts';
import type {
  RunFieldView,
  RunSettingView,
  RunStageView,
  RunStepView,
  RunSummary,
} from '#lib/contract/runs.ts';
import { lowers } from '#lib/rules/changes/decide-change.ts';
import { asWanted } from '#lib/rules/changes/matrix.ts';
import {
  isOver,
  isSettled,
  type Run,
  type StageAt,
  type StepAt,
  secondsLeft,
  stagesOf,
} from '#lib/rules/runs/procedure-run.ts';
import { findingOf } from '#lib/rules/runs/run-advance.ts';
import { isLost, type RunFacts } from '#lib/rules/runs/run-check.ts';

/** What a run refers to, read beside it. */
export interface RunContext {
  now: Date;
  facts: RunFacts;
  changeSets: readonly ChangeSetView[];
  requests: readonly { id: string; number: number; state: string; expiresAt: string }[];
  commands: readonly CommandView[];
}

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

export function summaryOf(run: Run): RunSummary {
  const steps = stagesOf(run).flatMap((stage) => stage.steps);
  const needed = steps.filter(({ state }) => state !== 'not needed');
  const over = run.completedAt ?? run.ended?.at ?? null;
  const next = isOver(run) ? undefined : needed.find(({ state }) => state !== 'locked' && !isSettled(state));
  return {
    ...{ id: run.id, number: run.number, title: run.title, reason: run.reason, subject: run.subject },
    procedure: run.procedure.key,
    kind: run.procedure.kind,
    state: run.completedAt ? 'complete' : run.ended ? 'ended' : 'active',
    startedBy: run.startedBy.name,
    startedAt: run.startedAt.toISOString(),
    overAt: iso(over),
    endedBy: run.ended?.by ?? null,
    endReason: run.ended?.reason ?? null,
    settled: needed.filter(({ state }) => isSettled(state)).length,
    steps: needed.length,
    next: next?.step.title ?? null,
  };
}

function settingsOf(run: Run, step: Step, { matrix }: RunFacts): RunSettingView[] {
  if (step.kind !== 'apply') return [];
  if (step.settings === 'from the start') {
    return run.settings.map((setting) => ({ ...setting, symbol: setting.symbol ?? null, needsRight: true }));
  }
  return step.settings.map((setting) => {
    const want = asWanted(setting);
    return { ...setting, symbol: want.symbol, needsRight: !lowers(matrix, want) };
  });
}

function fieldsOf({ step, stored }: StepAt): RunFieldView[] {
  if (step.kind !== 'record') return [];
  return step.fields.map(({ key, label, type, required, unit, atLeast }) => ({
    ...{ key, label, type, required, unit: unit ?? null, atLeast: atLeast ?? null },
    value: stored?.data.fields?.[key] ?? null,
  }));
}

function commandOf(
  run: Run,
  { step, stored }: StepAt,
  { commands, facts }: RunContext,
): RunStepView['command'] {
  if (step.kind !== 'command') return null;
  const { label, about, raises }: ExecutorCommandDefinition = EXECUTOR_COMMANDS[step.command];
  return {
    ...{ label, about: about ?? null, raises: raises === true, argument: stored?.data.argument ?? null },
    again: !isOver(run) && facts.commands.some((sent) => sent.id === stored?.commandId && isLost(sent)),
    executors: commands.find(({ id }) => id === stored?.commandId)?.executors ?? [],
  };
}

/** A step that was done says what was found then; one that looks, what is found now. */
function foundIn(at: StepAt, facts: RunFacts): RunStepView['finding'] {
  const { state, stored } = at;
  if (stored?.data.found !== undefined && isSettled(state)) return { holds: true, found: stored.data.found };
  return state === 'open' || state === 'running' ? (findingOf(at, facts) ?? null) : null;
}

function observation({ step, state, stored }: StepAt, now: Date) {
  if (step.kind !== 'observe') return { seconds: null, secondsLeft: null, endsAt: null, figures: [] };
  const running = state === 'running' && stored !== undefined;
  const left = running ? secondsLeft(stored, step.seconds, now) : null;
  return {
    seconds: step.seconds,
    secondsLeft: left,
    endsAt:
      running && !stored.data.broken
        ? new Date(stored.startedAt.getTime() + step.seconds * 1_000).toISOString()
        : null,
    figures: step.watch.flatMap((check) =>
      check.kind === 'figure'
        ? [{ name: check.name, compare: check.compare, bound: check.bound, unit: check.unit }]
        : [],
    ),
  };
}

function stepView(run: Run, at: StepAt, context: RunContext): RunStepView {
  const { step, state, stored } = at;
  const changeSet = context.changeSets.find(({ id }) => id === stored?.changeSetId);
  return {
    ...{ key: step.key, title: step.title, detail: step.detail ?? null, kind: step.kind, state },
    ...{ optional: step.optional === true, roles: step.roles ?? null },
    ...{
      startedAt: iso(stored?.startedAt),
      doneAt: iso(stored?.doneAt),
      doneBy: stored?.doneBy?.name ?? null,
    },
    reason: stored?.data.reason ?? null,
    evidenceWanted: step.kind === 'tick' ? step.evidence : null,
    evidence: stored?.data.evidence ?? null,
    settings: settingsOf(run, step, context.facts),
    changeSetId: stored?.changeSetId ?? null,
    changes: changeSet?.changes ?? [],
    effect: changeSet?.effect ?? null,
    request: context.requests.find(({ id }) => id === stored?.requestId) ?? null,
    command: commandOf(run, at, context),
    ...observation(at, context.now),
    breaches: stored?.data.breaches ?? 0,
    breach: stored?.data.breach ?? null,
    finding: foundIn(at, context.facts),
    options: step.kind === 'choose' ? step.options : [],
    option: stored?.data.option ?? null,
    fields: fieldsOf(at),
    sign:
      step.kind === 'sign'
        ? {
            ...{ people: step.people, notStarter: step.notStarter === true, statement: step.statement },
            signatures: run.signatures
              .filter((signature) => signature.step === step.key)
              .map(({ person, at: signedAt }) => ({ ...person, at: signedAt.toISOString() })),
          }
        : null,
  };
}

function stageView(run: Run, { stage, ...at }: StageAt, context: RunContext): RunStageView {
  const until = at.completeAt ?? run.ended?.at ?? context.now;
  return {
    ...{ key: stage.key, title: stage.title, state: at.state, goalSeconds: stage.goalSeconds ?? null },
    elapsedSeconds: at.openedAt && Math.max(0, (until.getTime() - at.openedAt.getTime()) / 1_000),
    openedAt: iso(at.openedAt),
    completeAt: iso(at.completeAt),
    anyOrder: stage.anyOrder === true,
    steps: at.steps.map((step) => stepView(run, step, context)),
    checkpoint: stage.checkpoint ? { ...stage.checkpoint, passedAt: iso(at.completeAt) } : null,
  };
}

export function stageViews(run: Run, context: RunContext): RunStageView[] {
  return stagesOf(run).map((stage) => stageView(run, stage, context));
}
