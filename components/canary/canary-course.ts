// The programme over time as it is drawn: each stage as the manual asks for it, as it went, and what is still to come. Pure.
import type { CanaryBody } from '#lib/contract/canary.ts';

export interface Stretch {
  from: number;
  to: number;
}

export interface CourseRow {
  key: string;
  /** 0: what is watched before the first stage. */
  stage: number;
  title: string;
  /** How long the manual asks for, s. */
  seconds: number;
  /** One stage after the other from the begin, without pauses and extensions. */
  planned: Stretch;
  /** As it went; null while it has not begun. */
  went: Stretch | null;
  /** Where its time is not over: until then, if nothing else happens; null when it is over. */
  ahead: Stretch | null;
  /** Inside `went`. */
  pauses: readonly Stretch[];
  /** The end of it, beyond what the manual asks for: inside `went` and `ahead` together. */
  extension: Stretch | null;
  extendedSeconds: number;
  pausedSeconds: number;
}

export interface Course {
  rows: readonly CourseRow[];
  begin: number;
  end: number;
  /** Null when the run is over. */
  now: number | null;
}

type Body = Pick<CanaryBody, 'run' | 'stages' | 'clock' | 'pauses' | 'extensions' | 'before'>;

interface Step {
  key: string;
  stage: number;
  title: string;
  seconds: number;
  from: number | null;
  left: number | null;
}

const ms = (at: string | null): number | null => (at === null ? null : Date.parse(at));

/** What is watched first, then the stages. */
function stepsOf({ run, before, stages }: Body): Step[] {
  const first = {
    ...{ key: 'before', stage: 0, title: before.title, seconds: before.seconds },
    ...{ from: Date.parse(run.plannedAt), left: ms(run.startedAt) },
  };
  return [
    ...(before.seconds > 0 ? [first] : []),
    ...stages.map(({ key, stage, title, seconds, enteredAt, leftAt }) => ({
      ...{ key, stage, title, seconds, from: ms(enteredAt), left: ms(leftAt) },
    })),
  ];
}

/** How it went with a stage: left behind, under way, or the one in which the run failed or was ended. */
export function endOf(
  { stage }: Pick<CourseRow, 'stage'>,
  run: Pick<CanaryBody['run'], 'stage' | 'state' | 'endedAt'>,
): 'done' | 'current' | 'failed' | 'ended' {
  if (stage !== run.stage || run.state === 'passed') return 'done';
  if (run.endedAt === null) return 'current';
  return run.state === 'failed' ? 'failed' : 'ended';
}

export function courseOf(body: Body, now: number): Course {
  const { run, clock } = body;
  const ended = ms(run.endedAt);
  const until = ended ?? now;
  const steps = stepsOf(body);
  const begin = steps[0]?.from ?? until;
  let planned = begin;
  let reached = begin;
  const rows = steps.map(({ from, left, ...step }): CourseRow => {
    const { stage, seconds } = step;
    const asked = { from: planned, to: planned + seconds * 1_000 };
    planned = asked.to;
    const pauses = body.pauses
      .filter((pause) => pause.stage === stage)
      .map((pause) => ({ from: Date.parse(pause.from), to: ms(pause.to) ?? until }));
    const pausedMs = pauses.reduce((sum, pause) => sum + pause.to - pause.from, 0);
    const extendedSeconds = body.extensions
      .filter((extension) => extension.stage === stage)
      .reduce((sum, extension) => sum + extension.seconds, 0);
    const went = from === null ? null : { from, to: left ?? until };
    const open = left === null && ended === null;
    const waits = from === null ? Math.max(reached, until) : from;
    const due =
      from !== null && stage === run.stage && open
        ? now + clock.remainingSeconds * 1_000
        : waits + seconds * 1_000;
    const ahead = open && due > until ? { from: Math.max(waits, went?.to ?? waits), to: due } : null;
    const over = ahead?.to ?? went?.to ?? reached;
    const asManual = waits + seconds * 1_000 + pausedMs;
    const extension =
      extendedSeconds > 0 && over > asManual
        ? { from: asManual, to: Math.min(over, asManual + extendedSeconds * 1_000) }
        : null;
    reached = Math.max(reached, over);
    return {
      ...{ ...step, planned: asked, went, ahead, pauses, extension, extendedSeconds },
      pausedSeconds: Math.round(pausedMs / 1_000),
    };
  });
  return { rows, begin, end: Math.max(planned, reached, until), now: ended === null ? now : null };
}
