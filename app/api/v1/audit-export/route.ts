// GET /api/v1/audit-export: the audit log as a file. On record before its first byte goes out (decision record 0050).
import type { NextRequest } from 'next/server';
import { takesOnly } from '#app/_entry/answer.ts';
import { exportResponse } from '#app/_entry/export.ts';
import { exportAudit } from '#lib/commands/audit/export-audit.ts';
import { exportFileName } from '#lib/contract/export.ts';
import { exportText } from '#lib/reads/audit/stream-export.ts';

const MEDIA_TYPE = {
  lines: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

export function GET(request: NextRequest): Promise<Response> {
  return exportResponse(request, {
    command: exportAudit,
    screen: 'Audit',
    file: (grant) => ({
      chunks: exportText(grant),
      headers: {
        'content-type': MEDIA_TYPE[grant.format],
        'content-disposition': `attachment; filename="${exportFileName(grant)}"`,
        'bulkhead-export-entries': String(grant.rows),
        'bulkhead-export-range': `${grant.firstSeq}-${grant.lastSeq}`,
      },
    }),
  });
}

export const POST = takesOnly('GET');
/** Next would answer HEAD by running the export. */
export const HEAD = POST;
