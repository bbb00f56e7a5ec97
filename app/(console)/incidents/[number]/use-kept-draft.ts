// What somebody writes of a post-mortem, kept in this browser until it is saved: a reload or a lost link takes nothing away.
'use client';
import { useEffect, useState } from 'react';
import {
  draftFrom,
  isChanged,
  keptDraft,
  type PostMortemDraft,
} from '#components/incidents/post-mortem-draft.ts';
import type { PostMortemView } from '#lib/contract/incidents.ts';

interface KeptDraft {
  draft: PostMortemDraft;
  /** Whether it says something else than what it was written from. */
  changed: boolean;
  setDraft: (draft: PostMortemDraft) => void;
  /** What is saved is what counts from now on. */
  settle: () => void;
}

/** While nothing is written, the draft follows what is saved. */
export function useKeptDraft(incidentId: string, saved: PostMortemView): KeptDraft {
  const place = `bulkhead-post-mortem-${incidentId}`;
  const [written, setWritten] = useState<{ draft: PostMortemDraft; base: PostMortemDraft } | null>(null);
  const now = draftFrom(saved);
  useEffect(() => {
    const kept = keptDraft(sessionStorage.getItem(place));
    // Its base is gone: all of it counts as written.
    if (kept) setWritten({ draft: kept, base: { version: kept.version, text: NOTHING, prevention: [] } });
  }, [place]);
  const draft = written?.draft ?? now;
  const changed = written !== null && isChanged(written.draft, written.base);
  return {
    draft,
    changed,
    setDraft: (next) => {
      const base = written?.base ?? now;
      const differs = isChanged(next, base);
      setWritten(differs ? { draft: next, base } : null);
      if (differs) sessionStorage.setItem(place, JSON.stringify(next));
      else sessionStorage.removeItem(place);
    },
    settle: () => {
      setWritten(null);
      sessionStorage.removeItem(place);
    },
  };
}

const NOTHING = { summary: '', cause: '', impact: '', actions: '' };
