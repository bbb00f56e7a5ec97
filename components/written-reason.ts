// The reason of an act that raises nothing, written by whoever does it: nothing is offered, three characters do.
'use client';
import { useState } from 'react';
import { reasonState } from '#components/changes/change-plan.ts';

export function useWrittenReason() {
  const [text, setText] = useState('');
  const state = reasonState(text, 'reducing');
  return {
    reason: text.trim(),
    /** What is wrong with it yet; null when it can be sent. */
    missing: state.ok ? null : (state.error ?? 'Write a reason first.'),
    /** For its ReasonField. */
    field: { way: 'reducing', value: text, state, offered: false, onChange: setText },
  } as const;
}
