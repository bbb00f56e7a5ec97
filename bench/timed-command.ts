// Sends a command over HTTP as an operator's script would, with a personal token, and takes the time of it.
import type { Client } from 'undici';
import { monotonicMs } from './clock.ts';

export interface CommandToTime {
  path: string;
  token: string;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** When the request was sent and its answer had arrived (monotonicMs). */
export interface Timed<A> {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** Undefined when the console was too busy to take it (503). */
  readonly answer: A | undefined;
}

/** Rejects unless the command changed something, or the console was too busy. */
export async function timedCommand<A extends { changed: boolean }>(
  client: Client,
  { path, token, body, headers }: CommandToTime,
): Promise<Timed<A>> {
  const text = JSON.stringify(body);
  const sentAt = monotonicMs();
  const answer = await client.request({
    path,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: text,
  });
  const answered = await answer.body.text();
  const answeredAt = monotonicMs();
  if (answer.statusCode === 503) return { sentAt, answeredAt, answer: undefined };
  if (answer.statusCode !== 200) throw new Error(`${path} was answered ${answer.statusCode} ${answered}`);
  const told = JSON.parse(answered) as A;
  if (!told.changed) throw new Error(`${path} changed nothing.`);
  return { sentAt, answeredAt, answer: told };
}

/** One change of the matrix, as trials follow it to its readers. */
export interface Change {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly epoch: number;
  readonly revision: number;
}

/** A command that answers where the matrix stands; undefined when the console was too busy to take it. */
export async function timedChange(client: Client, command: CommandToTime): Promise<Change | undefined> {
  const { sentAt, answeredAt, answer } = await timedCommand<{
    changed: boolean;
    epoch: number;
    revision: number;
  }>(client, command);
  return answer && { sentAt, answeredAt, epoch: answer.epoch, revision: answer.revision };
}
