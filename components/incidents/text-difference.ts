// How two texts differ, line by line: what stays, what only the first has, what only the second has. Pure.

export interface DifferentLine {
  kind: 'same' | 'first' | 'second';
  text: string;
}

/** Texts longer than this, in lines, are shown whole, one after the other. */
const MOST_LINES = 600;

/** The longest common run of lines stays; the others are told apart, those of the first before those of the second. */
export function textDifference(first: string, second: string): DifferentLine[] {
  const [a, b] = [first.split('\n'), second.split('\n')];
  if (a.length > MOST_LINES || b.length > MOST_LINES) {
    return [
      ...a.map((text) => ({ kind: 'first' as const, text })),
      ...b.map((text) => ({ kind: 'second' as const, text })),
    ];
  }
  // common[i][j]: how many lines the rests from i and from j have in common.
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = common[i] ?? [];
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DifferentLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'first', text: a[i] ?? '' });
      i += 1;
    } else {
      lines.push({ kind: 'second', text: b[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}
