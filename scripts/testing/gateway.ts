// A real gateway of a test's or trial's own: HAProxy as it is shipped, two versions behind it, and a Prometheus that reads them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SIDES, type Side, serversOf } from '#lib/contract/gateway.ts';
import { orderGatewayTargets, prometheusText, rulesText } from '#scripts/generate-ops.ts';
import { haproxyText, maintenanceText, serverAddresses } from '#scripts/haproxy-config.ts';
import { freePort } from '#scripts/launch/ports.ts';
import { findProgram, HAPROXY, PROMETHEUS } from '#scripts/programs.ts';

export interface RunningGateway {
  /** Where customers send their orders. */
  url: string;
  statsSocket: string;
  prometheusUrl: string;
  /** Puts a version on a side, or on one instance of it, in good order. */
  deploy(side: Side, version: string, instance?: string): Promise<void>;
  /** Breaks the version of a side on purpose; with `instance`, only there. */
  breaks(side: Side, fault: object): Promise<void>;
  stopPrometheus(): Promise<void>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const VERSION = fileOf('../../sim/order-gateway/main.ts');

function fileOf(path: string): string {
  return new URL(path, import.meta.url).pathname;
}

export interface GatewayStage {
  /** Port of an edge's agent. */
  agentPort: number;
  /** Where it may write. */
  folder: string;
  /** Versions that are there at first. */
  versions: Readonly<Record<Side, string>>;
  /** Whose switch values the versions go by; the catalogue's defaults without. */
  switches?: { edgeUrl: string; apiKey: string };
  /** How often Prometheus reads them; as shipped unless told otherwise. */
  scrape?: { every: string; within: string };
}

async function untilAnswers(url: string, child: ChildProcess, what: string): Promise<void> {
  for (const deadline = performance.now() + READY_WITHIN_MS; performance.now() < deadline; await delay(50)) {
    if (child.exitCode !== null) break;
    const reached = await fetch(url).then(
      (answer) => answer.status > 0,
      () => false,
    );
    if (reached) return;
  }
  throw new Error(`${what} did not get ready.`);
}

function programOf(names: readonly string[]): string {
  const program = findProgram(names);
  if (program === undefined) throw new Error(`There is no ${names[0]} on PATH.`);
  return program;
}

/** Starts all of it; what is running by then is stopped when something does not get ready. */
export async function startGateway(stage: GatewayStage): Promise<RunningGateway> {
  const { folder, agentPort, versions } = stage;
  mkdirSync(folder, { recursive: true });
  const children: ChildProcess[] = [];
  // Whoever is told to end before its time leaves none of them behind.
  const endAll = () => {
    for (const child of children) child.kill('SIGTERM');
  };
  process.once('exit', endAll);
  const start = (
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ChildProcess => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: process.env.BULKHEAD_LOG_LEVEL ? 'inherit' : 'ignore',
    });
    children.push(child);
    return child;
  };
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  const stop = async () => {
    process.off('exit', endAll);
    await Promise.all(children.map(end));
  };
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const portsOf = async (side: Side) => Promise.all(serversOf(side).map(() => freePort()));
  const ports = { blue: await portsOf('blue'), green: await portsOf('green') };
  const [bindPort, prometheusPort] = [await freePort(), await freePort()];
  const addresses = serverAddresses(ports);
  const [statsSocket, url] = [join(folder, 'haproxy.sock'), `http://127.0.0.1:${bindPort}`];
  const prometheusUrl = `http://127.0.0.1:${prometheusPort}`;

  const ofSide = (side: Side) => `http://127.0.0.1:${ports[side][0]}`;
  async function post(side: Side, path: string, body: object): Promise<void> {
    const answer = await fetch(ofSide(side) + path, { method: 'POST', body: JSON.stringify(body) });
    if (answer.status !== 200) throw new Error(await answer.text());
  }

  try {
    for (const side of SIDES) {
      const child = start(process.execPath, [VERSION], {
        BULKHEAD_SIDE: side,
        BULKHEAD_SIDE_PORTS: ports[side].join(','),
        BULKHEAD_SIDE_VERSION: versions[side],
        ...(stage.switches && {
          BULKHEAD_EDGE_URL: stage.switches.edgeUrl,
          BULKHEAD_EDGE_KEY: stage.switches.apiKey,
        }),
      });
      await untilAnswers(`${ofSide(side)}/healthz`, child, `The ${side} side`);
    }
    const config = write(
      'haproxy.cfg',
      haproxyText({
        ...{ bind: `127.0.0.1:${bindPort}`, agent: { host: '127.0.0.1', port: agentPort } },
        ...{ servers: addresses, statsSocket },
        maintenancePage: write('maintenance.http', maintenanceText()),
      }),
    );
    const haproxy = start(programOf(HAPROXY), ['-db', '-f', config]);
    await untilAnswers(`${url}/healthz`, haproxy, 'HAProxy');
    const prometheus = start(programOf(PROMETHEUS), [
      `--config.file=${write(
        'prometheus.yml',
        prometheusText(
          orderGatewayTargets(addresses),
          '127.0.0.1:9',
          write('bulkhead.rules.yml', rulesText()),
          stage.scrape,
        ),
      )}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
      '--log.level=error',
    ]);
    await untilAnswers(`${prometheusUrl}/-/ready`, prometheus, 'Prometheus');
    return {
      ...{ url, statsSocket, prometheusUrl, stop },
      deploy: (side, version, instance) => post(side, '/deploy', { version, ...(instance && { instance }) }),
      breaks: (side, fault) => post(side, '/faults', fault),
      stopPrometheus: () => end(prometheus),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
