// What the command line asks for: which trials, and where the numbers go.
import { PlainError } from '#scripts/plain-error.ts';

export interface BenchOptions {
  /** Names of the trials to run, in the order of the table. */
  readonly trials: readonly string[];
  /** File that gets the rows as JSON. */
  readonly json: string | undefined;
}

/** Wrong words on the command line (EX_USAGE of sysexits.h). */
const EXIT_USAGE = 64;

function usage(known: readonly string[]): string {
  return `npm run bench [-- --only=<trial,...>] [--json <file>]

  --only   of: ${known.join(', ')}
  --json   also write the rows, with all their numbers, to this file`;
}

/** Throws PlainError with the usage for anything it does not know, and (exit code 0) for --help. */
export function readOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  let trials = known;
  let json: string | undefined;
  const rest = args.flatMap((arg) => (/^--\w+=/.test(arg) ? splitOnce(arg) : [arg]));
  while (rest.length > 0) {
    const option = rest.shift();
    if (option === '--help' || option === '-h') throw new PlainError(usage(known), 0);
    const value = rest.shift();
    if (option !== '--only' && option !== '--json') throw refused(`There is no option ${option}.`, known);
    if (!value) throw refused(`${option} needs a value.`, known);
    if (option === '--json') json = value;
    else trials = chosen(value, known);
  }
  return { trials, json };
}

function splitOnce(arg: string): string[] {
  const at = arg.indexOf('=');
  return [arg.slice(0, at), arg.slice(at + 1)];
}

function chosen(value: string, known: readonly string[]): string[] {
  const wanted = value.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) throw refused(`There is no trial "${unknown}".`, known);
  return known.filter((name) => wanted.includes(name));
}

function refused(sentence: string, known: readonly string[]): PlainError {
  return new PlainError(`${sentence}\n\n${usage(known)}`, EXIT_USAGE);
}
