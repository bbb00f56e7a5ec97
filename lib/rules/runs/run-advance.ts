// What Bulkhead itself finds done, broken or failed in a run: checks that hold, observations whose time is over, requests that were decided.
import type { RequestState } from '#lib/catalog/approvals.ts';
import {
  isOver,
  type Run,
  type StepAt,
  type StepWrite,
  secondsLeft,
  stagesOf,
  withSteps,
  writeOf,
} from './procedure-run.ts';
import { checkFinding, type Finding, type RunFacts, watchFinding } from './run-check.ts';

/** How a request stands that a step waits for; the change set is there once it was approved. */
export interface RequestOutcome {
  id: string;
  state: RequestState;
  changeSetId: string | null;
}

const NOT_AGREED = {
  refused: 'The second person refused it',
  withdrawn: 'It was withdrawn',
  expired: 'Nobody agreed in time',
  void: 'A value in it changed meanwhile',
} as const satisfies Record<Exclude<RequestState, 'open' | 'approved'>, string>;

/** What is found for a step that looks by itself; undefined for those that people do. */
export function findingOf({ step }: StepAt, facts: RunFacts): Finding | undefined {
  if (step.kind === 'verify') return checkFinding(step.check, facts);
  return step.kind === 'observe' ? watchFinding(step.watch, facts) : undefined;
}

function observed(at: StepAt, seconds: number, finding: Finding, now: Date): StepWrite | undefined {
  const { stored } = at;
  if (!stored) return undefined;
  const { broken, ...data } = stored.data;
  if (!finding.holds) {
    if (broken) return undefined;
    const breaches = (data.breaches ?? 0) + 1;
    return writeOf(at, now, { state: 'running', data: { breaches, breach: finding.found, broken: true } });
  }
  if (broken) {
    const write = writeOf(at, now, { state: 'running', startedAt: now });
    return { ...write, data };
  }
  if (secondsLeft(stored, seconds, now) > 0) return undefined;
  return writeOf(at, now, { state: 'done', data: { found: finding.found } });
}

function decided(at: StepAt, requests: readonly RequestOutcome[], now: Date): StepWrite | undefined {
  const outcome = requests.find(({ id }) => id === at.stored?.requestId);
  if (!outcome || outcome.state === 'open') return undefined;
  if (outcome.state === 'approved') {
    return outcome.changeSetId === null
      ? undefined
      : writeOf(at, now, { state: 'done', changeSetId: outcome.changeSetId });
  }
  return writeOf(at, now, { state: 'failed', data: { reason: NOT_AGREED[outcome.state] } });
}

function looks({ step, state }: StepAt): boolean {
  return (
    (step.kind === 'verify' && state === 'open') ||
    (step.kind === 'observe' && state === 'running') ||
    (step.kind === 'apply' && state === 'waiting')
  );
}

/** Whether anything in it may move without anybody's act: else nobody has to look. */
export function looksByItself(run: Run): boolean {
  return !isOver(run) && stagesOf(run).some(({ steps }) => steps.some(looks));
}

/** The next state of one step that moves by itself, or undefined when it stays. */
export function moveByItself(
  at: StepAt,
  facts: RunFacts,
  requests: readonly RequestOutcome[],
  now: Date,
): StepWrite | undefined {
  if (!looks(at)) return undefined;
  const { step } = at;
  if (step.kind === 'apply') return decided(at, requests, now);
  const finding = findingOf(at, facts);
  if (!finding) return undefined;
  if (step.kind === 'observe') return observed(at, step.seconds, finding, now);
  return finding.holds ? writeOf(at, now, { state: 'done', data: { found: finding.found } }) : undefined;
}

/** Everything that moves by itself now, step after step: what one of them opens may hold already. */
export function advance(
  run: Run,
  facts: RunFacts,
  requests: readonly RequestOutcome[],
  now: Date,
): StepWrite[] {
  const writes: StepWrite[] = [];
  if (isOver(run)) return writes;
  const touched = new Set<string>();
  for (let seen = run; ; ) {
    const moved = stagesOf(seen)
      .flatMap(({ steps }) => steps)
      .filter(({ step }) => !touched.has(step.key))
      .flatMap((at) => moveByItself(at, facts, requests, now) ?? []);
    if (moved.length === 0) return writes;
    for (const write of moved) touched.add(write.key);
    writes.push(...moved);
    seen = withSteps(seen, moved);
  }
}
