// Logs: named fields only, no secret by any way, stacks outside production.
import { expect, test } from 'vitest';
import { createLog, type LogFields, type LogOptions, scrub } from './log.ts';

function collect(options: LogOptions = {}) {
  const lines: string[] = [];
  const log = createLog('edge', { destination: { write: (line) => void lines.push(line) }, ...options });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

test('a line names its process, level, time and message', () => {
  const { log, last } = collect();
  log.info('listening', { port: 3001, revision: 7n });
  expect(last()).toMatchObject({
    process: 'edge',
    level: 'info',
    message: 'listening',
    port: 3001,
    revision: '7',
  });
  expect(Date.parse(String(last().time))).not.toBeNaN();
});

test('a field that is not on the list is dropped, also when it is nested in one that is', () => {
  const { log, lines } = collect();
  log.info('hello', {
    password: 'hunter2',
    route: { token: 'hunter2' },
    status: 200,
  } as unknown as LogFields);
  expect(lines[0]).not.toContain('hunter2');
  expect(lines[0]).toContain('"status":200');
});

test('addresses, keys, tokens and headers in texts lose their secret', () => {
  const token = `bht_abcd1234_${'x'.repeat(32)}`;
  expect(scrub('at postgresql://app:hunter2@db:5432/x')).toBe('at postgresql://app:***@db:5432/x');
  expect(scrub(`used ${token}`)).toBe('used bht_abcd***');
  expect(scrub('Authorization: Bearer abc.def')).toBe('Authorization: Bearer ***');
});

test('an error keeps name, message, code and cause; its stack only outside production', () => {
  const error = Object.assign(
    new TypeError('cannot reach redis://u:hunter2@h', { cause: new Error('down') }),
    {
      code: 'ECONNREFUSED',
      query: 'secret',
    },
  );
  const production = collect({ environment: 'production' });
  production.log.error('failed', { err: error });
  expect(production.last().err).toEqual({
    name: 'TypeError',
    message: 'cannot reach redis://u:***@h',
    code: 'ECONNREFUSED',
    cause: { name: 'Error', message: 'down' },
  });
  const demo = collect({ environment: 'demo' });
  demo.log.error('failed', { err: error });
  expect(demo.last().err).toHaveProperty('stack');
  demo.log.error('failed', { err: 'a text' });
  expect(demo.last().err).toEqual({ name: 'string', message: 'a text' });
});

test('with() adds fields to every line; the level holds lines back', () => {
  const { log, lines, last } = collect({ level: 'warn' });
  const inner = log.with({ edgeId: 'edge-1' });
  inner.info('not this');
  inner.warn('this', { count: 1 });
  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({ edgeId: 'edge-1', count: 1 });
});
