// The simulated venue and a Prometheus that reads it as the shipped one does, for a trial that needs real orders.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusText, rulesText } from '#scripts/generate-ops.ts';
import { freePort } from '#scripts/launch/ports.ts';
import { findProgram, PROMETHEUS } from '#scripts/programs.ts';
import { until } from './console-door.ts';
import type { Installation } from './installation.ts';

export interface BenchVenue {
  readonly prometheusUrl: string;
  /** Starts to trade on the values of this installation's edge. */
  trade(installation: Installation): Promise<void>;
  breaks(fault: string, choice: object): Promise<void>;
  /** Sum of a metric over the series whose labels hold this text, as the venue says it now. */
  figure(metric: string, labels?: string): Promise<number>;
  /** What Prometheus answers to an instant query; undefined without a value. */
  asks(query: string): Promise<number | undefined>;
  stop(): Promise<void>;
}

const VENUE = new URL('../sim/main.ts', import.meta.url).pathname;

async function answers(url: string): Promise<true | undefined> {
  return fetch(url).then(
    ({ ok }) => ok || undefined,
    () => undefined,
  );
}

/** Prometheus runs at once: what is started after it can be told its address. */
export async function openVenue(folder: string): Promise<BenchVenue> {
  const program = findProgram(PROMETHEUS);
  if (program === undefined) throw new Error('There is no Prometheus on PATH.');
  const children: ChildProcess[] = [];
  const start = (file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
    children.push(child);
  };
  const endAll = () => {
    for (const child of children) child.kill('SIGTERM');
  };
  process.once('exit', endAll);
  const [venuePort, prometheusPort] = [await freePort(), await freePort()];
  const [venueUrl, prometheusUrl] = [`http://127.0.0.1:${venuePort}`, `http://127.0.0.1:${prometheusPort}`];
  const rules = join(folder, 'bulkhead.rules.yml');
  const config = join(folder, 'prometheus.yml');
  writeFileSync(rules, rulesText());
  // Nobody is told of alerts: only the guards are measured.
  writeFileSync(
    config,
    prometheusText([{ job: 'venue', target: `127.0.0.1:${venuePort}` }], '127.0.0.1:9', rules),
  );
  const venue: BenchVenue = {
    prometheusUrl,
    async trade({ edgeUrl, apiKey }) {
      start(process.execPath, [VENUE], {
        ...{ BULKHEAD_SIM_PORT: String(venuePort), BULKHEAD_EDGE_URL: edgeUrl, BULKHEAD_EDGE_KEY: apiKey },
      });
      await until(() => answers(`${venueUrl}/readyz`), 'a venue that trades');
    },
    async breaks(fault, choice) {
      const answer = await fetch(`${venueUrl}/faults/${fault}`, {
        ...{ method: 'POST', body: JSON.stringify(choice) },
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async figure(metric, labels = '') {
      const text = await (await fetch(`${venueUrl}/metrics`)).text();
      const lines = text.split('\n').filter((line) => line.startsWith(metric) && line.includes(labels));
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    },
    async asks(query) {
      const answer = await fetch(`${prometheusUrl}/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data } = (await answer.json()) as { data?: { result: { value: [number, string] }[] } };
      const value = data?.result[0]?.value[1];
      return value === undefined ? undefined : Number(value);
    },
    async stop() {
      process.off('exit', endAll);
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = once(child, 'exit');
          child.kill('SIGTERM');
          await ended;
        }),
      );
    },
  };
  try {
    start(program, [
      ...[`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'prometheus')}`],
      ...[`--web.listen-address=127.0.0.1:${prometheusPort}`, '--log.level=error'],
    ]);
    await until(() => answers(`${prometheusUrl}/-/ready`), 'a Prometheus that is ready');
    return venue;
  } catch (error) {
    await venue.stop();
    throw error;
  }
}
