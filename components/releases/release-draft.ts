// A release that is being written: what is missing or wrong of it, field by field, and how it is sent. Pure.
import {
  CHECKLIST_KEYS,
  type ChecklistKey,
  NOTE_LIMITS,
  NOTE_PART_NAMES,
  NOTE_PARTS,
  type NotePart,
  type Strategy,
} from '#lib/catalog/releases.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { unready } from '#lib/rules/releases/release.ts';
import { changeOf, parseVersion, VERSION_FORM } from '#lib/rules/releases/version.ts';

export interface ReleaseDraft {
  to: string;
  /** Asked only while nobody has said which version has the traffic. */
  from: string;
  olderOnPurpose: boolean;
  strategy: Strategy;
  checked: readonly ChecklistKey[];
  /** A line is a note. */
  notes: Readonly<Record<NotePart, string>>;
  reason: string;
}

export const EMPTY_DRAFT: ReleaseDraft = {
  ...{ to: '', from: '', olderOnPurpose: false, strategy: 'canary', checked: [], reason: '' },
  notes: { added: '', changed: '', fixed: '', deployment: '' },
};

/** Nothing of it is written yet; the version that the release before this one went from is offered as the one with the traffic. */
export function newDraft(before: { fromVersion: string } | undefined): ReleaseDraft {
  return { ...EMPTY_DRAFT, from: before?.fromVersion ?? '' };
}

/** The fields in the order in which they stand. */
export const DRAFT_FIELDS = ['from', 'to', 'strategy', 'checklist', ...NOTE_PART_NAMES, 'reason'] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];
export type DraftProblems = Readonly<Partial<Record<DraftField, string>>>;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What kind of change it is; undefined while one of both is no version. */
export function changeInDraft(
  { to, from }: ReleaseDraft,
  live: string | null,
): ReturnType<typeof changeOf> | undefined {
  const [before, after] = [parseVersion(live ?? from.trim()), parseVersion(to.trim())];
  return before && after ? changeOf(before, after) : undefined;
}

function ofVersion(draft: ReleaseDraft, live: string | null): string | undefined {
  if (!parseVersion(draft.to.trim())) return VERSION_FORM;
  const change = changeInDraft(draft, live);
  if (change === 'same') return 'This version has the traffic already.';
  if (change === 'older' && !draft.olderOnPurpose)
    return 'It is older than the version that has the traffic. If that is meant, say so below.';
  return undefined;
}

function ofNote(text: string): string | undefined {
  const lines = linesOf(text);
  if (lines.length > NOTE_LIMITS.items)
    return `At most ${NOTE_LIMITS.items} lines; these are ${lines.length}.`;
  const long = lines.findIndex((line) => line.length > NOTE_LIMITS.item);
  return long < 0 ? undefined : `Line ${long + 1} is too long: at most ${NOTE_LIMITS.item} characters.`;
}

function ofChecklist(draft: ReleaseDraft): string | undefined {
  const open = unready(Object.fromEntries(draft.checked.map((key) => [key, true]))).length;
  if (open === 0) return undefined;
  return open === 1
    ? 'One question is open. Fix what is missing first.'
    : `${open} questions are open. Fix what is missing first.`;
}

/** Every field that keeps it from being sent, each with what to do. `live` is the version with the traffic, as far as it is known. */
export function problemsOf(draft: ReleaseDraft, live: string | null): DraftProblems {
  const reason = parseReason(draft.reason, true);
  const none = NOTE_PART_NAMES.every((part) => linesOf(draft.notes[part]).length === 0);
  const ofNotes = Object.fromEntries(NOTE_PART_NAMES.map((part) => [part, ofNote(draft.notes[part])]));
  const found: Readonly<Partial<Record<DraftField, string | undefined>>> = {
    from: live === null && !parseVersion(draft.from.trim()) ? VERSION_FORM : undefined,
    to: ofVersion(draft, live),
    checklist: ofChecklist(draft),
    ...ofNotes,
    ...(none ? { added: 'Say what is added, changed or fixed: one line at least.' } : {}),
    reason: reason.ok ? undefined : reason.error.message,
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

/** As start-release takes it. */
export function inputOf(draft: ReleaseDraft, live: string | null) {
  return {
    to: draft.to.trim(),
    ...(live === null ? { from: draft.from.trim() } : {}),
    strategy: draft.strategy,
    checklist: Object.fromEntries(draft.checked.map((key) => [key, true])),
    notes: Object.fromEntries(
      NOTE_PART_NAMES.map((part) => [part, linesOf(draft.notes[part])] as const).filter(
        ([, lines]) => lines.length > 0,
      ),
    ),
    reason: draft.reason.trim(),
    ...(draft.olderOnPurpose ? { olderOnPurpose: true } : {}),
  };
}

function fieldOf(path: string): DraftField | undefined {
  const [head = '', part = ''] = path.split('.');
  if (head === 'olderOnPurpose') return 'to';
  if (head === 'notes') return Object.hasOwn(NOTE_PARTS, part) ? (part as NotePart) : 'added';
  return DRAFT_FIELDS.find((field) => field === head);
}

/** What the console refused, at the fields that it names; empty when it names none. */
export function refusedFields(error: ErrorBody['error'] | null): DraftProblems {
  if (!error) return {};
  const { details = {}, code, message } = error;
  const fields = (details.fields ?? {}) as Readonly<Record<string, string>>;
  const named = [
    ...Object.entries(fields),
    ...(typeof details.field === 'string' ? [[details.field, message]] : []),
    ...(Array.isArray(details.checklist) ? [['checklist', message]] : []),
    ...(code === 'invalid_reason' ? [['reason', message]] : []),
  ] as [string, string][];
  return Object.fromEntries(
    named.map(([path, said]) => [fieldOf(path), said]).filter(([field]) => field !== undefined),
  );
}

/** Ticks a question, or takes the tick away; they stay in their order. */
export function withAnswer(
  checked: readonly ChecklistKey[],
  key: ChecklistKey,
  yes: boolean,
): readonly ChecklistKey[] {
  return CHECKLIST_KEYS.filter((one) => (one === key ? yes : checked.includes(one)));
}
