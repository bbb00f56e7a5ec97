// The gateway beside the demo: HAProxy found on PATH, two versions of the order gateway behind it, each on its own port.
import { join } from 'node:path';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { SIDES, type Side, serversOf } from '#lib/contract/gateway.ts';
import { haproxyText, maintenanceText, serverAddresses } from '#scripts/haproxy-config.ts';
import { PlainError } from '#scripts/plain-error.ts';
import { findProgram, HAPROXY } from '#scripts/programs.ts';
import { type DataFolder, writePrivate } from './data-folder.ts';
import type { Demo } from './demo.ts';
import { freePort, whyNot } from './ports.ts';
import { commonEnvironment, LEASH, SHELL_LEASH, urlOf } from './processes.ts';
import { LOOPBACK, ROOT, type Settings } from './settings.ts';
import type { ProcessPlan } from './supervise.ts';

export interface Gateway {
  plans: readonly ProcessPlan[];
  /** Where an edge answers the agent-check; null where nobody asks. */
  agentPort: number | null;
  /** Where customers send their orders. */
  url: string | null;
  statsSocket: string | null;
  /** host:port of each instance of the order gateway, by its name. */
  servers: Readonly<Record<string, string>>;
  /** What is not there, and how to get it: a sentence. */
  missing?: string;
}

/** What both sides run at the first start: then one release after the other. */
export const FIRST_VERSION = 'v1.2.4';
/** Those of the shipped configuration; another free one where somebody has it already. */
const USUAL = { agent: 3005, gateway: 3006 } as const;

/** What a system takes as the path of a socket. */
const LONGEST_SOCKET_PATH = 100;

/** Writes the configuration and says how everything is started. Throws PlainError for a port that cannot be had. */
export async function planGateway(
  settings: Settings,
  data: DataFolder,
  demo: Pick<Demo, 'apiKeys'> | null,
): Promise<Gateway> {
  const asked = settings.agentPort;
  const own = { plans: [], agentPort: asked ?? null, url: null, statsSocket: null, servers: {} };
  if (!settings.gateway) return own;
  const program = findProgram(HAPROXY);
  if (program === undefined) {
    return {
      ...own,
      missing:
        'HAProxy was not found on PATH: no release moves any traffic. On Debian: apt-get install haproxy',
    };
  }
  if (Buffer.byteLength(data.file('ops', 'haproxy.sock')) > LONGEST_SOCKET_PATH)
    return {
      ...own,
      missing: `${data.path} is too long a path for the socket of HAProxy: no release moves any traffic.`,
    };
  const taken = new Set<number>(Object.values(settings.ports));
  const agentPort = await choose(asked, 'BULKHEAD_AGENT_PORT', USUAL.agent, taken);
  const port = await choose(settings.gatewayPort, 'BULKHEAD_GATEWAY_PORT', USUAL.gateway, taken);
  const ports = { blue: await someFree('blue', taken), green: await someFree('green', taken) };
  const servers = serverAddresses(ports, LOOPBACK);
  const [statsSocket, maintenancePage] = [
    data.file('ops', 'haproxy.sock'),
    data.file('ops', 'maintenance.http'),
  ];
  writePrivate(maintenancePage, maintenanceText());
  const config = data.file('ops', 'haproxy.cfg');
  writePrivate(
    config,
    haproxyText({
      ...{ bind: `${LOOPBACK}:${port}`, agent: { host: LOOPBACK, port: agentPort }, servers },
      ...{ statsSocket, maintenancePage },
    }),
  );
  return {
    ...{ agentPort, statsSocket, servers, url: `http://${LOOPBACK}:${port}` },
    plans: [
      ...SIDES.map((side) => planOfSide(side, ports[side], settings, data, demo)),
      {
        ...{
          name: 'haproxy',
          program: '/bin/sh',
          args: [SHELL_LEASH, program, '-db', '-f', config],
          cwd: data.path,
        },
        env: { NODE_ENV: 'production', PATH: process.env.PATH, BULKHEAD_LAUNCHER_PID: String(process.pid) },
        logFile: data.file('logs', 'haproxy.log'),
        readyUrl: `http://${LOOPBACK}:${port}/healthz`,
      },
    ],
  };
}

function planOfSide(
  side: Side,
  ports: readonly number[],
  settings: Settings,
  data: DataFolder,
  demo: Pick<Demo, 'apiKeys'> | null,
): ProcessPlan {
  const apiKey = demo?.apiKeys[EDGE_SCOPE];
  return {
    name: `order-gateway-${side}`,
    args: ['--import', LEASH, join(ROOT, 'sim/order-gateway/main.ts')],
    cwd: ROOT,
    env: {
      ...commonEnvironment(settings),
      ...{ BULKHEAD_SIDE: side, BULKHEAD_SIDE_PORTS: ports.join(','), BULKHEAD_SIDE_VERSION: FIRST_VERSION },
      ...(apiKey && { BULKHEAD_EDGE_URL: urlOf('edge', settings), BULKHEAD_EDGE_KEY: apiKey }),
    },
    logFile: data.file('logs', `order-gateway-${side}.log`),
    readyUrl: `http://${LOOPBACK}:${ports[0]}/healthz`,
  };
}

async function someFree(side: Side, taken: Set<number>): Promise<number[]> {
  const ports: number[] = [];
  for (const _ of serversOf(side)) ports.push(await anyFree(taken));
  return ports;
}

async function anyFree(taken: Set<number>): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (taken.has(port)) continue;
    taken.add(port);
    return port;
  }
}

async function choose(
  asked: number | undefined,
  variable: string,
  usual: number,
  taken: Set<number>,
): Promise<number> {
  const problemOf = async (port: number) =>
    taken.has(port) ? 'is used by another process of this start' : await whyNot(port, LOOPBACK);
  if (asked === undefined) {
    if ((await problemOf(usual)) !== undefined) return anyFree(taken);
    taken.add(usual);
    return usual;
  }
  const problem = await problemOf(asked);
  if (problem !== undefined)
    throw new PlainError(`Port ${asked} (${variable}) ${problem}. Set ${variable} to a free one.`);
  taken.add(asked);
  return asked;
}
