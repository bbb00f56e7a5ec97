// Reads an edge's event stream in a test, and remembers everything it said.
import { createParser } from 'eventsource-parser';
import { onTestFinished } from 'vitest';
import type { Position, SwitchEntry } from '#lib/contract/snapshot.ts';
import { until } from './edge-trial.ts';

export interface StreamEvent {
  type: string;
  id: string | undefined;
  data: Position & { switches: Record<string, SwitchEntry>; dataAgeMs?: number; at?: string };
}

export interface StreamReader {
  status: number;
  /** Everything so far, heartbeats too. */
  events: StreamEvent[];
  /** Snapshots and changes so far. */
  values(): StreamEvent[];
  /** True when the edge has ended or cut the stream. */
  ended(): boolean;
  /** Waits for the first snapshot or change that leads to `id`. */
  reaches(id: string, withinMs?: number): Promise<StreamEvent>;
  close(): void;
}

export async function readStream(url: string, key: string, lastEventId?: string): Promise<StreamReader> {
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const events: StreamEvent[] = [];
  let ended = false;
  const response = await fetch(`${url}/config/stream`, {
    signal: closing.signal,
    headers: {
      authorization: `Bearer ${key}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const parser = createParser({
    onEvent: ({ event, id, data }) => events.push({ type: event ?? 'message', id, data: JSON.parse(data) }),
  });
  const decoder = new TextDecoder();
  const values = () => events.filter(({ type }) => type !== 'heartbeat');

  async function pump(): Promise<void> {
    for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
  }
  pump()
    .catch(() => {})
    .finally(() => {
      ended = true;
    });

  return {
    status: response.status,
    events,
    values,
    ended: () => ended,
    async reaches(id, withinMs) {
      const found = () => values().find((event) => event.id === id);
      await until(() => found() !== undefined, withinMs);
      return found() as StreamEvent;
    },
    close: () => closing.abort(),
  };
}
