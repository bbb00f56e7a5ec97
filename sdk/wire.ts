// Reads the edge's bodies from text; anything malformed is undefined, never an exception and never half a snapshot.
import type { HeartbeatEvent } from '#lib/contract/edge.ts';
import type { CommandEvent, CommandProgress } from '#lib/contract/executors.ts';
import type { Latch, Unlatch } from '#lib/contract/latch.ts';
import type { Snapshot, SwitchEntry } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Input } from './state.ts';

type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isWireValue(value: unknown): value is WireValue {
  if (value === null || ['boolean', 'string'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isEntry(value: unknown): value is SwitchEntry {
  if (!isFields(value) || !isWireValue(value.value)) return false;
  return (
    value.overrides === undefined ||
    (isFields(value.overrides) && Object.values(value.overrides).every(isWireValue))
  );
}

/** JSON text to a value; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A snapshot, or a change (same form, fewer switches). */
export function readSnapshot(value: unknown): Snapshot | undefined {
  if (!isFields(value) || !isCount(value.epoch) || !isCount(value.revision)) return undefined;
  const { epoch, revision, publishedAt, switches } = value;
  if (typeof publishedAt !== 'string' || !isFields(switches)) return undefined;
  const entries = Object.entries(switches);
  if (!entries.every((pair): pair is [string, SwitchEntry] => isEntry(pair[1]))) return undefined;
  return { epoch, revision, publishedAt, switches: Object.fromEntries(entries) };
}

function readHeartbeat(value: unknown): HeartbeatEvent | undefined {
  if (!isFields(value) || !isCount(value.epoch) || !isCount(value.revision)) return undefined;
  const { epoch, revision, at, dataAgeMs } = value;
  if (typeof at !== 'string' || typeof dataAgeMs !== 'number') return undefined;
  return { epoch, revision, at, dataAgeMs };
}

/** A command to an executor. */
export function readCommand(value: unknown): CommandEvent | undefined {
  if (!isFields(value)) return undefined;
  const { id, command, argument, reason, issuedAt, expiresAt } = value;
  if (typeof id !== 'string' || typeof command !== 'string' || typeof reason !== 'string') return undefined;
  if (typeof issuedAt !== 'string' || typeof expiresAt !== 'string') return undefined;
  if (argument !== undefined && typeof argument !== 'string') return undefined;
  return { id, command, reason, issuedAt, expiresAt, ...(argument === undefined ? {} : { argument }) };
}

/** What an executor has made of a command, as its log keeps it. */
export function readProgress(value: unknown): CommandProgress | undefined {
  if (!isFields(value)) return undefined;
  const { id, state, done, total, note } = value;
  if (typeof id !== 'string' || !isCount(done) || !isCount(total)) return undefined;
  if (state !== 'acknowledged' && state !== 'running' && state !== 'done' && state !== 'failed')
    return undefined;
  if (note !== undefined && typeof note !== 'string') return undefined;
  return { id, state, done, total, ...(note === undefined ? {} : { note }) };
}

/** The latch of an emergency stop. */
export function readLatch(value: unknown): Latch | undefined {
  if (!isFields(value) || !isFields(value.switches)) return undefined;
  const { id, at, switches } = value;
  if (typeof id !== 'string' || typeof at !== 'string') return undefined;
  const entries = Object.entries(switches);
  if (!entries.every((pair): pair is [string, WireValue] => isWireValue(pair[1]))) return undefined;
  return { id, at, switches: Object.fromEntries(entries) };
}

function readUnlatch(value: unknown): Unlatch | undefined {
  if (!isFields(value) || !isCount(value.epoch) || !isCount(value.revision)) return undefined;
  const { id, epoch, revision } = value;
  return typeof id === 'string' ? { id, epoch, revision } : undefined;
}

/** One event of the stream; `unknown` for a kind of event this build does not know and need not. */
export function readEvent(event: string | undefined, data: string): Input | 'unknown' | 'unreadable' {
  switch (event) {
    case 'snapshot': {
      const snapshot = readSnapshot(parseJson(data));
      return snapshot ? { kind: 'snapshot', snapshot } : 'unreadable';
    }
    case 'change': {
      const change = readSnapshot(parseJson(data));
      return change ? { kind: 'change', change } : 'unreadable';
    }
    case 'heartbeat': {
      const beat = readHeartbeat(parseJson(data));
      return beat ? { kind: 'heartbeat', beat } : 'unreadable';
    }
    case 'latch': {
      const latch = readLatch(parseJson(data));
      return latch ? { kind: 'latch', latch } : 'unreadable';
    }
    case 'unlatch': {
      const unlatch = readUnlatch(parseJson(data));
      return unlatch ? { kind: 'unlatch', unlatch } : 'unreadable';
    }
    default:
      return 'unknown';
  }
}
