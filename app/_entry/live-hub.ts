// Feeds every open live stream of this process: one LISTEN connection, one status read per pulse, one encoding for all.
import pg from 'pg';
import { Gauge, register } from 'prom-client';
import { createLog } from '#lib/process/log.ts';
import { readStatus } from '#lib/reads/read-status.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';

/** Takes an encoded SSE event. */
export type Listener = (event: Uint8Array) => void;

/** Shortest time between pulses while changes are made and take effect, and while only heartbeats arrive, ms. */
const BUSY_MS = 200;
const QUIET_MS = 1_000;
/** How long after a change the quick pace lasts, ms. */
const BUSY_FOR_MS = 8_000;
const RECONNECT_MS = 1_000;

const log = createLog('console');
const encoder = new TextEncoder();

function encode(event: string, data: unknown): Uint8Array {
  return encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

class LiveHub {
  #listeners = new Set<Listener>();
  #recheckers = new Set<() => void>();
  #client: pg.Client | undefined;
  #connecting = false;
  #busyUntil = 0;
  #lastPulse = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  /** When the planned pulse runs (performance.now()). */
  #due = 0;
  #reading = false;
  #again = false;
  #newest: Uint8Array | undefined;

  /** Adds a stream; it gets the newest pulse at once if there is one. `recheck` runs when sessions or keys change. */
  add(listener: Listener, recheck: () => void): () => void {
    this.#listeners.add(listener);
    this.#recheckers.add(recheck);
    if (this.#newest && performance.now() - this.#lastPulse < 2 * QUIET_MS) listener(this.#newest);
    void this.#connect();
    this.#wake(true);
    return () => {
      this.#listeners.delete(listener);
      this.#recheckers.delete(recheck);
    };
  }

  get size(): number {
    return this.#listeners.size;
  }

  async #connect(): Promise<void> {
    if (this.#client || this.#connecting) return;
    this.#connecting = true;
    const client = new pg.Client({
      connectionString: process.env.DATABASE_URL,
      application_name: 'bulkhead-live',
      connectionTimeoutMillis: 1_500,
      keepAlive: true,
    });
    const lost = () => {
      if (this.#client === client) this.#client = undefined;
      client.removeAllListeners();
      client.on('error', () => undefined);
      void client.end().catch(() => undefined);
      if (this.#listeners.size > 0) setTimeout(() => void this.#connect(), RECONNECT_MS);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel }) => this.#heard(channel));
    try {
      await client.connect();
      await client.query(
        'LISTEN bulkhead_revision; LISTEN bulkhead_console; LISTEN bulkhead_reports; LISTEN bulkhead_sessions; LISTEN bulkhead_keys',
      );
      this.#client = client;
      this.#wake(true);
    } catch {
      lost();
    } finally {
      this.#connecting = false;
    }
  }

  #heard(channel: string): void {
    if (channel === 'bulkhead_sessions' || channel === 'bulkhead_keys') {
      for (const recheck of this.#recheckers) recheck();
      return;
    }
    if (channel === 'bulkhead_revision') this.#busyUntil = performance.now() + BUSY_FOR_MS;
    this.#wake(channel === 'bulkhead_revision' || channel === 'bulkhead_console');
  }

  /** Plans a pulse, no sooner than the pace allows: an urgent one comes at once when the last is a little ago. */
  #wake(urgent: boolean): void {
    if (this.#listeners.size === 0) return;
    const pace = urgent || performance.now() < this.#busyUntil ? BUSY_MS : QUIET_MS;
    const wait = Math.max(0, this.#lastPulse + pace - performance.now());
    const due = performance.now() + wait;
    if (this.#timer && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.#pulse(), wait);
  }

  async #pulse(): Promise<void> {
    this.#timer = undefined;
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    this.#lastPulse = performance.now();
    try {
      const status = await readStatus.run(database(), {}, SYSTEM);
      if (status.ok) {
        this.#newest = encode('pulse', status.value);
        for (const listener of this.#listeners) listener(this.#newest);
      }
    } catch (error) {
      log.warn('live pulse not read', { err: error });
    } finally {
      this.#reading = false;
      // Heartbeats wake the next pulse; this keeps one coming when none arrive (no instances, or a lost LISTEN).
      const again = this.#again;
      this.#again = false;
      if (again) this.#wake(true);
      else if (!this.#timer && this.#listeners.size > 0) {
        this.#due = performance.now() + 2 * QUIET_MS;
        this.#timer = setTimeout(() => void this.#pulse(), 2 * QUIET_MS);
      }
    }
  }
}

const KEY = Symbol.for('bulkhead.live-hub');
const shared = globalThis as { [KEY]?: LiveHub };

/** The process's hub; on globalThis because Next loads modules once per bundle. */
export function liveHub(): LiveHub {
  if (!shared[KEY]) {
    const hub = new LiveHub();
    shared[KEY] = hub;
    const name = 'bulkhead_live_streams';
    register.removeSingleMetric(name);
    new Gauge({
      name,
      help: 'Live streams that are open',
      collect() {
        this.set(hub.size);
      },
    });
  }
  return shared[KEY];
}
