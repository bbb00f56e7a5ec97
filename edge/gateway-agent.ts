// The agent that a gateway asks what each of its servers gets: a line with the server's name in, one line out, closed.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { AGENT_QUESTION, agentLine, MAINTENANCE_SETTINGS } from '#lib/contract/gateway.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { sameValue } from '#lib/contract/values.ts';
import type { GatewayWeightStore } from './gateway-weights.ts';

export interface GatewayAgent {
  readonly port: number;
  close(): Promise<void>;
}

export interface AgentPlan {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  weights: Pick<GatewayWeightStore, 'weightOf'>;
  /** What is served, latch and all; undefined while there is nothing. */
  served(): Snapshot | undefined;
}

/** A gateway asks at once. Whoever says nothing has lost the way. */
const ASK_WITHIN_MS = 1_000;
const LONGEST_QUESTION = 100;
const MOST_CONNECTIONS = 256;

/** Whether the venue is at level 3: every customer gets the maintenance page. */
export function inMaintenance(snapshot: Snapshot): boolean {
  return MAINTENANCE_SETTINGS.every(({ switch: name, value }) =>
    sameValue(snapshot.switches[name]?.value, value),
  );
}

/**
 * The line for this server; undefined when this edge does not know: then it says nothing, and the gateway stays as it
 * is. A gateway that has just started stays closed.
 */
export function answerFor(
  server: string,
  { weights, served }: Omit<AgentPlan, 'host' | 'port'>,
): string | undefined {
  const snapshot = served();
  const weight = weights.weightOf(server);
  if (snapshot === undefined || weight === undefined) return undefined;
  return agentLine(weight, inMaintenance(snapshot));
}

/** Rejects when the address cannot be listened on. */
export async function openAgent(plan: AgentPlan): Promise<GatewayAgent> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    let asked = '';
    socket.setEncoding('latin1');
    socket.setTimeout(ASK_WITHIN_MS, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.on('data', (text: string) => {
      asked += text;
      const name = AGENT_QUESTION.exec(asked)?.[1];
      if (name !== undefined) socket.end(answerFor(name, plan) ?? '');
      else if (asked.length > LONGEST_QUESTION || asked.includes('\n')) socket.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(plan.port, plan.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
