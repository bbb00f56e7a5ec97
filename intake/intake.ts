// Puts an intake together: follows the keys, takes deliveries, stores them, and stops without dropping what it took.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { keepConnected } from '#lib/door/connection.ts';
import { createDatabaseClock } from '#lib/door/database-clock.ts';
import { createHttpServer } from '#lib/door/http.ts';
import { createKeyUses } from '#lib/door/key-uses.ts';
import { createKeys } from '#lib/door/keys.ts';
import type { Log } from '#lib/process/log.ts';
import { createBodies } from './bodies.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { followKeys } from './key-feed.ts';
import { createLostAlarm } from './lost-alarm.ts';
import { metricsRoute } from './metrics.ts';
import { statusRoutes } from './status-routes.ts';

export interface IntakeOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  databaseUrl: string;
  intakeId: string;
  log: Log;
  /** For all bodies that are held at once. */
  roomBytes?: number;
  storeWithinMs?: number;
}

export interface Intake {
  readonly port: number;
  /** At most about 4 s: takes nothing new, stores and answers what it took. */
  stop(): Promise<void>;
}

const ROOM_BYTES = 256_000_000;
/** A delivery of 32 MB takes its time. The role's own limit is shorter: what was given up here is not stored later. */
const STORE_WITHIN_MS = 8_000;
const ANSWER_LAST_WITHIN_MS = 3_000;
const SWEEP_MS = 25;

/** Rejects only when the address cannot be listened on; a missing database stops nothing. */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  const { databaseUrl: url, intakeId, log } = options;
  const clock = createDatabaseClock();
  const keys = createKeys(() => clock.at(performance.now()), ALERTS_SCOPE);
  const uses = createKeyUses();
  const feed = followKeys({ url, intakeId, keys, uses, clock, log });
  const connection = keepConnected({
    ...{
      url,
      name: `bulkhead ${intakeId} deliveries`,
      log,
      answerWithinMs: options.storeWithinMs ?? STORE_WITHIN_MS,
    },
  });
  const store = createDeliveryStore(connection, log);
  const bodies = createBodies(options.roomBytes ?? ROOM_BYTES);
  const alarm = createLostAlarm(store, clock, log);
  let stopping = false;
  const databaseConnected = () => connection.client() !== undefined;

  const { server, counts } = createHttpServer({
    routes: [
      ...deliveryRoutes({ bodies, store, alarm }),
      ...statusRoutes({
        stopping: () => stopping,
        databaseConnected,
        keysKnown: () => keys.list() !== undefined,
      }),
      metricsRoute({ answers: () => counts, store, bodies, alarm, databaseConnected }),
    ],
    ...{ keys, uses, log },
  });
  const unanswered = new Set<ServerResponse>();
  server.prependListener('request', (_request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (stopping) response.shouldKeepAlive = false;
  });

  async function stop(): Promise<void> {
    stopping = true;
    // Whoever keeps sending on one connection finds another intake.
    for (const response of unanswered) response.shouldKeepAlive = false;
    const closed = new Promise((resolve) => server.close(resolve));
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const bound = setTimeout(() => server.closeAllConnections(), ANSWER_LAST_WITHIN_MS);
    await closed;
    clearInterval(sweep);
    clearTimeout(bound);
    alarm.close();
    await feed.close();
    await connection.close();
  }

  try {
    server.listen(options.port, options.host);
    await once(server, 'listening');
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: (server.address() as AddressInfo).port, stop };
}
