// POST /config/instances/{id}/applied: takes an instance's word, answers at once, and leaves the storing to others.
import type { ServerResponse } from 'node:http';
import { positionId } from '#lib/contract/snapshot.ts';
import { answerError, answerJson } from './answer.ts';
import { isJson, readBody } from './body.ts';
import type { FigureSums } from './figures.ts';
import type { KeyedRoute } from './http.ts';
import { ReportError, readInstanceId, readReport } from './report-form.ts';
import type { HeardReport } from './report-queue.ts';
import type { SnapshotStore } from './snapshot-store.ts';

export const MAX_BODY_BYTES = 64 * 1024;

const TOO_LARGE = `A report may have ${MAX_BODY_BYTES} bytes.`;
const NO_POSITION = '{"epoch":0,"revision":0}';

export function receiptsRoute(
  store: SnapshotStore,
  figures: FigureSums,
  keep: (report: HeardReport) => void,
): KeyedRoute {
  return {
    path: '/config/instances/',
    method: 'POST',
    async handle(request, response, rest) {
      if (!rest.endsWith('/applied'))
        return answerError(response, 'not_found', 'There is nothing at this address.');
      if (!isJson(request)) {
        return answerError(response, 'unsupported_media_type', 'A report is sent as application/json.');
      }
      const body = await readBody(request, MAX_BODY_BYTES);
      // What counts is when the word was heard, not how long it takes to write it down.
      const heardAt = performance.now();
      if (body === undefined) return refuseBody(response);
      try {
        const report = {
          ...readReport(body),
          instanceId: readInstanceId(rest.slice(0, -'/applied'.length)),
          heardAt,
        };
        keep(report);
        if (report.figures) {
          const { instanceId, startedAt, leaving = false } = report;
          figures.add(
            { instanceId, startedAt, position: positionId(report), leaving, figures: report.figures },
            heardAt,
          );
        }
      } catch (error) {
        if (!(error instanceof ReportError)) throw error;
        return answerError(response, 'invalid_input', error.message);
      }
      answerJson(response, 202, store.current()?.position ?? NO_POSITION);
    },
  };
}

/** Answers and closes: the rest of the body is not worth reading. */
function refuseBody(response: ServerResponse): void {
  if (response.destroyed) return;
  answerError(response, 'payload_too_large', TOO_LARGE, ['Connection', 'close']);
}
