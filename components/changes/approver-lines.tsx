// Who has to agree before a change happens: whoever asks, and the second person, by role and by name.
'use client';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { roleWords } from '#components/initials.ts';
import { REQUEST_MINUTES } from '#lib/catalog/approvals.ts';
import type { DeciderView } from '#lib/contract/approvals.ts';
import { decidersOf, decidingRoles, orList } from './approval-words.ts';

interface ApproverLinesProps {
  /** Whoever asks. */
  me: { id: string; name: string; roles: readonly string[] };
  switches: readonly string[];
  /** Undefined while it is read: then only the roles are named. */
  deciders: readonly DeciderView[] | undefined;
  /** Why it takes a super admin, as a sentence; null when the roles of the switches decide. */
  word: string | null;
}

export function ApproverLines({ me, switches, deciders, word }: ApproverLinesProps) {
  const takesWord = word !== null;
  const names = deciders
    ? decidersOf(deciders, { requestedBy: me.id, switches, word: takesWord })
    : undefined;
  const nobody = names?.length === 0;
  return (
    <section aria-label="Who must approve">
      <h3 className="lbl mb-1 font-normal">Must approve, within {REQUEST_MINUTES} min</h3>
      <ul className="text-xs">
        <li className="flex min-h-6 items-center gap-2">
          <CircleCheck className="size-3.5 text-ok-text" aria-hidden="true" />
          <span className="whitespace-nowrap">{roleWords(me.roles)}</span>
          <span className="min-w-0 truncate text-ink-3">{me.name}, you</span>
        </li>
        <li className="flex min-h-6 items-start gap-2">
          <span className="flex h-6 items-center">
            {nobody ? (
              <TriangleAlert className="size-3.5 text-risk-text" aria-hidden="true" />
            ) : (
              <CircleDashed className="size-3.5 text-ink-3" aria-hidden="true" />
            )}
          </span>
          <span className="min-w-0 py-1">
            A {takesWord ? '' : 'second '}
            {decidingRoles(switches, takesWord)}
            {names && names.length > 0 ? <span className="pl-2 text-ink-3">{orList(names)}</span> : null}
            {word === null ? null : <span className="block text-risk-text">{word}</span>}
            {nobody ? <span className="block text-risk-text">Nobody else here may approve it.</span> : null}
          </span>
        </li>
      </ul>
    </section>
  );
}
