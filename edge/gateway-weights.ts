// What each server behind the gateway gets of the traffic: read from the database, kept in memory and on disk, from which it starts without one.
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type pg from 'pg';
import type { GatewayWeights } from '#lib/contract/gateway.ts';
import { isFields } from '#lib/door/form.ts';
import { checkedJson, readChecked } from '#lib/process/checked-json.ts';
import type { Log } from '#lib/process/log.ts';
import { writeWhole } from './last-known-good.ts';

export interface GatewayWeightStore {
  /** To be told of this server now, 0 to 100; undefined for one that nobody knows. */
  weightOf(server: string): number | undefined;
  all(): GatewayWeights;
  /** Reads them from the database; what it says replaces what is known. */
  read(client: pg.Client): Promise<void>;
  /** Resolves when what was read is on disk, or has failed to get there. */
  settled(): Promise<void>;
}

/**
 * A gateway asks for one server after the other. Were the old side told 0 before the new one is open, nobody would serve
 * in between: a server that is to have nothing keeps the least there is until every other one has been asked for, three
 * times over at the shipped half second.
 */
const HAND_OVER_MS = 1_500;
const LEAST = 1;

const READ_WEIGHTS = 'SELECT name, weight FROM gateway_servers ORDER BY name';

function isWeight(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100;
}

/** The file's weights; undefined when there is no file. Throws a sentence when it is damaged. */
function readFile(path: string): GatewayWeights | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The file of the gateway's weights ${path} cannot be read: ${(error as Error).message}`);
  }
  const value = readChecked(text);
  if (!isFields(value) || !Object.values(value).every(isWeight))
    throw new Error(`The file of the gateway's weights ${path} is damaged and is not used.`);
  return value as GatewayWeights;
}

export function createGatewayWeights(
  path: string,
  log: Log,
  now: () => number = () => performance.now(),
): GatewayWeightStore {
  let weights: GatewayWeights = {};
  /** When each server that has nothing any more lost it. */
  const emptied = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();
  try {
    weights = readFile(path) ?? {};
  } catch (error) {
    log.error('starting without the weights of the gateway', { err: error });
  }

  async function write(text: string): Promise<void> {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeWhole(path, text);
    } catch (error) {
      log.error('the weights of the gateway cannot be written', { err: error });
    }
  }

  function replace(next: GatewayWeights): void {
    const text = checkedJson(next);
    if (text === checkedJson(weights)) return;
    for (const [name, weight] of Object.entries(next)) {
      if (weight > 0) emptied.delete(name);
      else if ((weights[name] ?? 0) > 0) emptied.set(name, now());
    }
    weights = next;
    // In the order they came, so that the newest is what stays.
    writing = writing.then(() => write(text));
    log.info('the gateway is told new weights', { count: Object.keys(next).length });
  }

  return {
    weightOf(server) {
      const weight = Object.hasOwn(weights, server) ? weights[server] : undefined;
      const handsOver =
        weight === 0 && now() - (emptied.get(server) ?? Number.NEGATIVE_INFINITY) < HAND_OVER_MS;
      return handsOver ? LEAST : weight;
    },
    all: () => weights,
    async read(client) {
      const { rows } = await client.query<{ name: string; weight: number }>({
        name: 'read-gateway-weights',
        text: READ_WEIGHTS,
      });
      replace(Object.fromEntries(rows.map(({ name, weight }) => [name, weight])));
    },
    settled: () => writing,
  };
}
