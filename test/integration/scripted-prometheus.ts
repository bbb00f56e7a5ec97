// Stands for a Prometheus that answers each query as it is told to, well or badly; its clock is right until it is put wrong.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A number, or what a Prometheus in trouble says instead. `silent`: it takes the question and says nothing. */
export type Says =
  | number
  | 'not a number'
  | 'empty'
  | 'several series'
  | 'warnings'
  | 'cut short'
  | 'silent'
  | { status: number; body: string };

export interface ScriptedPrometheus {
  url: string;
  /** Every query that came, in order. */
  asked: string[];
  /** What it says to each query from now on. */
  answer(script: (query: string) => Says): void;
  /** Its clock goes so many ms ahead of the machine's; behind it, when negative. */
  setClock(aheadMs: number): void;
  close(): Promise<void>;
}

const sample = (value: string, labels: object = {}) => ({
  metric: labels,
  value: [Date.now() / 1_000, value],
});

function success(result: object[], more: object = {}): string {
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result }, ...more });
}

function say(response: ServerResponse, says: Exclude<Says, 'silent'>): void {
  if (says === 'cut short') {
    // Half of an answer, under the length of a whole one, and then the line is dead.
    const whole = success([sample('1')]);
    response.writeHead(200, { 'content-length': whole.length });
    response.write(whole.slice(0, whole.length / 2), () => response.destroy());
    return;
  }
  if (typeof says === 'object') return void response.writeHead(says.status).end(says.body);
  const body = {
    'not a number': () => success([sample('NaN')]),
    empty: () => success([]),
    'several series': () => success([sample('1', { pod: 'a' }), sample('2', { pod: 'b' })]),
    warnings: () => success([sample('1')], { warnings: ['one of two stores did not answer'] }),
  };
  response.end(typeof says === 'number' ? success([sample(String(says))]) : body[says]());
}

export async function openScriptedPrometheus(): Promise<ScriptedPrometheus> {
  const asked: string[] = [];
  let script: (query: string) => Says = () => 'empty';
  let aheadMs = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const query = new URLSearchParams(body).get('query') ?? '';
      asked.push(query);
      const says = query === 'time()' ? (Date.now() + aheadMs) / 1_000 : script(query);
      if (says !== 'silent') say(response, says);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (next) => {
      script = next;
    },
    setClock: (ahead) => {
      aheadMs = ahead;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
