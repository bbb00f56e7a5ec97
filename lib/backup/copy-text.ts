// COPY's text form, read back without a database: the rows of the audit log out of an archive.
import type { Link } from '#lib/rules/audit/chain.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function fieldOf(text: string): string | null {
  if (text === '\\N') return null;
  return text.includes('\\')
    ? text.replace(/\\([\s\S])/g, (_all, letter: string) => ESCAPES[letter] ?? letter)
    : text;
}

/** The fields of one row, without its line break. */
export function fieldsOfRow(line: string): (string | null)[] {
  return line.split('\t').map(fieldOf);
}

/** `2026-03-19 03:07:40.12+00` as the chain hashes it: UTC, six digits of the second. */
export function chainTime(text: string): string | undefined {
  const found = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  return found ? `${found[1]}T${found[2]}.${(found[3] ?? '').padEnd(6, '0')}Z` : undefined;
}

const CONTENT = [
  'seq',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'kind',
  'subject',
  'symbol',
  'old_value',
  'new_value',
  'reason',
  'change_set_id',
  'epoch',
  'revision',
  'details',
] as const;

/** Reads rows of audit_log whose columns stand in this order; undefined for a row that is none. */
export function linkReader(columns: readonly string[]): (line: string) => Link | undefined {
  const places = new Map(columns.map((name, i) => [name, i]));
  const place = (name: string) => places.get(name) ?? -1;
  return (line) => {
    const row = fieldsOfRow(line);
    const field = (name: string) => row[place(name)] ?? null;
    const at = chainTime(field('at') ?? '');
    const [seq, prevHash, hash] = [Number(field('seq')), field('prev_hash'), field('hash')];
    const hex = (text: string | null) => (text?.startsWith('\\x') ? text.slice(2) : undefined);
    const [before, own] = [hex(prevHash), hex(hash)];
    if (!at || before === undefined || own === undefined || !Number.isSafeInteger(seq)) return undefined;
    const fields = CONTENT.map((name) => (name === 'at' ? at : field(name)));
    return { seq, fields, prevHash: before, hash: own };
  };
}
