// Reads a process's environment: typed, checked as a whole at start, one clear sentence for each mistake.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type EnvSource = Readonly<Record<string, string | undefined>>;
type Shape = Readonly<Record<string, z.ZodType>>;
export type Env<S extends Shape> = { readonly [Name in keyof S]: z.output<S[Name]> };

/** All mistakes found, a sentence each; none of them quotes a secret. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'EnvError';
    this.problems = problems;
  }
}

/** Exit code for a configuration mistake (EX_CONFIG of sysexits.h): a supervisor need not try again. */
export const EXIT_CONFIG = 78;

const secrets = new WeakSet<object>();

/**
 * A variable given as text. `rule` completes the sentence "NAME must be ...". `parse` answers undefined for text
 * that breaks the rule. Chain `.default(...)` or `.optional()` where it may be missing.
 */
export function variable<T>(rule: string, parse: (text: string) => T | undefined) {
  return z.string({ error: rule }).transform((text, context): T => {
    const value = parse(text);
    if (value === undefined) {
      context.addIssue({ code: 'custom', message: rule });
      return z.NEVER;
    }
    return value;
  });
}

/** Marks a variable as secret: NAME_FILE may name a file that holds it, and no message quotes it. */
export function secret<T extends z.ZodType>(schema: T): T {
  secrets.add(schema);
  return schema;
}

/** Also when `.optional()` or `.default()` were chained onto the marked one. */
function isMarkedSecret(schema: object): boolean {
  if (secrets.has(schema)) return true;
  const inner = (schema as { def?: { innerType?: object } }).def?.innerType;
  return inner !== undefined && isMarkedSecret(inner);
}

export function text(rule = 'a non-empty text') {
  return variable(rule, (value) => value);
}

/** At least this many characters: for keys and signing secrets. */
export function longText(atLeast: number) {
  return variable(`a text of at least ${atLeast} characters`, (value) =>
    value.length >= atLeast ? value : undefined,
  );
}

/** A whole number within bounds, in digits only. */
export function whole(from: number, to: number, unit = '') {
  return variable(`a whole number from ${from} to ${to}${unit && ` ${unit}`}`, (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= from && number <= to ? number : undefined;
  });
}

/** A TCP port; 0 lets the system choose. */
export function port() {
  return variable('a port number from 0 to 65535', (value) =>
    /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? Number(value) : undefined,
  );
}

export function flag() {
  return variable('true or false', (value) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined,
  );
}

export function oneOf<const T extends string>(...choices: readonly T[]) {
  return variable(`one of ${choices.join(', ')}`, (value) => choices.find((choice) => choice === value));
}

/** An address such as http://127.0.0.1:3001, given back without a slash at its end. */
export function httpUrl() {
  return variable('an address that begins with http:// or https://', (value) =>
    hasProtocol(value, ['http:', 'https:']) ? value.replace(/\/+$/, '') : undefined,
  );
}

export function postgresUrl() {
  return variable('an address such as postgresql://user:password@host:5432/database', (value) =>
    hasProtocol(value, ['postgres:', 'postgresql:']) ? value : undefined,
  );
}

function hasProtocol(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

/**
 * Reads the variables of `shape`. An empty variable counts as not set. Throws EnvError with every mistake at once.
 */
export function readEnv<const S extends Shape>(shape: S, source: EnvSource = process.env): Env<S> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    const isSecret = isMarkedSecret(schema);
    const given = rawValue(name, isSecret, source);
    if ('problem' in given) {
      problems.push(given.problem);
      continue;
    }
    const result = schema.safeParse(given.value);
    if (result.success) values[name] = result.data;
    else problems.push(sentence(name, given.value, isSecret, result.error.issues[0]?.message ?? 'valid'));
  }
  if (problems.length > 0) throw new EnvError(problems);
  return values as Env<S>;
}

/** Like readEnv, for the first line of a process: prints every mistake to standard error and exits 78. */
export function readEnvOrExit<const S extends Shape>(shape: S, source: EnvSource = process.env): Env<S> {
  try {
    return readEnv(shape, source);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    process.exit(EXIT_CONFIG);
  }
}

function rawValue(
  name: string,
  isSecret: boolean,
  source: EnvSource,
): { value: string | undefined } | { problem: string } {
  const value = source[name] || undefined;
  const file = isSecret ? source[`${name}_FILE`] || undefined : undefined;
  if (file === undefined) return { value };
  if (value !== undefined) return { problem: `${name} and ${name}_FILE are both set. Keep one of them.` };
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return content === '' ? { problem: `${name}_FILE names ${file}, which is empty.` } : { value: content };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    return { problem: `${name}_FILE names ${file}, which ${why}.` };
  }
}

function sentence(name: string, value: string | undefined, isSecret: boolean, rule: string): string {
  const alternative = isSecret ? ` (or ${name}_FILE, a file that holds it)` : '';
  if (value === undefined) return `${name}${alternative} is not set. It must be ${rule}.`;
  return isSecret
    ? `${name} has a value that does not fit. It must be ${rule}.`
    : `${name} is ${JSON.stringify(value)}. It must be ${rule}.`;
}
