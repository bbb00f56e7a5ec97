// A reader of the console's live stream that keeps what it heard, and may stop reading.
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { StatusBody } from '#lib/contract/console.ts';
import { options } from '../http.ts';
import { run } from '../installation.ts';

export interface Pulse {
  /** When its last byte arrived, ms since 1970. */
  at: number;
  status: StatusBody;
}

export interface LiveStream {
  readonly status: number;
  readonly pulses: readonly Pulse[];
  /** When the console ended it (ms since 1970); undefined while it is open. */
  readonly endedAt: number | undefined;
  /** Stops taking bytes from the connection, as a reader that hangs. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Resolves with the head of the answer. Each stream has a connection of its own. */
export function openLive(headers: Record<string, string>): Promise<LiveStream> {
  const pulses: Pulse[] = [];
  let endedAt: number | undefined;
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false });
    const asked = { ...options(run().consoleUrl, '/api/v1/live', { headers }), agent };
    const sent = request(asked, (response: IncomingMessage) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const events = (rest + text).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          const data = /^event: pulse\ndata: (.*)$/s.exec(event)?.[1];
          if (data) pulses.push({ at: Date.now(), status: JSON.parse(data) as StatusBody });
        }
      });
      const end = () => {
        endedAt ??= Date.now();
      };
      response.on('end', end).on('close', end).on('error', end);
      const socket = response.socket as Socket;
      resolve({
        status: response.statusCode ?? 0,
        pulses,
        get endedAt() {
          return endedAt;
        },
        pause: () => void socket.pause(),
        resume: () => void socket.resume(),
        close: () => void sent.destroy(),
      });
    });
    sent.on('error', (error) => {
      endedAt ??= Date.now();
      reject(error);
    });
    sent.end();
  });
}
