// Reads of the edge at 32 keep-alive connections, beside a raw node:http server that answers the same bytes.
import { request } from 'undici';
import { OFREP_FLAGS } from '#lib/contract/ofrep.ts';
import { startChild } from '../child.ts';
import type { Installation } from '../installation.ts';
import type { Load, LoadGenerator, LoadResult } from '../processes/load.ts';
import type { RawAnswer, RawServer } from '../processes/raw-server.ts';
import type { Row } from '../row.ts';
import { median } from '../statistics.ts';
import { perSecond } from '../table.ts';
import type { Bench, Trial } from '../trial.ts';

const CONNECTIONS = 32;
const WARM_UP_MS = 800;
/** Raw and edge in turn, short and often: both meet the same machine, and the median forgives its busy moments. */
const RUN_MS = 400;
const ROUNDS = 12;
const RATIO = 0.6;
const P99_MS = 5;
const TAIL = 60;

interface Read {
  what: string;
  path: string;
  /** Asks by POST with this body. */
  body?: string;
  /** Asks with the entity tag of the answer, and gets 304. */
  conditional?: boolean;
  /** Has the budget; the others are rows of their own. */
  budgeted?: boolean;
}

const READS: readonly Read[] = [
  { what: 'edge: GET /config/switch/{name}', path: '/config/switch/normal_threshold', budgeted: true },
  { what: '  for one symbol', path: '/config/switch/normal_threshold?symbol=BTC' },
  { what: '  unchanged (304)', path: '/config/switch/normal_threshold', conditional: true },
  { what: '  all switches', path: '/config/switches' },
  { what: 'edge: OFREP, one flag', path: `${OFREP_FLAGS}/normal_threshold`, body: '{"context":{}}' },
  {
    what: '  for one symbol',
    path: `${OFREP_FLAGS}/normal_threshold`,
    body: '{"context":{"targetingKey":"router-01","symbol":"BTC"}}',
  },
  { what: '  all flags', path: OFREP_FLAGS, body: '{"context":{}}' },
  { what: '  unchanged (304)', path: OFREP_FLAGS, body: '{"context":{}}', conditional: true },
];

/** The edge's own answer, byte for byte but for what node:http adds by itself. */
async function answerOf({ edgeUrl }: Installation, read: Read, headers: Record<string, string>) {
  const answer = await request(`${edgeUrl}${read.path}`, {
    headers: { ...headers, ...(read.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(read.body === undefined ? {} : { method: 'POST' as const, body: read.body }),
  });
  const body = await answer.body.text();
  const own = Object.entries(answer.headers).filter(([name]) => !/^(date|connection|keep-alive)$/.test(name));
  return {
    status: answer.statusCode,
    etag: String(answer.headers.etag),
    headers: own.flatMap(([name, value]) => [name, String(value)]),
    body,
  };
}

/** One read with its answer, and where the raw server gives the same one. */
async function prepare(installation: Installation, read: Read, index: number) {
  const headers: Record<string, string> = { Authorization: `Bearer ${installation.apiKey}` };
  if (read.conditional) headers['If-None-Match'] = (await answerOf(installation, read, headers)).etag;
  const answer = await answerOf(installation, read, headers);
  // The same length as the real path, so that the request has as many bytes to read.
  const path = `/${index}`.padEnd(read.path.length, 'x');
  const raw: RawAnswer = { path, status: answer.status, headers: answer.headers, body: answer.body };
  const load = {
    headers,
    ...(read.body === undefined ? {} : { body: read.body }),
    connections: CONNECTIONS,
    status: answer.status,
    tail: answer.body === '' ? '\r\n\r\n' : answer.body.slice(-TAIL),
  };
  return { read, raw, load };
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const prepared = await Promise.all(READS.map((read, index) => prepare(installation, read, index)));
  const raw = startChild<RawServer>('processes/raw-server.ts');
  const generator = startChild<LoadGenerator>('processes/load.ts');
  try {
    const { port } = await raw.call('open', { answers: prepared.map((one) => one.raw) });
    const rows: Row[] = [];
    for (const { read, raw: answer, load } of prepared) {
      const onRaw: Omit<Load, 'durationMs'> = { ...load, port, path: answer.path };
      const onEdge: Omit<Load, 'durationMs'> = { ...load, port: installation.edgePort, path: read.path };
      await generator.call('run', { ...onRaw, durationMs: WARM_UP_MS });
      await generator.call('run', { ...onEdge, durationMs: WARM_UP_MS });
      const rounds: { raw: LoadResult; edge: LoadResult }[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push({
          raw: await generator.call('run', { ...onRaw, durationMs: RUN_MS }),
          edge: await generator.call('run', { ...onEdge, durationMs: RUN_MS }),
        });
      }
      rows.push(rowOf(read, rounds));
    }
    return rows;
  } finally {
    await Promise.all([raw.stop(), generator.stop()]);
  }
}

function rowOf(read: Read, rounds: readonly { raw: LoadResult; edge: LoadResult }[]): Row {
  const edge = median(rounds.map((round) => round.edge.perSecond));
  const raw = median(rounds.map((round) => round.raw.perSecond));
  // Of neighbours in time, not of the medians: both halves of a pair met the same machine.
  const ratio = median(rounds.map((round) => round.edge.perSecond / round.raw.perSecond));
  const p99 = median(rounds.map((round) => round.edge.latency.p99));
  const rawP99 = median(rounds.map((round) => round.raw.latency.p99));
  return {
    what: `${read.what}, ${CONNECTIONS} connections`,
    measured: `${perSecond(edge)}, p99 ${p99.toFixed(1)} ms`,
    baseline: `${perSecond(raw)}, p99 ${rawP99.toFixed(1)} ms`,
    ratio,
    ...(read.budgeted
      ? {
          budget: `>= ${RATIO}x; p99 < ${P99_MS} ms`,
          bounds: [
            { value: ratio, is: 'at least', limit: RATIO },
            { value: p99, is: 'below', limit: P99_MS },
          ],
        }
      : {}),
    note: 'Baseline: a raw node:http server that answers the same bytes; runs alternate, medians of each.',
    figures: { perSecond: edge, p99, rawPerSecond: raw, rawP99, ratio },
  };
}

export const edgeReadsTrial: Trial = { name: 'reads', run };
