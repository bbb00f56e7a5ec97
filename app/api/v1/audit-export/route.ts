// GET /api/v1/audit-export: the audit log as a file. On record before its first byte goes out (decision record 0050).
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { downloadResponse, roomForDownload } from '#app/_entry/download.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { comesFromOwnPage } from '#app/_entry/own-page.ts';
import { queryOf } from '#app/_entry/query.ts';
import { exportAudit } from '#lib/commands/export-audit.ts';
import { exportFileName } from '#lib/contract/export.ts';
import { exportText } from '#lib/reads/stream-export.ts';
import { may } from '#lib/rules/may.ts';
import { execute } from '#lib/write/execute.ts';

const MEDIA_TYPE = {
  lines: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

export async function GET(request: NextRequest): Promise<Response> {
  try {
    const actor = await actorOf(request);
    if (actor.kind === 'person' && actor.via === 'session' && !comesFromOwnPage(request)) {
      return failureResponse({
        code: 'forbidden',
        message:
          'This export was not asked for on a page of this console. Use Export on the Audit screen, or a token.',
      });
    }
    const query = queryOf(request.nextUrl.searchParams);
    if (!query.ok) return failureResponse(query.error);
    if (!roomForDownload()) {
      const message = 'Too many exports run at this moment. Try again shortly.';
      return failureResponse({ code: 'rate_limited', message, details: { retryAfterSeconds: 5 } });
    }
    const granted = await execute(exportAudit, query.value, actor);
    if (!granted.ok) return failureResponse(granted.error);
    const grant = granted.value;
    return await downloadResponse({
      chunks: exportText(grant),
      signal: request.signal,
      stillAllowed: async () => may(await actorOf(request), 'export-audit').ok,
      headers: {
        'content-type': MEDIA_TYPE[grant.format],
        'content-disposition': `attachment; filename="${exportFileName(grant)}"`,
        'bulkhead-export-entries': String(grant.rows),
        'bulkhead-export-range': `${grant.firstSeq}-${grant.lastSeq}`,
      },
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'audit-export'));
  }
}

export const POST = takesOnly('GET');
/** Next would answer HEAD by running the export. */
export const HEAD = POST;
