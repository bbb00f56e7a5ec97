// Hears from the database that something came in through the intake, so that nothing waits for the next round.
import { keepConnected } from '#lib/door/connection.ts';
import type { Log } from '#lib/process/log.ts';

/** A connection that is silently gone is found by asking it something. */
const ASK_MS = 15_000;
/** As patient as the worker's other connections: everything begins at once when it starts. */
const PATIENCE_MS = 5_000;

export interface Told {
  stop(): Promise<void>;
}

/** While it is not connected, the rounds still come twice a second: an alert is later by that, and none is lost. */
export function listenForDeliveries(url: string, log: Log, heard: () => void): Told {
  const connection = keepConnected({
    ...{ url, name: 'bulkhead worker deliveries', log },
    ...{ connectWithinMs: PATIENCE_MS, answerWithinMs: PATIENCE_MS },
    async onConnected(client) {
      client.on('notification', heard);
      await client.query('LISTEN bulkhead_deliveries');
      // For what came before.
      heard();
    },
  });
  const asking = setInterval(() => {
    const client = connection.client();
    client?.query('SELECT 1').catch((error: unknown) => connection.drop(client, error));
  }, ASK_MS);
  return {
    stop: async () => {
      clearInterval(asking);
      await connection.close();
    },
  };
}
