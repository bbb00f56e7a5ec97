// Reads a CSV back as RFC 4180 has it, strictly: whatever else a file holds is a mistake of whoever wrote it.

const CELL = /"((?:[^"]|"")*)"(,|\r\n)/y;

/** The records by the names of the first one. */
export function csvRecords(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  CELL.lastIndex = 0;
  const body = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < body.length; at = CELL.lastIndex) {
    CELL.lastIndex = at;
    const found = CELL.exec(body);
    if (!found) throw new Error(`no cell at ${at}: ${body.slice(at, at + 40)}`);
    rows.at(-1)?.push((found[1] ?? '').replaceAll('""', '"'));
    if (found[2] === '\r\n') rows.push([]);
  }
  const [names = [], ...records] = rows.slice(0, -1);
  return records.map((cells) => {
    if (cells.length !== names.length) throw new Error(`${cells.length} cells under ${names.length} names`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

/** The exact sum of decimal texts, scaled to 18 digits. */
export function exactSum(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => {
    const [whole = '0', part = ''] = text.split('.');
    return sum + BigInt(whole) * 10n ** 18n + BigInt(part.padEnd(18, '0'));
  }, 0n);
}
