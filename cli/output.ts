// Printing: what comes from elsewhere is stripped of control and formatting characters before a terminal sees it.
import { styleText } from 'node:util';

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

/** A character as JSON escapes it. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** JSON on one line, with the very same content: what a terminal would act on is escaped. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value).replaceAll(UNPRINTABLE, escaped)}\n`);
}

export type Tone = 'quiet' | 'good' | 'warn' | 'bad';

const STYLES = { quiet: 'dim', good: 'green', warn: 'yellow', bad: 'red' } as const;

/** Text in a colour; plain where output is no terminal or NO_COLOR is set. `text` has to be printable already. */
export function toned(tone: Tone, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return process.env.NO_COLOR ? text : styleText(STYLES[tone], text, { stream });
}

/** A whole number with its thousands apart. Intl would take longer to load than most commands run. */
export function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
