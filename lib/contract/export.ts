// What GET /api/v1/audit-export takes and how its files are called.

export const EXPORT_FORMATS = ['lines', 'csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What one export holds, fixed and on record before its first byte goes out. */
export interface ExportGrant {
  format: ExportFormat;
  firstSeq: number;
  lastSeq: number;
  /** Entries in the file. */
  rows: number;
  /** Times of the first and the last entry of the range, ISO; null when it is empty. */
  firstAt: string | null;
  lastAt: string | null;
  filter: { person?: string; switch?: string; kind?: string; from?: string; to?: string; text?: string };
}

const ENDING = { lines: 'txt', csv: 'csv', ndjson: 'ndjson' } as const satisfies Record<ExportFormat, string>;

function compact(at: string | null): string {
  return at ? `${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z` : 'empty';
}

/** `bulkhead-audit-20261126T180000Z-20261126T190000Z-3012-entries.csv`: a file that lost a part contradicts its name. */
export function exportFileName({ format, firstAt, lastAt, rows }: ExportGrant): string {
  return `bulkhead-audit-${compact(firstAt)}-${compact(lastAt)}-${rows}-entries.${ENDING[format]}`;
}

/** How many entries a name made above promises, also with the ` (1)` of a second download; undefined for other names. */
export function entriesInName(name: string): number | undefined {
  const found = /^bulkhead-audit-\w+-\w+-(\d{1,15})-entries(?: ?\(\d+\))?\.\w+$/.exec(name);
  return found ? Number(found[1]) : undefined;
}
