// Starts an instance: keeps the switch values fresh from an edge, answers typed reads, proves what it applied.

import { setTimeout as wait } from 'node:timers/promises';
import type { EventSourceMessage } from 'eventsource-parser';
import { type AppliedReport, type Figures, HEARTBEAT_MS } from '#lib/contract/edge.ts';
import type { SwitchValues } from '#lib/contract/matrix.generated.ts';
import { positionId, valueFor } from '#lib/contract/snapshot.ts';
import type { Bulkhead, BulkheadOptions } from './api.ts';
import { connectionsOf } from './connections.ts';
import { edgeAddresses } from './edges.ts';
import { type Copy, createKeeper, readCopy } from './file.ts';
import { createLiveCopy } from './live-copy.ts';
import { createReporter, type Reporter } from './reporter.ts';
import type { Input } from './state.ts';
import { openStream } from './stream.ts';
import { createTroubles } from './trouble.ts';
import { readEvent } from './wire.ts';

/** While contact holds, the copy on disk is confirmed anew this often. */
const CONFIRM_COPY_MS = 10_000;
const LEAVE_WITHIN_MS = 1_000;

/** Starts an instance. Throws only for a mistake in the options; nothing of what it answers ever throws. */
export function createBulkhead(options: BulkheadOptions): Bulkhead {
  const edges = edgeAddresses(options.edges, 'createBulkhead');
  if (!options.instanceId || !options.service || !options.apiKey) {
    throw new TypeError('createBulkhead needs service, instanceId and apiKey.');
  }
  const startedAt = new Date().toISOString();
  const connections = connectionsOf(options.dispatcher);
  const { dispatcher } = connections;
  const headers = { authorization: `Bearer ${options.apiKey}` };
  let edgeDataAgeMs: number | undefined;
  let reporter: Reporter | undefined;
  let copyKeptAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const troubles = createTroubles(options.onTrouble);
  const trouble = troubles.tell;

  const live = createLiveCopy(
    () => reporter?.send(),
    (error) => trouble(new Error(`A listener threw: ${String(error)}`)),
  );
  if (options.onChange) live.on('change', options.onChange);

  const keeper = options.file === undefined ? undefined : createKeeper(options.file, trouble);
  function keepCopy(): void {
    const held = live.held();
    if (!keeper || !held) return;
    copyKeptAt = performance.now();
    const age = live.ageMs();
    // A copy of unknown age stays one of unknown age: it is on disk as it is.
    if (Number.isFinite(age)) keeper.save(held, Date.now() - age, live.latch());
  }

  function readFile(file: string): Copy | undefined {
    try {
      return readCopy(file, Date.now());
    } catch (error) {
      trouble(error as Error);
      return undefined;
    }
  }
  const copy = options.file === undefined ? undefined : readFile(options.file);
  if (copy) live.take({ kind: 'file', ...copy });

  function take(input: Input): void {
    const { applied, resync } = live.take(input);
    const copyDue = performance.now() - copyKeptAt >= CONFIRM_COPY_MS;
    if (applied || (copyDue && live.view().mode === 'live')) keepCopy();
    if (resync !== undefined) stream.restart(resync);
  }

  function onEvent({ event, data }: EventSourceMessage): void {
    const input = readEvent(event, data);
    if (input === 'unknown') return;
    // What it would have changed is unknown: only the whole snapshot makes that good.
    if (input === 'unreadable') {
      stream.restart(`sent a ${event} that cannot be read`);
      return;
    }
    if (input.kind === 'heartbeat') edgeDataAgeMs = input.beat.dataAgeMs;
    take(input);
  }

  /** The service's figures; a report goes out without them rather than not at all. */
  function figures(): Figures | undefined {
    try {
      return options.figures?.();
    } catch (error) {
      trouble(new Error(`figures threw: ${String(error)}`));
      return undefined;
    }
  }

  function report(leaving: boolean): string {
    const { epoch, revision } = live.held() ?? { epoch: 0, revision: 0 };
    const { mode, fallen } = live.view();
    const body: AppliedReport = {
      service: options.service,
      version: options.version,
      startedAt,
      epoch,
      revision,
      mode,
      ...(fallen.length > 0 ? { fallen } : {}),
      ...(leaving ? { leaving } : {}),
      ...(live.latch() ? { latch: live.latch()?.id } : {}),
      figures: figures(),
    };
    return JSON.stringify(body);
  }

  const stream = openStream({
    edges,
    path: 'config/stream',
    headers,
    dispatcher,
    resumeFrom() {
      const held = live.held();
      return held && positionId(held);
    },
    onConnected: (resumed) => take({ kind: 'connected', resumed }),
    onEvent,
    onTrouble: trouble,
  });
  const { instanceId } = options;
  reporter = createReporter({
    edge: stream.edge,
    path: `config/instances/${encodeURIComponent(instanceId)}/applied`,
    headers,
    dispatcher,
    report,
    onTrouble: trouble,
  });
  reporter.send();
  // The first one comes after a random part of the interval, so that a fleet that starts together does not beat together.
  let heartbeat = setTimeout(beat, Math.random() * HEARTBEAT_MS);
  function beat(): void {
    reporter?.send();
    heartbeat = setTimeout(beat, HEARTBEAT_MS);
  }

  return {
    get: (name, symbol) => valueFor(live.effective().snapshot, name, symbol) as SwitchValues[typeof name],
    read(name, symbol) {
      const { snapshot, safe } = live.effective();
      const { epoch, revision } = snapshot;
      const overrides = snapshot.switches[name]?.overrides;
      const own = symbol !== undefined && overrides !== undefined && Object.hasOwn(overrides, symbol);
      return {
        value: valueFor(snapshot, name, symbol) as SwitchValues[typeof name],
        from: safe.has(name) ? 'safe' : own ? 'override' : 'venue',
        mode: live.view().mode,
        epoch,
        revision,
      };
    },
    snapshot: () => live.effective().snapshot,
    mode: () => live.view().mode,
    mayOpen: () => live.view().mode !== 'empty',
    status() {
      const { mode, fallen } = live.view();
      const { snapshot, unusable } = live.effective();
      const { epoch, revision } = snapshot;
      const edge = stream.edge().origin;
      const connected = stream.connected();
      const stopped = live.latch()?.id;
      return {
        mode,
        epoch,
        revision,
        fallen,
        unusable,
        stopped,
        edge,
        connected,
        edgeDataAgeMs,
        lastTrouble: troubles.last(),
      };
    },
    on: live.on,
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(heartbeat);
      live.close();
      await Promise.all([stream.close(), reporter.leave(LEAVE_WITHIN_MS)]);
      keepCopy();
      // A disk that hangs must not hold up the stop of a trading service.
      await Promise.race([keeper?.settled(), wait(LEAVE_WITHIN_MS, undefined, { ref: false })]);
      await connections.close();
    },
  };
}
