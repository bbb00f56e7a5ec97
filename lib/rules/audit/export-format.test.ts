// Whatever people and machines write: a line stays one line and reads back, a cell never becomes a formula.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import { CSV_HEAD, csvCell, csvLine, lineField, manualLine } from './export-format.ts';

function entry(part: Partial<AuditExportEntry> = {}): AuditExportEntry {
  return {
    ...{
      seq: 7,
      at: '2026-03-19T03:07:40.218000Z',
      actorKind: 'person',
      actorId: 'p-1',
      actorName: 'Ann Bell',
    },
    ...{
      kind: 'switch.changed',
      subject: 'normal_threshold',
      symbol: null,
      oldValue: '"10000"',
      newValue: '"5000"',
    },
    ...{ reason: 'Lower it', changeSetId: null, epoch: 1, revision: 2, details: null },
    ...{ prevHash: '00'.repeat(32), hash: 'ab'.repeat(32), ...part },
  };
}

/** The fields of a line, as somebody would read them who knows only what the README says. */
function fieldsOf(line: string): string[] {
  const back: Record<string, string> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '|': '|' };
  return line
    .split(' | ')
    .map((field) =>
      field.replaceAll(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, hex, one) =>
        hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : (back[one] ?? '?'),
      ),
    );
}

/** The rows of a CSV text by the letter of RFC 4180. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '"') throw new Error(`a cell without quotes at ${at}`);
    let cell = '';
    for (at += 1; ; at += 1) {
      if (text[at] === '"' && text[at + 1] === '"') at += 1;
      else if (text[at] === '"') break;
      if (at >= text.length) throw new Error('a cell that does not end');
      cell += text[at];
    }
    rows.at(-1)?.push(cell);
    at += 1;
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      if (at < text.length) rows.push([]);
    } else throw new Error(`neither a comma nor a line break at ${at}`);
  }
  return rows;
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(...'=+-@＝＋－＠"\',;|\\ \t\r\n\u0000\u001b\u0085\u200b\u202e\u2028\ufeff19.aé'),
  }),
);

describe('the line of the manual', () => {
  test('reads as the manual writes it', () => {
    expect(manualLine(entry({ symbol: 'BTC' }))).toBe(
      '2026-03-19T03:07:40.218000Z | Ann Bell | normal_threshold.BTC | 10000 | 5000 | Lower it',
    );
  });

  test.each([
    ['null', 'off'],
    ['true', 'true'],
    ['["BTC","ETH"]', '["BTC","ETH"]'],
    ['"HL_MODE"', 'HL_MODE'],
    ['2.5', '2.5'],
    ['not JSON', 'not JSON'],
  ])('the value %s is written %s', (stored, written) => {
    expect(fieldsOf(manualLine(entry({ newValue: stored })))[4]).toBe(written);
  });

  test('another kind says what it is, and an absent side is empty', () => {
    const line = manualLine(
      entry({ kind: 'session.opened', subject: 'a@b.c', oldValue: null, newValue: 'null', reason: null }),
    );
    expect(fieldsOf(line).slice(2)).toEqual(['session.opened a@b.c', '', 'null', '']);
  });

  test('any text stays one line of six fields and reads back', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (actorName, newValue, reason) => {
        const line = manualLine(entry({ kind: 'other', actorName, newValue, reason }));
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(fieldsOf(line)).toEqual(
          ['2026-03-19T03:07:40.218000Z', actorName, 'other normal_threshold', '10000', newValue, reason].map(
            (text, index) => (index === 3 ? '"10000"' : text),
          ),
        );
      }),
    );
  });

  test('a field is escaped once', () => {
    expect(lineField('a|b\\n\nc\u001b[31m\u202e')).toBe('a\\|b\\\\n\\nc\\u{1b}[31m\\u{202e}');
  });
});

describe('CSV', () => {
  test('one row an entry, under a head with the same columns', () => {
    const [head, row] = rowsOf(CSV_HEAD.slice(1) + csvLine(entry({ reason: 'He said "no",\nthen left' })));
    expect(CSV_HEAD.codePointAt(0)).toBe(0xfeff);
    expect(row).toHaveLength(head?.length ?? 0);
    expect(row?.[head?.indexOf('reason') ?? -1]).toBe('He said "no",\nthen left');
    expect(row?.[head?.indexOf('new_value') ?? -1]).toBe('5000');
  });

  test.each([
    '=1+1',
    '+cmd',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠a',
    ' =1',
    '\u200b=1',
    '-',
    '+5',
    '-1e5',
    '-0x1',
  ])('%j gets an apostrophe', (text) => expect(csvCell(text)).toBe(`"'${text}"`));

  test.each(['-5', '-0.25', '10000', '2026-03-19', 'a=b', '', "'=1", '5-3'])('%j stays as it is', (text) =>
    expect(csvCell(text)).toBe(`"${text}"`),
  );

  test('no text becomes a formula, and all of it is there', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const [[cell = '']] = rowsOf(`${csvCell(text)}\r\n`) as [[string]];
        expect([text, `'${text}`]).toContain(cell);
        // What spreadsheets and importers may throw away before they look.
        const seen = cell.replace(/^[\s\p{Cc}\p{Cf}]+/u, '');
        expect(/^[=+\-@＝＋－＠]/u.test(seen) && !/^-\d+(\.\d+)?$/.test(cell)).toBe(false);
      }),
    );
  });
});
