// The part of the change sheet after the reason: how long it holds, who has to agree, and the ways past what is owed.
'use client';
import type { DeciderView } from '#lib/contract/approvals.ts';
import { ApproverLines } from './approver-lines.tsx';
import { BreakGlassPart } from './break-glass-part.tsx';
import type { ChangePlan } from './change-plan.ts';
import type { TermsDraft, TermsFacts } from './change-terms.ts';
import { DeadlineFields } from './deadline-fields.tsx';

interface ChangeTermsProps {
  plan: ChangePlan;
  terms: TermsDraft;
  facts: TermsFacts;
  /** Why the terms cannot be sent as they are. */
  heldBy: string | null;
  me: { id: string; name: string; roles: readonly string[] };
  deciders: readonly DeciderView[] | undefined;
  /** Why it takes a super admin's word, as a sentence. */
  word: string | null;
  onTerms: (terms: TermsDraft) => void;
}

export function ChangeTerms({ plan, terms, facts, heldBy, me, deciders, word, onTerms }: ChangeTermsProps) {
  if (plan.way === 'none') return null;
  const [debt] = facts.debts;
  return (
    <>
      <DeadlineFields
        kind={facts.deadline}
        draft={terms}
        onDraft={onTerms}
        me={me}
        people={deciders ?? []}
        now={facts.now}
      />
      {facts.raises && debt && !(plan.waits && terms.glass) ? (
        <label className="flex min-h-6 cursor-pointer items-center gap-2 text-xs text-ink-2 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={terms.joins}
            onChange={(event) => onTerms({ ...terms, joins: event.target.checked })}
          />
          It belongs to {debt.incident}, whose break-glass waits for review
        </label>
      ) : null}
      {plan.waits && !terms.glass ? (
        <ApproverLines
          me={me}
          switches={plan.changes.map((change) => change.switch)}
          deciders={deciders}
          word={word}
        />
      ) : null}
      {plan.waits ? <BreakGlassPart draft={terms} onDraft={onTerms} heldBy={heldBy} /> : null}
    </>
  );
}
