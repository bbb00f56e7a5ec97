// The start's settings: defaults of the demo, demands of production, a sentence for each mistake.
import { expect, test } from 'vitest';
import { EnvError, type EnvSource } from '#lib/process/env.ts';
import { PlainError } from '#scripts/plain-error.ts';
import { readSettings } from './settings.ts';

const PRODUCTION = {
  DATABASE_URL: 'postgresql://admin:secret@db.internal:5432/bulkhead',
  NEXTAUTH_SECRET: 'x'.repeat(32),
};

function problems(args: string[], env: EnvSource): readonly string[] {
  try {
    readSettings(args, env);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

test('without anything it is the demo on its usual ports, loopback only', () => {
  expect(readSettings([], {})).toMatchObject({
    environment: 'demo',
    demo: true,
    dev: false,
    host: '127.0.0.1',
    edgeHost: '127.0.0.1',
    ports: { console: 3000, edge: 3001, sim: 3002, intake: 3003, worker: 3004 },
    publicUrl: 'http://localhost:3000',
    instances: 14,
  });
});

test('the demo listens on loopback whatever the environment says', () => {
  const settings = readSettings([], { BULKHEAD_HOST: '0.0.0.0', BULKHEAD_EDGE_HOST: '0.0.0.0' });
  expect([settings.host, settings.edgeHost]).toEqual(['127.0.0.1', '127.0.0.1']);
});

test('production names everything it misses, at once', () => {
  expect(problems(['--production'], {})).toEqual([
    'DATABASE_URL (or DATABASE_URL_FILE) is not set. With --production it must be the address of your PostgreSQL.',
    'NEXTAUTH_SECRET (or NEXTAUTH_SECRET_FILE) is not set. With --production it must be at least 32 random characters, for example from: openssl rand -base64 32.',
  ]);
});

test('the addresses of three roles come together', () => {
  const given = { ...PRODUCTION, EDGE_DATABASE_URL: 'postgresql://edge:x@db:5432/bulkhead' };
  expect(problems(['--production'], given)).toEqual([
    'BULKHEAD_APP_DATABASE_URL (or BULKHEAD_APP_DATABASE_URL_FILE) is not set. Give the addresses of all three roles, or of none.',
    'INTAKE_DATABASE_URL (or INTAKE_DATABASE_URL_FILE) is not set. Give the addresses of all three roles, or of none.',
  ]);
});

test('Prometheus and Alertmanager are started beside the demo alone, unless told not to', () => {
  expect(readSettings([], {}).monitoring).toBe(true);
  expect(readSettings([], { BULKHEAD_MONITORING: 'false' }).monitoring).toBe(false);
  expect(readSettings(['--production'], PRODUCTION).monitoring).toBe(false);
  expect(readSettings([], { BULKHEAD_PROMETHEUS_PORT: '9090' }).prometheusPort).toBe(9_090);
});

test('production takes its hosts and its public address from the environment', () => {
  const settings = readSettings(['--production'], {
    ...PRODUCTION,
    BULKHEAD_HOST: '0.0.0.0',
    NEXTAUTH_URL: 'https://bulkhead.example/',
  });
  expect(settings).toMatchObject({
    environment: 'production',
    demo: false,
    host: '0.0.0.0',
    publicUrl: 'https://bulkhead.example',
  });
});

test('the environment and the option must agree', () => {
  expect(problems(['--production'], { ...PRODUCTION, BULKHEAD_ENV: 'demo' })[0]).toMatch(
    /BULKHEAD_ENV is "demo"/,
  );
  expect(problems([], { BULKHEAD_ENV: 'production' })[0]).toMatch(/without --production this is the demo/);
  expect(readSettings(['--production'], { ...PRODUCTION, BULKHEAD_ENV: 'staging' }).environment).toBe(
    'staging',
  );
});

test('a short secret and a port out of range are mistakes, and the secret is not quoted', () => {
  const found = problems(['--production'], { ...PRODUCTION, NEXTAUTH_SECRET: 'hunter2', BULKHEAD_PORT: '0' });
  expect(found).toEqual([
    'BULKHEAD_PORT is "0". It must be a whole number from 1 to 65535.',
    'NEXTAUTH_SECRET has a value that does not fit. It must be a text of at least 32 characters.',
  ]);
});

test.each([['--prod'], ['--production', '--dev'], ['--help']])(
  '%s %s stops with the usage or a reason',
  (...args) => {
    expect(() => readSettings(args, {})).toThrow(PlainError);
  },
);
