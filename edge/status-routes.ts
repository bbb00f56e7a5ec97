// GET /healthz and GET /readyz: whether the process lives, and whether it has something true to say.
import { answerJson } from '#lib/door/answer.ts';
import type { OpenRoute } from '#lib/door/http.ts';
import type { DatabaseFeed } from './database-feed.ts';
import { asciiJson } from './encode.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Answer of /readyz. */
export interface Readiness {
  ready: boolean;
  /** Where the served values were last confirmed: the database in this life, or only the file. Null without values. */
  source: 'database' | 'file' | null;
  dataAgeSeconds: number | null;
  databaseConnected: boolean;
  epoch: number;
  revision: number;
  /** Why the database is not followed although it is there. */
  problem?: string;
}

const NO_STORE = ['Cache-Control', 'no-store'];

export function statusRoutes(
  store: SnapshotStore,
  feed: DatabaseFeed,
  isStopping: () => boolean,
): OpenRoute[] {
  function readiness(): Readiness {
    const published = store.current();
    return {
      ready: published !== undefined && !isStopping(),
      source: published ? store.source() : null,
      dataAgeSeconds: published ? store.dataAgeMs() / 1000 : null,
      databaseConnected: feed.connected(),
      epoch: published?.snapshot.epoch ?? 0,
      revision: published?.snapshot.revision ?? 0,
      problem: feed.problem(),
    };
  }

  return [
    {
      path: '/healthz',
      method: 'GET',
      open: true,
      handle: (_request, response) => answerJson(response, 200, '{"alive":true}', NO_STORE),
    },
    {
      path: '/readyz',
      method: 'GET',
      open: true,
      handle(_request, response) {
        const body = readiness();
        answerJson(response, body.ready ? 200 : 503, asciiJson(body), NO_STORE);
      },
    },
  ];
}
