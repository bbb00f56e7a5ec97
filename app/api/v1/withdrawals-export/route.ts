// GET /api/v1/withdrawals-export: withdrawals as a spreadsheet. On record before its first byte goes out (decision record 0165).
import type { NextRequest } from 'next/server';
import { takesOnly } from '#app/_entry/answer.ts';
import { exportResponse } from '#app/_entry/export.ts';
import { exportWithdrawals } from '#lib/commands/withdrawals/export-withdrawals.ts';
import { withdrawalExportName } from '#lib/contract/withdrawal-export.ts';
import { withdrawalsText } from '#lib/reads/withdrawals/stream-withdrawals.ts';

export function GET(request: NextRequest): Promise<Response> {
  return exportResponse(request, {
    command: exportWithdrawals,
    screen: 'Withdrawals',
    file: (grant) => ({
      chunks: withdrawalsText(grant),
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${withdrawalExportName(grant)}"`,
        'bulkhead-export-entries': String(grant.numbers.length),
        'bulkhead-export-usd': grant.usd,
      },
    }),
  });
}

export const POST = takesOnly('GET');
/** Next would answer HEAD by running the export. */
export const HEAD = POST;
