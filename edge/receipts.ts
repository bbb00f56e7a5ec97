// POST /config/instances/{id}/applied: takes an instance's word, answers at once, and leaves the storing to others.
import { positionId } from '#lib/contract/snapshot.ts';
import { answerError, answerJson } from '#lib/door/answer.ts';
import { readInstanceId } from '#lib/door/form.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import { takeReport } from './body.ts';
import type { FigureSums } from './figures.ts';
import { readReport } from './report-form.ts';
import type { HeardReport } from './report-queue.ts';
import type { SnapshotStore } from './snapshot-store.ts';

export const MAX_BODY_BYTES = 64 * 1024;

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
      const body = await takeReport(request, response, MAX_BODY_BYTES);
      if (body === undefined) return;
      // What counts is when the word was heard, not how long it takes to write it down.
      const heardAt = performance.now();
      const instanceId = readInstanceId(rest.slice(0, -'/applied'.length));
      const report = { ...readReport(body), instanceId, heardAt };
      keep(report);
      if (report.figures) {
        const { startedAt, leaving = false, figures: told } = report;
        figures.add({ instanceId, startedAt, position: positionId(report), leaving, figures: told }, heardAt);
      }
      answerJson(response, 202, store.current()?.position ?? NO_POSITION);
    },
  };
}
