// The reason of a change: offered when it lowers exposure, typed and counted when it raises.
'use client';
import type { Ref } from 'react';
import { TextArea } from '#components/ui/field.tsx';
import type { ReasonState } from './change-plan.ts';
import type { Way } from './direction-mark.tsx';

interface ReasonFieldProps {
  way: Way;
  value: string;
  state: ReasonState;
  /** The words are still Bulkhead's own. */
  offered: boolean;
  onChange: (text: string) => void;
  /** Enter in the field; the caller decides whether it may apply. A reason has no line breaks. */
  onEnter: () => void;
  focusRef?: Ref<HTMLTextAreaElement>;
}

export function ReasonField({ way, value, state, offered, onChange, onEnter, focusRef }: ReasonFieldProps) {
  return (
    <TextArea
      ref={focusRef}
      label={
        offered
          ? 'Reason, filled for you'
          : way === 'raising'
            ? 'Reason, 12 characters or more'
            : 'Reason, written to the audit log'
      }
      aside={state.count}
      value={value}
      error={state.error}
      maxLength={2_000}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}
