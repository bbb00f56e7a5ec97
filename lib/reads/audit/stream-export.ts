// The text of an export that was granted and put on record, portion by portion: exactly the entries it was granted for, or an error.

import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import type { ExportFormat, ExportGrant } from '#lib/contract/export.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { CSV_HEAD, csvLine, manualLine } from '#lib/rules/audit/export-format.ts';
import { may } from '#lib/rules/may.ts';
import { ok, type Result } from '#lib/rules/result.ts';
import { exportCheckpoints, exportEntries } from '#lib/store/audit/audit-export.ts';
import { database } from '#lib/store/client.ts';

const LINE: Record<ExportFormat, (entry: AuditExportEntry) => string> = {
  lines: (entry) => `${manualLine(entry)}\n`,
  csv: csvLine,
  ndjson: (entry) => `${JSON.stringify(entry)}\n`,
};

/** Throws what the database throws, and when fewer or more entries came than are on record: such a file must not look whole. */
export async function* exportText(grant: ExportGrant): AsyncGenerator<string> {
  const { from, to, ...rest } = grant.filter;
  // The ends of a chain are those of its range, rounded outward: its times are not a filter.
  const filter =
    grant.format === 'ndjson'
      ? {}
      : { ...rest, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
  const line = LINE[grant.format];
  if (grant.format === 'csv') yield CSV_HEAD;
  let rows = 0;
  for await (const entries of exportEntries(database(), filter, {
    first: grant.firstSeq,
    last: grant.lastSeq,
  })) {
    rows += entries.length;
    yield entries.map(line).join('');
  }
  if (rows !== grant.rows)
    throw new Error(`the export holds ${rows} entries although ${grant.rows} are on record`);
}

/** The signed checkpoints as NDJSON. They say nothing of what anybody did, so taking them is no export. */
export function checkpointText(actor: Actor): Result<AsyncGenerator<string>> {
  const allowed = may(actor, 'read-audit');
  return allowed.ok ? ok(checkpointLines()) : allowed;
}

async function* checkpointLines(): AsyncGenerator<string> {
  for await (const lines of exportCheckpoints(database()))
    yield lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
