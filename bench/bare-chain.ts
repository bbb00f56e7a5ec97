// The baseline of every write: the bare chain in a process of its own, and changes sent through it.
import { Client } from 'undici';
import { startChild } from './child.ts';
import { monotonicMs } from './clock.ts';
import type { BareChain } from './processes/bare-chain.ts';

export interface BareChange {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly id: string;
}

export interface Bare {
  readonly port: number;
  change(): Promise<BareChange>;
  close(): Promise<void>;
}

/** `databaseUrl` is the owner's: the chain keeps its one table in a schema of its own. */
export async function openBareChain(databaseUrl: string): Promise<Bare> {
  const child = startChild<BareChain>('processes/bare-chain.ts');
  const { port } = await child.call('open', { databaseUrl });
  const client = new Client(`http://127.0.0.1:${port}`);
  let value = 0;
  return {
    port,
    async change() {
      value += 1;
      const body = JSON.stringify({ value: String(value), reason: 'A measurement of npm run bench' });
      const sentAt = monotonicMs();
      const answer = await client.request({ path: '/', method: 'POST', body });
      const { id } = (await answer.body.json()) as { id: string };
      return { sentAt, answeredAt: monotonicMs(), id };
    },
    async close() {
      await client.close();
      await child.stop();
    },
  };
}
