// POST /config/executors/{id}/report: the newest word of each executor, kept here and handed on to the database.
import { type CommandProgress, EXECUTOR_SCOPE, type ExecutorReport } from '#lib/contract/executors.ts';
import { answerError, answerJson } from './answer.ts';
import { isJson, readBody } from './body.ts';
import { readExecutorReport } from './executor-form.ts';
import type { KeyedRoute } from './http.ts';
import { ReportError, readInstanceId } from './report-form.ts';

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
export function createExecutorReports(keep: (heard: HeardExecutor) => void): ExecutorReports {
  const newest = new Map<string, ExecutorReport>();
  const stepOf = (executorId: string, commandId: string) =>
    newest.get(executorId)?.commands.find(({ id }) => id === commandId);

  return {
    route: {
      path: '/config/executors/',
      method: 'POST',
      scope: EXECUTOR_SCOPE,
      async handle(request, response, rest) {
        if (!rest.endsWith(SUFFIX))
          return answerError(response, 'not_found', 'There is nothing at this address.');
        if (!isJson(request))
          return answerError(response, 'unsupported_media_type', 'A report is sent as application/json.');
        const body = await readBody(request, MAX_BODY_BYTES);
        const heardAt = performance.now();
        if (body === undefined) {
          if (response.destroyed) return;
          const sentence = `A report may have ${MAX_BODY_BYTES} bytes.`;
          return answerError(response, 'payload_too_large', sentence, ['Connection', 'close']);
        }
        try {
          const executorId = readInstanceId(rest.slice(0, -SUFFIX.length));
          const report = readExecutorReport(body);
          if (!newest.has(executorId) && newest.size >= MAX_EXECUTORS)
            return answerError(response, 'unavailable', 'This edge has all the executors it can hear.');
          newest.set(executorId, report);
          keep({ executorId, heardAt, report });
        } catch (error) {
          if (!(error instanceof ReportError)) throw error;
          return answerError(response, 'invalid_input', error.message);
        }
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
