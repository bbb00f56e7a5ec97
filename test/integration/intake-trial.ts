// An intake on a database of its own, for tests: keys of both kinds, posts, and what is stored.
import { request as httpRequest } from 'node:http';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { type Intake, type IntakeOptions, startIntake } from '#intake/intake.ts';
import { ALERTMANAGER_PATH } from '#lib/contract/intake.ts';
import { createLog } from '#lib/process/log.ts';
import type { TestDatabase } from '#test/database.ts';
import { addKey, until } from './edge-trial.ts';

export interface Answered {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

export interface IntakeTrial extends Intake {
  url: string;
  key: string;
  owner: pg.Client;
  /** With the trial's key unless other headers are given; to Alertmanager's address unless another is named. */
  post(body: string | Buffer, how?: { path?: string; headers?: Record<string, string> }): Promise<Answered>;
  ready(): Promise<{ status: number; body: Record<string, unknown> }>;
  metric(name: string): Promise<number>;
  /** Bodies of what is stored, in its order. */
  stored(): Promise<{ source: string; body: Buffer }[]>;
}

/** Starts it and, unless told otherwise, waits until it is ready. All of it is gone when the test has finished. */
export async function openIntake(
  database: TestDatabase,
  { wait = true, ...options }: Partial<IntakeOptions> & { wait?: boolean } = {},
): Promise<IntakeTrial> {
  const owner = new pg.Client({ connectionString: database.owner });
  owner.on('error', () => {});
  await owner.connect();
  const key = await addKey(owner, { scopes: ['alerts:write'] });
  const log = createLog('intake', { level: process.env.BULKHEAD_LOG_LEVEL ?? 'silent' });
  const intake = await startIntake({
    ...{ host: '127.0.0.1', port: 0, databaseUrl: database.intake, intakeId: 'intake-test', log },
    ...options,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= intake.stop();
    return stopped;
  };
  onTestFinished(async () => {
    await stop();
    await owner.end().catch(() => {});
  });
  const url = `http://127.0.0.1:${intake.port}`;
  const trial: IntakeTrial = {
    ...{ port: intake.port, stop, url, key, owner },
    post: (body, { path = ALERTMANAGER_PATH, headers } = {}) =>
      post(`${url}${path}`, body, {
        'content-type': 'application/json',
        ...(headers ?? { authorization: `Bearer ${key}` }),
      }),
    async ready() {
      const answer = await fetch(`${url}/readyz`);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    },
    async stored() {
      const { rows } = await owner.query<{ source: string; body: Buffer }>(
        'SELECT source, body FROM deliveries ORDER BY id',
      );
      return rows;
    },
  };
  if (wait) await until(async () => (await trial.ready()).status === 200);
  return trial;
}

/** node:http, because it hears an answer that is given before all of the body is sent. */
export function post(url: string, body: string | Buffer, headers: Record<string, string>): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
