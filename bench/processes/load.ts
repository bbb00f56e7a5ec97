// Asks for one address as fast as it is answered, over keep-alive connections on plain sockets: a full HTTP client
// takes more of the processor than the servers measured here, and would be what is measured.
import { connect } from 'node:net';
import { serveParent } from '../serve.ts';
import { type Distribution, distributionOf } from '../statistics.ts';

export interface Load {
  port: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Sent with POST, as JSON; without one the request is a GET. */
  body?: string;
  connections: number;
  durationMs: number;
  /** Status line and end of the expected answer: everything else is an error. */
  status: number;
  tail: string;
}

export interface LoadResult {
  perSecond: number;
  /** Of one answer, ms. */
  latency: Distribution;
}

const calls = {
  run(load: Load): Promise<LoadResult> {
    const lines = Object.entries(load.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const { body } = load;
    if (body !== undefined) {
      lines.push('Content-Type: application/json\r\n', `Content-Length: ${Buffer.byteLength(body)}\r\n`);
    }
    const method = body === undefined ? 'GET' : 'POST';
    const request = `${method} ${load.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}\r\n${body ?? ''}`;
    const begin = `HTTP/1.1 ${load.status} `;
    const latencies: number[] = [];
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      let open = load.connections;
      for (let count = 0; count < load.connections; count++) {
        const socket = connect(load.port, '127.0.0.1').setNoDelay().setEncoding('latin1');
        let askedAt = 0;
        let answer = '';
        const ask = () => {
          answer = '';
          askedAt = performance.now();
          socket.write(request);
        };
        socket.on('connect', ask);
        socket.on('data', (chunk: unknown) => {
          answer += chunk as string;
          if (!answer.endsWith(load.tail)) return;
          const now = performance.now();
          if (!answer.startsWith(begin))
            return void socket.destroy(new Error(`answered ${answer.slice(0, 60)}`));
          latencies.push(now - askedAt);
          if (now - startedAt < load.durationMs) return ask();
          socket.end();
          open -= 1;
          if (open > 0) return;
          const perSecond = latencies.length / ((now - startedAt) / 1_000);
          resolve({ perSecond, latency: distributionOf(latencies) });
        });
        socket.on('error', reject);
      }
    });
  },
};

export type LoadGenerator = typeof calls;
serveParent(calls);
