// An edge that does what a test tells it, also what a real edge never would: goes back, skips, falls silent, lies.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppliedReport, ChangeEvent } from '#lib/contract/edge.ts';
import { MATRIX } from '#lib/contract/matrix.generated.ts';
import { positionId, type Snapshot, type SwitchEntry } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';

const AT = '2026-01-01T00:00:00.000Z';

/** Every switch at its safe value, except the given ones. */
export function snapshotOf(
  epoch: number,
  revision: number,
  values: Record<string, WireValue> = {},
): Snapshot {
  const entries: [string, SwitchEntry][] = Object.entries(MATRIX).map(([name, facts]) => [
    name,
    { value: name in values ? (values[name] ?? null) : facts.safe },
  ]);
  return { epoch, revision, publishedAt: AT, switches: Object.fromEntries(entries) };
}

export interface Opened {
  lastEventId: string | undefined;
  authorization: string | undefined;
}

/** A report as it came, and when (performance.now). */
export interface Reported {
  instance: string;
  body: AppliedReport;
  at: number;
}

export class ScriptedEdge {
  /** Sent to each new stream that does not resume from it; undefined sends nothing. */
  snapshot: Snapshot | undefined;
  readonly opened: Opened[] = [];
  readonly reports: Reported[] = [];
  /** Status of the answers. */
  streamStatus = 200;
  reportStatus = 202;
  /** While set, reports are answered only when it resolves. */
  holdReports: Promise<void> | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #streams = new Set<ServerResponse>();

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get streams(): number {
    return this.#streams.size;
  }

  send(event: string, body: unknown, id?: string): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    for (const stream of this.#streams) {
      stream.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${text}\n\n`);
    }
  }

  heartbeat(epoch: number, revision: number): void {
    this.send('heartbeat', { epoch, revision, at: AT, dataAgeMs: 0 });
  }

  change(epoch: number, revision: number, values: Record<string, WireValue>): void {
    const switches = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
    const body: ChangeEvent = { epoch, revision, publishedAt: AT, switches };
    this.send('change', body, positionId(body));
  }

  cutStreams(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/config/stream') this.#open(request, response);
    else await this.#take(request, response);
  }

  #open(request: IncomingMessage, response: ServerResponse): void {
    const resumed = request.headers['last-event-id'];
    const lastEventId = typeof resumed === 'string' ? resumed : undefined;
    this.opened.push({ lastEventId, authorization: request.headers.authorization });
    response.writeHead(this.streamStatus, {
      'content-type': this.streamStatus === 200 ? 'text/event-stream' : 'application/json',
    });
    if (this.streamStatus !== 200) return void response.end('{}');
    response.flushHeaders();
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    const { snapshot } = this;
    if (!snapshot) return;
    if (lastEventId === positionId(snapshot)) this.heartbeat(snapshot.epoch, snapshot.revision);
    else this.send('snapshot', snapshot, positionId(snapshot));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const instance = decodeURIComponent(request.url?.split('/')[3] ?? '');
    this.reports.push({ instance, body: JSON.parse(Buffer.concat(chunks).toString()), at });
    await this.holdReports;
    response
      .writeHead(this.reportStatus, { 'content-type': 'application/json' })
      .end('{"epoch":1,"revision":1}');
  }
}
