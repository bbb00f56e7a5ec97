// Printing: what comes from elsewhere is stripped of control and formatting characters before a terminal sees it.

// Escape sequences begin with a control character; format characters can turn the direction of a line.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** One line of text without anything that a terminal would act on. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '');
}

export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

export function printError(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** JSON on one line; JSON.stringify escapes control characters, the rest is removed. */
export function printJson(value: unknown): void {
  printLine(JSON.stringify(value));
}

const grouped = new Intl.NumberFormat('en-US');

export function count(number: number): string {
  return grouped.format(number);
}
