// run.json: what runs now and how to get in, for people, tests and tools of this installation. Readable by us only.
import { rmSync } from 'node:fs';
import { type DataFolder, writePrivate } from './data-folder.ts';
import type { Demo } from './demo.ts';

export interface RunFile {
  consoleUrl: string;
  edgeUrl: string;
  intakeUrl: string;
  simUrl: string | null;
  /** Null where it was not found, or is not ours to start. */
  prometheusUrl: string | null;
  alertmanagerUrl: string | null;
  /** Where customers of the order gateway send their orders; null without HAProxy. */
  gatewayUrl: string | null;
  /** host:port of each instance behind it, by its name: where one is deployed to, and broken on purpose. */
  orderGateways: Readonly<Record<string, string>>;
  /** Probes and metrics of the worker. */
  workerUrl: string;
  /** Process numbers by name, `launcher` and `postgres` among them; null while one is down. */
  pids: Record<string, number | null>;
  accounts: Demo['accounts'];
  /** Keys by scope. */
  apiKeys: Demo['apiKeys'];
  /** The application role's address. */
  databaseUrl: string;
}

export interface RunFileWriter {
  /** A process started (its number) or ended (undefined). */
  pid(name: string, pid: number | undefined): void;
  /** From here on the file exists and is kept current. */
  publish(content: Omit<RunFile, 'pids'>): void;
  remove(): void;
}

export function runFileWriter(data: DataFolder): RunFileWriter {
  const file = data.file('run.json');
  const pids: Record<string, number | null> = { launcher: process.pid };
  let published: Omit<RunFile, 'pids'> | undefined;
  const write = () => {
    if (published) writePrivate(file, `${JSON.stringify({ ...published, pids }, null, 2)}\n`);
  };
  rmSync(file, { force: true });
  return {
    pid: (name, pid) => {
      pids[name] = pid ?? null;
      write();
    },
    publish: (content) => {
      published = content;
      write();
    },
    remove: () => {
      published = undefined;
      rmSync(file, { force: true });
    },
  };
}
