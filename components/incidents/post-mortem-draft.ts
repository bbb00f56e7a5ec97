// What somebody writes of a post-mortem before it is saved, and how it stands to what others saved meanwhile. Pure.
import {
  POST_MORTEM_PART_NAMES,
  POST_MORTEM_PARTS,
  type PostMortemPart,
  type PreventionKind,
} from '#lib/catalog/incidents.ts';
import type { PostMortemTextView, PostMortemView } from '#lib/contract/incidents.ts';

export interface DraftItem {
  id: string;
  kind: PreventionKind;
  what: string;
  owner: string;
  dueOn: string;
}

export interface PostMortemDraft {
  /** The version it was written from. */
  version: number;
  text: PostMortemTextView;
  prevention: readonly DraftItem[];
}

export function draftFrom({ version, text, prevention }: PostMortemView): PostMortemDraft {
  return {
    version,
    text,
    prevention: prevention.map(({ id, kind, what, owner, dueOn }) => ({
      ...{ id, kind: kind as PreventionKind, what, owner: owner.id, dueOn },
    })),
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether the draft says something else than what it was written from. */
export function isChanged(draft: PostMortemDraft, base: PostMortemDraft): boolean {
  return !same(draft.text, base.text) || !same(draft.prevention, base.prevention);
}

/** Parts in which two texts differ. */
export function differingParts(a: PostMortemTextView, b: PostMortemTextView): PostMortemPart[] {
  return POST_MORTEM_PART_NAMES.filter((name) => a[name].trim() !== b[name].trim());
}

/** What is missing before it can be saved; null when nothing is. */
export function unsavable({ prevention }: PostMortemDraft): string | null {
  for (const [place, { what, owner, dueOn }] of prevention.entries()) {
    const item = `item ${place + 1} of prevention`;
    if (what.trim().length < 3) return `Say what ${item} is.`;
    if (owner === '') return `Say who sees to ${item}.`;
    if (!/^\d{4}-\d\d-\d\d$/.test(dueOn)) return `Say until when ${item} is done.`;
  }
  return null;
}

/** A draft as it was kept in this browser, or null when what was kept is none. */
export function keptDraft(json: string | null): PostMortemDraft | null {
  if (json === null) return null;
  try {
    const kept = JSON.parse(json) as Partial<PostMortemDraft> | null;
    const text = kept?.text as Partial<PostMortemTextView> | undefined;
    const whole =
      Number.isInteger(kept?.version) &&
      (Object.keys(POST_MORTEM_PARTS) as PostMortemPart[]).every(
        (name) => typeof text?.[name] === 'string',
      ) &&
      Array.isArray(kept?.prevention);
    return whole ? (kept as PostMortemDraft) : null;
  } catch {
    return null;
  }
}
