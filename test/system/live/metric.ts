// Figures from the /metrics of the installation's processes.
import { type Answer, call } from '../http.ts';
import { run } from '../installation.ts';

export type ProcessName = 'console' | 'edge' | 'intake' | 'sim' | 'worker';

/** Where a process answers probes. */
export function addressOf(name: ProcessName): string {
  const { consoleUrl, edgeUrl, intakeUrl, simUrl, workerUrl } = run();
  const url = { console: consoleUrl, edge: edgeUrl, intake: intakeUrl, sim: simUrl, worker: workerUrl }[name];
  if (!url) throw new Error(`the installation runs no ${name}`);
  return url;
}

export function probe(name: ProcessName, path: string): Promise<Answer> {
  return call(addressOf(name), path, { withinMs: 5_000 });
}

/** The value of one sample; `labels` as they are written between the braces. */
export async function metric(name: ProcessName, figure: string, labels = ''): Promise<number> {
  const { status, text } = await probe(name, '/metrics');
  if (status !== 200) throw new Error(`${name} answered ${status} for its metrics`);
  const series = labels ? `${figure}{${labels}}` : figure;
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  if (!line) throw new Error(`${name} has no figure ${series}`);
  return Number(line.slice(series.length));
}
