// Structured logs: JSON lines on standard output that carry only the fields named here, and never a secret.
import { type DestinationStream, pino } from 'pino';

/** Everything a log line may carry beside its message. A field that is not named here does not leave the process. */
const ALLOWED = [
  'actorId',
  'actorKind',
  'address',
  'affected',
  'ageMs',
  'attempt',
  'bytes',
  'changeSetId',
  'code',
  'command',
  'count',
  'durationMs',
  'edgeId',
  'environment',
  'epoch',
  'event',
  'host',
  'instanceId',
  'stopId',
  'jobId',
  'keyPrefix',
  'kind',
  'method',
  'mode',
  'pid',
  'port',
  'requestId',
  'revision',
  'route',
  'seq',
  'service',
  'signal',
  'status',
  'step',
  'switch',
  'symbol',
  'task',
  'version',
] as const;

type Primitive = string | number | bigint | boolean | null | undefined;
export type LogFields = { readonly [Field in (typeof ALLOWED)[number]]?: Primitive | readonly string[] } & {
  /** Written as name, message and code; with the stack outside production. */
  readonly err?: unknown;
};

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  fatal(message: string, fields?: LogFields): void;
  /** The same log, with these fields on every line. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  /** debug, info, warn, error or silent; BULKHEAD_LOG_LEVEL, else info. */
  level?: string;
  /** Stacks are written unless this is production, which is also assumed when BULKHEAD_ENV is not set. */
  environment?: string;
  destination?: DestinationStream;
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const MAX_TEXT = 2_000;
const allowed: ReadonlySet<string> = new Set(ALLOWED);

// Texts that reach a log by way of an error message: passwords inside addresses, keys, tokens, bearer headers.
const SECRETS: readonly [RegExp, string][] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@]*@/gi, '$1:***@'],
  [/\b(bh[a-z]_[0-9A-Za-z]{4})[0-9A-Za-z]{4}_[0-9A-Za-z]+/g, '$1***'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 ***'],
];

/** Text without what looks like a secret, and of bounded length. */
export function scrub(text: string): string {
  const clean = SECRETS.reduce((so, [pattern, instead]) => so.replace(pattern, instead), text);
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}...` : clean;
}

/** A log for one process, named on each line. */
export function createLog(processName: string, options: LogOptions = {}): Log {
  const wanted = options.level ?? process.env.BULKHEAD_LOG_LEVEL ?? 'info';
  const logger = pino(
    {
      level: LEVELS.includes(wanted) ? wanted : 'info',
      base: { process: processName, pid: process.pid },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // Errors come described already; pino's own serializer would rewrite them.
      serializers: { err: (described) => described },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
  const withStacks = (options.environment ?? process.env.BULKHEAD_ENV ?? 'production') !== 'production';

  function bound(always: LogFields): Log {
    const write = (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal') => {
      return (message: string, fields: LogFields = {}) => {
        if (logger.isLevelEnabled(level)) {
          logger[level](permitted({ ...always, ...fields }, withStacks), scrub(message));
        }
      };
    };
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      fatal: write('fatal'),
      with: (fields) => bound({ ...always, ...fields }),
    };
  }
  return bound({});
}

function permitted(fields: LogFields, withStacks: boolean): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name === 'err') line.err = describeError(value, withStacks);
    else if (allowed.has(name)) line[name] = plain(value);
  }
  return line;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrub(String(item)));
  return undefined;
}

/** Name, message, code and (where asked for) stack of anything that can be thrown; two causes deep. */
export function describeError(error: unknown, withStack: boolean, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error, message: scrub(String(error)) };
  const { code, cause } = error as Error & { code?: unknown };
  return {
    name: error.name,
    message: scrub(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(cause !== undefined && depth < 2 ? { cause: describeError(cause, withStack, depth + 1) } : {}),
    ...(withStack && error.stack !== undefined ? { stack: scrub(error.stack) } : {}),
  };
}
