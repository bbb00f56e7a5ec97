// What the edge reads from its environment.
import { hostname } from 'node:os';
import { type Env, port, postgresUrl, secret, text, variable } from '#lib/process/env.ts';
import { readOrigins } from './origins.ts';

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;

export const EDGE_ENV = {
  BULKHEAD_EDGE_HOST: text().default('127.0.0.1'),
  BULKHEAD_EDGE_PORT: port().default(3001),
  /** Where a gateway asks for its weights (HAProxy's agent-check); without it, none is told. */
  BULKHEAD_AGENT_PORT: port().optional(),
  /** Role bulkhead_edge: it reads snapshots and keys, and adds reports; nothing else is open to it. */
  EDGE_DATABASE_URL: secret(postgresUrl()),
  /** Tells this edge from the others in what it reports. */
  BULKHEAD_EDGE_ID: variable('a name of letters, digits and . _ : - of at most 100 characters', (value) =>
    ID.test(value) ? value : undefined,
  ).default(`edge-${hostname()}`.slice(0, 100)),
  /** The last-known-good file, from which the edge starts when there is no database. */
  BULKHEAD_EDGE_FILE: text('the path of a file').default('.data/edge/last-known-good.json'),
  /** Origins of web pages that may evaluate flags here from a browser. */
  BULKHEAD_EDGE_ALLOWED_ORIGINS: variable(
    'origins such as https://app.example.com with commas between, without paths or closing slashes',
    readOrigins,
  ).default([]),
};

export type EdgeEnv = Env<typeof EDGE_ENV>;
