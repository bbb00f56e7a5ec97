// A real Alertmanager of a test's or trial's own, configured as it is shipped, that delivers to one receiver.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alertmanagerText } from '#scripts/generate-ops.ts';
import { freePort } from '#scripts/launch/ports.ts';
import { ALERTMANAGER, findProgram } from '#scripts/programs.ts';

export interface PostedAlert {
  labels: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
}

export interface RunningAlertmanager {
  /** Tells it of alerts that fire from now on. */
  post(alerts: readonly PostedAlert[]): Promise<void>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

/** `receiverUrl` is an intake's address, or that of anything else with its paths; `folder` is where it may write. */
export async function startAlertmanager(
  receiverUrl: string,
  key: string,
  folder: string,
): Promise<RunningAlertmanager> {
  const program = findProgram(ALERTMANAGER);
  if (program === undefined) throw new Error('There is no Alertmanager on PATH.');
  mkdirSync(folder, { recursive: true });
  const [config, keyFile] = [join(folder, 'alertmanager.yml'), join(folder, 'alerts.key')];
  writeFileSync(keyFile, key, { mode: 0o600 });
  writeFileSync(config, alertmanagerText({ url: receiverUrl, keyFile }));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const url = `http://${address}`;
  try {
    await untilReady(`${url}/-/ready`, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async post(alerts) {
      const answer = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (answer.status !== 200)
        throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
    },
    stop,
  };
}

async function untilReady(url: string, ended: () => boolean): Promise<void> {
  for (const deadline = performance.now() + READY_WITHIN_MS; performance.now() < deadline; await delay(20)) {
    if (ended()) break;
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
  }
  throw new Error('Alertmanager did not get ready.');
}
