// POST /config/executors/{id}/report: the newest word of each executor, kept here and handed on to the database.
import {
  type CommandProgress,
  EXECUTOR_SCOPE,
  EXECUTOR_SILENT_MS,
  type ExecutorReport,
} from '#lib/contract/executors.ts';
import { answerError, answerJson } from '#lib/door/answer.ts';
import { readInstanceId } from '#lib/door/form.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import { takeReport } from './body.ts';
import { readExecutorReport } from './executor-form.ts';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_EXECUTORS = 1_000;
const SUFFIX = '/report';

/** A report with whom it is from and when it was heard (monotonic ms). */
export interface HeardExecutor {
  executorId: string;
  heardAt: number;
  report: ExecutorReport;
}

export interface ExecutorReports {
  readonly route: KeyedRoute;
  /** Whether the executor has said its last word on a command. */
  isOver(executorId: string, commandId: string): boolean;
  /** What each executor has made of a command, by executor. */
  progressOf(commandId: string): { executorId: string; progress: CommandProgress }[];
}

/** `keep` hands a report on; each is the whole state of its executor, so that only the newest has to arrive. */
export function createExecutorReports(
  keep: (heard: HeardExecutor) => void,
  most = MAX_EXECUTORS,
): ExecutorReports {
  const newest = new Map<string, HeardExecutor>();
  const stepOf = (executorId: string, commandId: string) =>
    newest.get(executorId)?.report.commands.find(({ id }) => id === commandId);

  /** Makes room for one more name. What one that has left or fallen silent said of a stop is kept as long as that. */
  function hasRoom(heardAt: number): boolean {
    if (newest.size < most) return true;
    for (const [executorId, { report, heardAt: last }] of newest)
      if (report.leaving || heardAt - last > EXECUTOR_SILENT_MS) return newest.delete(executorId);
    return false;
  }

  return {
    route: {
      path: '/config/executors/',
      method: 'POST',
      scope: EXECUTOR_SCOPE,
      async handle(request, response, rest) {
        if (!rest.endsWith(SUFFIX))
          return answerError(response, 'not_found', 'There is nothing at this address.');
        const body = await takeReport(request, response, MAX_BODY_BYTES);
        if (body === undefined) return;
        const heardAt = performance.now();
        const executorId = readInstanceId(rest.slice(0, -SUFFIX.length));
        const heard = { executorId, heardAt, report: readExecutorReport(body) };
        if (!newest.has(executorId) && !hasRoom(heardAt))
          return answerError(response, 'unavailable', 'This edge has all the executors it can hear.');
        newest.set(executorId, heard);
        keep(heard);
        answerJson(response, 202, '{}');
      },
    },
    isOver(executorId, commandId) {
      const state = stepOf(executorId, commandId)?.state;
      return state === 'done' || state === 'failed';
    },
    progressOf: (commandId) =>
      [...newest.keys()].flatMap((executorId) => {
        const progress = stepOf(executorId, commandId);
        return progress ? [{ executorId, progress }] : [];
      }),
  };
}
