// The two formats of the audit log for people: the manual's line, and CSV that a spreadsheet cannot be tricked with.
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';

/** The wire value of a switch as a person writes it: text without quotes, `off` for null; other kinds as stored. */
function plainValue(entry: AuditExportEntry, value: string | null): string {
  if (value === null || entry.kind !== 'switch.changed') return value ?? '';
  try {
    const parsed: unknown = JSON.parse(value);
    if (parsed === null) return 'off';
    return typeof parsed === 'string' ? parsed : value;
  } catch {
    return value;
  }
}

function subjectOf({ kind, subject, symbol }: AuditExportEntry): string {
  const whole = symbol ? `${subject}.${symbol}` : subject;
  return kind === 'switch.changed' ? whole : `${kind} ${whole}`;
}

const NAMED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '|': '\\|',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * One field of a line: backslash, bar and line break with a backslash, every other character that a terminal or an
 * editor would act on as \u{hex}. The line stays one line, splits at " | ", and can be read back exactly.
 */
export function lineField(text: string): string {
  return text.replaceAll(
    /[\\|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/**
 * `timestamp | user | switch | old_value | new_value | reason` (manual 1). A switch of one symbol is
 * `normal_threshold.BTC`; an entry of another kind has its kind before its subject.
 */
export function manualLine(entry: AuditExportEntry): string {
  return [
    entry.at,
    entry.actorName,
    subjectOf(entry),
    plainValue(entry, entry.oldValue),
    plainValue(entry, entry.newValue),
    entry.reason ?? '',
  ]
    .map(lineField)
    .join(' | ');
}

/** What spreadsheets take for the beginning of a formula, full-width forms included, also behind what they ignore. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
/** A number as Bulkhead writes it stays one, negative ones too: a formula needs more than digits. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/** One cell of RFC 4180, always quoted. A text that a spreadsheet would run gets an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

const COLUMNS: readonly (readonly [string, (entry: AuditExportEntry) => string | number | null])[] = [
  ['seq', (entry) => entry.seq],
  ['timestamp', (entry) => entry.at],
  ['user_kind', (entry) => entry.actorKind],
  ['user_id', (entry) => entry.actorId],
  ['user', (entry) => entry.actorName],
  ['kind', (entry) => entry.kind],
  ['subject', (entry) => entry.subject],
  ['symbol', (entry) => entry.symbol],
  ['old_value', (entry) => plainValue(entry, entry.oldValue)],
  ['new_value', (entry) => plainValue(entry, entry.newValue)],
  ['reason', (entry) => entry.reason],
  ['change_set', (entry) => entry.changeSetId],
  ['epoch', (entry) => entry.epoch],
  ['revision', (entry) => entry.revision],
  ['details', (entry) => entry.details],
  ['hash', (entry) => entry.hash],
];

/** One record, cells quoted. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`;
}

/** The first record of a file. The byte order mark tells spreadsheets that it is UTF-8. */
export function csvHead(names: readonly string[]): string {
  return `\uFEFF${csvRow(names)}`;
}

export const CSV_HEAD = csvHead(COLUMNS.map(([name]) => name));

export function csvLine(entry: AuditExportEntry): string {
  return csvRow(COLUMNS.map(([, cell]) => cell(entry)));
}
