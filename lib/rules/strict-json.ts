// JSON text to value, without the quiet mending of JSON.parse: what a person would read twice is refused.
import { Decimal } from 'decimal.js';
import { fail, ok, type Result } from './result.ts';

/** Inputs have three levels; deeper ones only cost those who walk them. */
const MAX_DEPTH = 32;
/** What matters outside of strings in text that is JSON: names and texts, brackets, numbers. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g;

/**
 * The value of the text, or `invalid_input`: no JSON, a name twice in one object (parsers disagree which one counts),
 * `__proto__`, a number with more digits than a number keeps, or too many levels.
 */
export function parseStrictJson(text: string): Result<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('invalid_input', 'The body is not JSON in UTF-8.');
  }
  const problem = findProblem(text);
  return problem === undefined ? ok(value) : fail('invalid_input', problem);
}

/** `text` is known to be JSON, so brackets match and a string before a colon is a name. */
function findProblem(text: string): string | undefined {
  const names: (Set<string> | undefined)[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      names.push(token === '{' ? new Set() : undefined);
      if (names.length > MAX_DEPTH) return `The body has more than ${MAX_DEPTH} levels.`;
    } else if (token === '}' || token === ']') {
      names.pop();
    } else if (colon !== undefined) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      const shown = name.slice(0, 60);
      if (name === '__proto__') return 'There is no field __proto__.';
      if (names.at(-1)?.has(name)) return `${shown}: send it once.`;
      names.at(-1)?.add(name);
    } else if (!token.startsWith('"') && !keepsItsDigits(token)) {
      return `The number ${token.slice(0, 60)} has more digits than can be kept, or is too large.`;
    }
  }
  return undefined;
}

function keepsItsDigits(number: string): boolean {
  return new Decimal(number).eq(Number(number));
}
