// Loaded into each process before its program: whatever libraries and Node print becomes a line of the structured log.
import { formatWithOptions, stripVTControlCharacters } from 'node:util';
import { createLog } from '#lib/process/log.ts';
import { isCallerGone } from './caller-gone.ts';

const LEVELS = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
  trace: 'debug',
} as const;

const log = createLog(process.env.BULKHEAD_PROCESS ?? 'bulkhead');

for (const [method, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, 'info'][]) {
  console[method] = (...words: unknown[]) => {
    const err = words.find((word) => word instanceof Error);
    // Next prints it as an error of its own; it is nobody's to look into.
    if (isCallerGone(err)) return log.debug('a caller hung up', { err });
    const rest = words.filter((word) => word !== err);
    const message = stripVTControlCharacters(formatWithOptions({ depth: 3 }, ...rest)).trim();
    if (message !== '' || err !== undefined) log[level](message || 'error', err === undefined ? {} : { err });
  };
}

// Node's own way is a line of plain text on standard error.
process.removeAllListeners('warning');
process.on('warning', (err) => log.warn('warning of Node', { err }));
