// Rolling back in words: what was opened, the moment a choice means, the button, the reason offered, the notice. Pure.

import { exact, stamp } from '#components/format-time.ts';
import type { ChangeSetView } from '#lib/contract/console.ts';
import type { RollbackBody, RollbackChangeView } from '#lib/contract/rollback.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { diffRows, subjectWords } from './change-set-words.ts';
import type { DiffRow } from './diff-preview.tsx';

/** The change set that could be undone. */
export interface Made {
  id: string;
  at: string;
  by: string;
  reason: string;
  /** `routing_mode and 2 more`. */
  subject: string;
}

/** What the sheet is opened with. */
export interface RollBackTarget {
  made: Made | null;
  /** The last moment before what was pressed, ISO 8601; null where nothing was. */
  before: string | null;
  begin: 'undo' | 'moment';
}

export const TO_A_MOMENT: RollBackTarget = { made: null, before: null, begin: 'moment' };

/** Snapshots are found by the millisecond: the one before is the last without it. */
export function momentBefore(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}

/** Undo this change set, or, in the same sheet, everything since it. */
export function targetOf(set: ChangeSetView, begin: RollBackTarget['begin'] = 'undo'): RollBackTarget {
  const made = { id: set.id, at: set.at, by: set.actor.name, reason: set.reason };
  return { made: { ...made, subject: subjectWords(set.changes) }, before: momentBefore(set.at), begin };
}

export type Back = 'before' | '10' | '60' | 'day' | 'own';

export interface TimeDraft {
  back: Back;
  /** As it is typed, in UTC: `2026-03-19 14:30:05`, or today's `14:30:05`. */
  ownTime: string;
  /** When the choice was made, ms since 1970: "10 minutes ago" is counted from there and stands still. */
  chosenAt: number;
}

export function startTime(target: RollBackTarget, now: number): TimeDraft {
  return { back: target.before === null ? '10' : 'before', ownTime: '', chosenAt: now };
}

const MINUTE_MS = 60_000;

/** The moment a choice means, ISO 8601. `now`: the server's clock, ms since 1970. */
export function momentOf(draft: TimeDraft, before: string | null, now: number): Result<string> {
  if (draft.back === 'before') return ok(before ?? new Date(draft.chosenAt).toISOString());
  if (draft.back === 'day')
    return ok(new Date(new Date(draft.chosenAt).setUTCHours(0, 0, 0, 0)).toISOString());
  if (draft.back !== 'own') {
    return ok(new Date(draft.chosenAt - Number(draft.back) * MINUTE_MS).toISOString());
  }
  const own = typedTime(draft.ownTime, now);
  if (own === null)
    return fail('invalid_input', 'Write the time as 2026-03-19 14:30:05 or, of today, 14:30:05.');
  return own.getTime() > now
    ? fail('invalid_input', 'That time has not come yet. Choose one in the past.')
    : ok(own.toISOString());
}

/** `2026-03-19 14:30:05`: what the field for a time begins with, to be changed. */
export function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

function typedTime(text: string, now: number): Date | null {
  const [, day, minutes, seconds = '00'] =
    /^(?:(\d{4}-\d\d-\d\d)[ T])?(\d\d:\d\d)(?::(\d\d))?$/.exec(text.trim()) ?? [];
  if (minutes === undefined) return null;
  const whole = `${day ?? timeText(now).slice(0, 10)} ${minutes}:${seconds}`;
  const at = new Date(`${whole.replace(' ', 'T')}Z`);
  // 31 February would be taken for a day of March.
  return !Number.isNaN(at.getTime()) && timeText(at.getTime()) === whole ? at : null;
}

/** The difference, each row with who set the value that goes. */
export function rowsOf(changes: readonly RollbackChangeView[], now: string | number): DiffRow[] {
  return diffRows(changes).map((row, index): DiffRow => {
    const { changedBy, changedAt } = changes[index] ?? { changedBy: null, changedAt: null };
    return changedBy === null || changedAt === null
      ? row
      : { ...row, setBy: `set by ${changedBy}, ${stamp(changedAt, now)}` };
  });
}

/** What the sheet does: to one change set, or to the matrix and a moment. */
export type Act = { kind: 'undo'; made: Made } | { kind: 'moment'; at: string };

/** Of the button; `breaks`: past the second person. */
export function actWords(act: Act | null, body: RollbackBody | undefined, breaks: boolean): string {
  if (act?.kind !== 'undo') return `Roll back${breaks ? ' at once' : ' now'}`;
  const words = body && body.conflicts.length > 0 ? 'Undo the rest' : 'Undo it';
  return `${words}${breaks ? ' at once' : ' now'}`;
}

/** The reason of what lowers exposure, filled in; whoever raises writes their own. */
export function offeredWhy(act: Act, now: string | number): string {
  return act.kind === 'undo'
    ? `Undo the change of ${act.made.subject} by ${act.made.by} at ${stamp(act.made.at, now)}`
    : `Roll the matrix back to ${exact(act.at)} UTC`;
}

/** Title of the notice when it happened. */
export function doneWords(act: Act, body: RollbackBody, now: string | number): string {
  if (act.kind === 'undo') return `Undone: ${subjectWords(body.changes)}`;
  const { length } = body.changes;
  return `The matrix is as it was at ${stamp(act.at, now)}: ${length} value${length === 1 ? '' : 's'} set back`;
}
