// Finds out before anything starts whether the ports are free, names the variable that moves each, and finds free ones.
import { type AddressInfo, createServer } from 'node:net';
import { PlainError } from '#scripts/plain-error.ts';
import { hostOf, LOOPBACK, type ProcessName, type Settings } from './settings.ts';

export const PORT_VARIABLES: Record<ProcessName, string> = {
  console: 'BULKHEAD_PORT',
  edge: 'BULKHEAD_EDGE_PORT',
  sim: 'BULKHEAD_SIM_PORT',
  intake: 'BULKHEAD_INTAKE_PORT',
  worker: 'BULKHEAD_WORKER_PORT',
};

/** Throws PlainError with one sentence for each port that cannot be had. */
export async function checkPorts(settings: Settings, names: readonly ProcessName[]): Promise<void> {
  const problems: string[] = [];
  const asked = new Map<number, ProcessName>();
  for (const name of names) {
    const port = settings.ports[name];
    const other = asked.get(port);
    if (other) {
      problems.push(
        `${PORT_VARIABLES[other]} and ${PORT_VARIABLES[name]} are both ${port}. Give each a port of its own.`,
      );
      continue;
    }
    asked.set(port, name);
    const problem = await whyNot(port, hostOf(name, settings));
    if (problem)
      problems.push(`Port ${port} (${name}) ${problem}. Set ${PORT_VARIABLES[name]} to a free one.`);
  }
  if (problems.length > 0) throw new PlainError(problems.join('\n'));
}

/** A port of this machine that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Completes "Port 3000 ..."; undefined when it can be had. */
export function whyNot(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('is taken by another program');
      else if (error.code === 'EACCES') resolve('is not open to you');
      else resolve(`cannot be opened on ${host} (${error.code})`);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
