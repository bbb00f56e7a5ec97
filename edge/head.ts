// Decides what a look at the database means for what is served: pure, and the only place that refuses a database.
import {
  changedEntries,
  isNewer,
  type Position,
  parsePositionId,
  positionId,
  type Snapshot,
} from '#lib/contract/snapshot.ts';
import { readSnapshot } from './snapshot-form.ts';

/** What the database says: its position as `epoch.revision`, and the snapshot, null if it is the one asked with. */
export interface Head {
  position: string;
  installation: string | null;
  body: unknown;
}

/** What is served. */
export interface Held {
  snapshot: Snapshot | undefined;
  /** Installation it came from; undefined when it came from nowhere yet. */
  installation: string | undefined;
  /** The database was followed in this life; before, only a file vouches for `installation`. */
  followed: boolean;
}

export type Verdict =
  | { kind: 'same' }
  /** `anew`: whatever was served before counts for nothing. */
  | { kind: 'follow'; snapshot: Snapshot; anew: boolean }
  | { kind: 'refuse'; why: string };

export function judgeHead(head: Head | undefined, held: Held): Verdict {
  if (!head) return refuse('The database has no matrix yet: it is migrated but was never filled.');
  const another =
    held.installation !== undefined && head.installation !== null && head.installation !== held.installation;
  // A file may have been left by another database than the one configured now. Once this one was followed,
  // though, a sudden stranger is a failover gone wrong, and must not replace what trades.
  if (another && held.followed) {
    return refuse('The database now belongs to another installation: its switches are not followed.');
  }
  const at = parsePositionId(head.position);
  if (!another && head.body === null && isSame(at, held.snapshot)) return { kind: 'same' };
  const snapshot = readSnapshot(head.body);
  if (!snapshot || !isSame(at, snapshot)) {
    return refuse(`The snapshot of ${head.position} in the database is missing or malformed.`);
  }
  if (another) return { kind: 'follow', snapshot, anew: true };
  return held.snapshot ? judgeSuccessor(snapshot, held.snapshot) : { kind: 'follow', snapshot, anew: false };
}

function judgeSuccessor(snapshot: Snapshot, held: Snapshot): Verdict {
  if (isNewer(snapshot, held)) return { kind: 'follow', snapshot, anew: false };
  const remedy = 'a restored database needs a new epoch.';
  if (!isSame(snapshot, held)) {
    return refuse(`The database is at ${positionId(snapshot)}, before ${positionId(held)}: ${remedy}`);
  }
  const sameValues =
    Object.keys(changedEntries(held, snapshot)).length === 0 &&
    Object.keys(changedEntries(snapshot, held)).length === 0;
  return sameValues
    ? { kind: 'same' }
    : refuse(`The database has other values at ${positionId(held)} than were served: ${remedy}`);
}

function isSame(a: Position | undefined, b: Position | undefined): boolean {
  return a !== undefined && b !== undefined && a.epoch === b.epoch && a.revision === b.revision;
}

function refuse(why: string): Verdict {
  return { kind: 'refuse', why };
}
