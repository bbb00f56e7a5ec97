// The switch values that one side of the order gateway goes by: asked of an edge with the ETag, again and again, by plain HTTP.
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { definitionOf, safeValue } from '#lib/catalog/switches.ts';
import { isNewer, type Position, type Snapshot } from '#lib/contract/snapshot.ts';
import type { Log } from '#lib/process/log.ts';
import { readerOf, type SwitchReader } from '#lib/rules/changes/matrix.ts';

/** The budget of a switch is a second until it has its effect. */
const ASK_EVERY_MS = 250;
const ANSWER_WITHIN_MS = 2_000;

export interface FollowedSwitches {
  /** As last heard of; while nothing was ever heard, the safe value of each. */
  readonly values: SwitchReader;
  close(): Promise<void>;
}

export interface SwitchSource {
  /** Asked in turn: when one does not answer, the next. */
  edges: readonly string[];
  /** Scope `switches:read`. */
  apiKey: string;
  log: Log;
}

const SAFE: SwitchReader = { get: (name) => safeValue(definitionOf(name)) as never };

const Body = z.object({
  epoch: z.int(),
  revision: z.int(),
  switches: z.record(z.string(), z.looseObject({})),
});

/** The edge's body is the contract's; whether it is one at all is looked at. */
function snapshotOf(body: unknown): Snapshot | undefined {
  return Body.safeParse(body).success ? (body as Snapshot) : undefined;
}

/**
 * Follows from now on. A revision never goes back within an epoch; the same revision may come with other values, when an
 * emergency stop is laid over it at the edge.
 */
export function followSwitches({ edges, apiKey, log }: SwitchSource): FollowedSwitches {
  const closing = new AbortController();
  let values = SAFE;
  let held: Position | undefined;
  let etag: string | undefined;
  let edge = 0;

  async function look(): Promise<void> {
    const answer = await fetch(new URL('/config/switches', edges[edge % edges.length]), {
      headers: { authorization: `Bearer ${apiKey}`, ...(etag !== undefined && { 'if-none-match': etag }) },
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    if (answer.status === 304) return;
    const body: unknown = await answer.json();
    const next = answer.status === 200 ? snapshotOf(body) : undefined;
    if (next === undefined) throw new Error(`The edge answers ${answer.status} with no switch values.`);
    if (held !== undefined && isNewer(held, next)) return;
    [held, values] = [next, readerOf(next.switches)];
    etag = answer.headers.get('etag') ?? undefined;
    log.info('goes by new switch values', { epoch: next.epoch, revision: next.revision });
  }

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await look();
      } catch (error) {
        if (closing.signal.aborted) return;
        log.debug('trouble with the edge', { err: error });
        // Another edge has another ETag for the same values.
        [edge, etag] = [edge + 1, undefined];
      }
      await delay(ASK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  const following = follow();
  return {
    get values() {
      return values;
    },
    async close() {
      closing.abort();
      await following;
    },
  };
}

/** Where no edge is: every switch as a new installation has it. */
export const CATALOGUE_DEFAULTS: SwitchReader = readerOf({});
