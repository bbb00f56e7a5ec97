// What GET /api/v1/withdrawals-export hands out, and how its file is called.

/** What one export holds, fixed and on record before its first byte goes out. */
export interface WithdrawalExportGrant {
  /** When it was looked at, ISO. */
  at: string;
  /** Numbers of the requests, in the order of the file. */
  numbers: readonly number[];
  /** Their exact sum in US dollars. */
  usd: string;
}

/** `bulkhead-withdrawals-20261126T180000Z-3012-requests.csv`: a file that lost a part contradicts its name. */
export function withdrawalExportName({ at, numbers }: WithdrawalExportGrant): string {
  return `bulkhead-withdrawals-${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${numbers.length}-requests.csv`;
}
