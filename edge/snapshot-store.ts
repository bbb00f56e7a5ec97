// The snapshot being served, with its bodies ready, the way it came about, and how long ago it was confirmed.

import { type Latch, latched } from '#lib/contract/latch.ts';
import {
  changedEntries,
  isNewer,
  positionId,
  type Snapshot,
  type SwitchEntry,
} from '#lib/contract/snapshot.ts';
import { asciiJson, type SwitchTexts, switchTexts, valuesFrame } from './encode.ts';

/** One revision, ready to be sent. */
export interface Published {
  /** As the database has it: what streams send, and where everything stands. */
  readonly snapshot: Snapshot;
  /** What is read here: the snapshot, under the latch where there is one. */
  readonly served: Snapshot;
  /** `epoch.revision`. */
  readonly id: string;
  /** Another one for other bodies: the position, and the latch where there is one. */
  readonly tag: string;
  readonly etag: string;
  readonly switches: ReadonlyMap<string, SwitchTexts>;
  /** Body of `GET /config/switches`. */
  readonly full: string;
  /** Body of the answer to a report: where this edge stands. */
  readonly position: string;
  readonly snapshotFrame: Buffer;
}

export type Source = 'database' | 'file';

export interface SnapshotStore {
  current(): Published | undefined;
  source(): Source;
  /** Ms since the database last said that these values hold; 0 while there are none. */
  dataAgeMs(): number;
  /**
   * Puts a snapshot in the place of the current one. Answers false, and changes nothing, when it is not newer:
   * a revision never goes back within an epoch. `anew` skips that check, for a database that is another one.
   */
  publish(snapshot: Snapshot, source: Source, confirmedAt: number, anew?: boolean): boolean;
  /** Lays a latch over what is served, or takes it off; `frame` tells every reader so. */
  lay(latch: Latch | undefined, frame: Buffer): void;
  /** The database has been looked at (monotonic ms) and holds what is served. */
  confirm(at: number): void;
  /**
   * What a reader that has seen event `id` still misses: an event, or undefined for nothing. A reader without an
   * id, or with one that is not known here, misses everything.
   */
  missed(id: string | undefined): Buffer | undefined;
  /** Called with the event that leads every reader of the previous revision to the new one. */
  onPublish(listener: (frame: Buffer, published: Published) => void): void;
  onConfirm(listener: () => void): void;
}

/** How many revisions, and how many bytes of them, a reader may be back and still get only what it missed. */
const HISTORY = 1_000;
const HISTORY_BYTES = 4_000_000;
/** After a break many readers come back from the same few places: that many answers are kept encoded. */
const CATCH_UP_FRAMES = 100;

interface Step {
  readonly switches: Readonly<Record<string, SwitchEntry>>;
  readonly bytes: number;
}

export function createSnapshotStore(now: () => number = () => performance.now()): SnapshotStore {
  let current: Published | undefined;
  let source: Source = 'file';
  let latch: Latch | undefined;
  let confirmedAt = 0;
  /** By the id before it: what each revision changed, oldest first. */
  let history = new Map<string, Step>();
  let historyBytes = 0;
  let catchUp = new Map<string, Buffer>();
  const publishListeners: ((frame: Buffer, published: Published) => void)[] = [];
  const confirmListeners: (() => void)[] = [];

  /** The event from `before` to `next`, noted in the history; the whole snapshot where a change cannot say it. */
  function transition(before: Published | undefined, next: Published, anew: boolean): Buffer {
    const { snapshot } = next;
    catchUp = new Map();
    const leaves = (name: string) => !Object.hasOwn(snapshot.switches, name);
    if (
      !before ||
      anew ||
      before.snapshot.epoch !== snapshot.epoch ||
      Object.keys(before.snapshot.switches).some(leaves)
    ) {
      history = new Map();
      historyBytes = 0;
      return next.snapshotFrame;
    }
    const switches = changedEntries(before.snapshot, snapshot);
    const frame = valuesFrame('change', { ...snapshot, switches });
    remember(before.id, { switches, bytes: frame.length });
    return frame;
  }

  function remember(from: string, step: Step): void {
    history.set(from, step);
    historyBytes += step.bytes;
    for (const [oldest, { bytes }] of history) {
      if (history.size <= HISTORY && historyBytes <= HISTORY_BYTES) break;
      history.delete(oldest);
      historyBytes -= bytes;
    }
  }

  function caughtUp(id: string, published: Published): Buffer {
    const ready = catchUp.get(id);
    if (ready) return ready;
    const switches: Record<string, SwitchEntry> = {};
    let missing = false;
    for (const [from, step] of history) {
      missing ||= from === id;
      if (missing) Object.assign(switches, step.switches);
    }
    const frame = valuesFrame('change', { ...published.snapshot, switches });
    if (catchUp.size < CATCH_UP_FRAMES) catchUp.set(id, frame);
    return frame;
  }

  return {
    current: () => current,
    source: () => source,
    dataAgeMs: () => (current ? Math.max(0, Math.round(now() - confirmedAt)) : 0),
    publish(snapshot, from, at, anew = false) {
      if (!anew && !isNewer(snapshot, current?.snapshot)) return false;
      const next = ready(snapshot, latch);
      const frame = transition(current, next, anew);
      current = next;
      source = from;
      confirmedAt = at;
      for (const listener of publishListeners) listener(frame, next);
      return true;
    },
    lay(next, frame) {
      latch = next;
      if (!current) return;
      current = ready(current.snapshot, latch);
      for (const listener of publishListeners) listener(frame, current);
    },
    confirm(at) {
      source = 'database';
      confirmedAt = at;
      for (const listener of confirmListeners) listener();
    },
    missed(id) {
      if (!current || (id !== undefined && id === current.id)) return undefined;
      return id !== undefined && history.has(id) ? caughtUp(id, current) : current.snapshotFrame;
    },
    onPublish: (listener) => void publishListeners.push(listener),
    onConfirm: (listener) => void confirmListeners.push(listener),
  };
}

function ready(snapshot: Snapshot, latch: Latch | undefined): Published {
  const id = positionId(snapshot);
  const tag = latch ? `${id}+${latch.id}` : id;
  const served = latched(snapshot, latch);
  return {
    snapshot,
    served,
    id,
    tag,
    etag: `"${tag}"`,
    switches: switchTexts(served),
    full: asciiJson(served),
    position: asciiJson({ epoch: snapshot.epoch, revision: snapshot.revision }),
    snapshotFrame: valuesFrame('snapshot', snapshot),
  };
}
