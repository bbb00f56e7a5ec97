// The manual's one-press rollback: a small dialog with diff and reason filled in. Enter applies what lowers; what loosens says what is lost.
'use client';
import { ArrowDownRight, ArrowUpRight, Timer, TriangleAlert } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { budgetWords, effectWords } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { DeciderView } from '#lib/contract/approvals.ts';
import type { EffectView, ErrorBody, SwitchView } from '#lib/contract/console.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import { planChange, reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { losingOf } from './change-set-words.ts';
import { type SentTerms, sentTerms, startTerms, type TermsFacts, termsHeldBy } from './change-terms.ts';
import { DeadlineFields } from './deadline-fields.tsx';
import { DiffPreview } from './diff-preview.tsx';
import { matrixOf, rollbackWords } from './matrix-rows.ts';
import { RefusedChange } from './refused-change.tsx';

interface RollbackDialogProps {
  name: SwitchName;
  /** From the row that was pressed; one switch or several, one atomic change set. */
  wanted: readonly Wanted[];
  items: readonly SwitchView[];
  me: { id: string; name: string };
  /** Whom to choose an owner from, for what loosens. */
  people: readonly DeciderView[];
  /** The server's clock, ms since 1970. */
  clockNow: number;
  /** Why nothing can be sent at all (offline). */
  cannotSend?: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (request: { wanted: readonly Wanted[]; reason: string; terms: SentTerms }) => void;
  onClose: () => void;
}

/** `Last time 38 ms on 14 of 14, no approver`. */
export function lastTimeWords(effect: EffectView | null, budgetMs: number): string {
  if (!effect || effect.slowestMs === null) return `Budget ${budgetWords(budgetMs)}, no approver`;
  return `Last time ${effectWords(effect.slowestMs)} on ${effect.applied} of ${effect.expected}, no approver`;
}

export function RollbackDialog({
  name,
  wanted,
  items,
  me,
  people,
  clockNow,
  cannotSend = null,
  pending,
  error,
  onApply,
  onClose,
}: RollbackDialogProps) {
  const definition = definitionOf(name);
  const formId = useId();
  const applyRef = useRef<HTMLButtonElement>(null);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const plan = planChange(matrixOf(items), wanted);
  const words = rollbackWords(definition);
  const [written, setWritten] = useState<string | null>(null);
  const reason = written ?? `Manual rollback of ${name}: ${definition.rollback?.label ?? ''}`;
  const reading = reasonState(reason, 'reducing');
  const loosens = plan.way === 'rollback' || plan.way === 'raising';
  const losing = losingOf({ switch: name, way: plan.way });
  const [terms, setTerms] = useState(startTerms('loosened'));
  const facts: TermsFacts = {
    ...{ waits: false, raises: plan.way === 'raising', debts: [], now: clockNow },
    deadline: 'loosened',
  };
  const heldBy =
    cannotSend ??
    (plan.changes.length === 0 ? 'The values are these already.' : null) ??
    (reading.ok ? null : (reading.error ?? `Write a reason first: ${reading.count} characters.`)) ??
    (loosens ? termsHeldBy(terms, facts) : null);
  const effect = items.find((item) => item.name === name)?.lastEffect ?? null;
  const apply = (): void => {
    if (!heldBy && !pending)
      onApply({ wanted, reason: reason.trim(), terms: loosens ? sentTerms(terms, facts) : {} });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      tone={loosens ? 'raise' : 'safe'}
      title={
        <>
          {words.before} <span className="num">{name}</span> {words.after}
        </>
      }
      initialFocus={loosens ? reasonRef : applyRef}
      footer={
        loosens ? (
          <>
            <Button size="lg" onClick={onClose}>
              Cancel
            </Button>
            <Button
              size="lg"
              variant="risk"
              icon={ArrowUpRight}
              busy={pending}
              disabledReason={heldBy}
              onClick={apply}
              className="ml-auto"
            >
              {pending ? 'Sending' : 'Loosen it now'}
            </Button>
          </>
        ) : (
          <>
            <Button
              ref={applyRef}
              type="submit"
              form={formId}
              size="lg"
              variant="safe"
              icon={ArrowDownRight}
              kbd={heldBy ? undefined : 'Enter'}
              busy={pending}
              disabledReason={heldBy}
              className="flex-1"
            >
              {pending ? 'Sending' : `${words.act} now`}
            </Button>
            <Button size="lg" onClick={onClose}>
              Cancel
            </Button>
          </>
        )
      }
    >
      <form
        id={formId}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!loosens) apply();
        }}
        className="mt-2.5 flex flex-col gap-2.5"
      >
        {loosens && losing ? (
          <p className="flex items-start gap-2 text-sm text-risk-text">
            <TriangleAlert className="mt-0.5 size-4" aria-hidden="true" />
            <span>{losing}</span>
          </p>
        ) : null}
        <DiffPreview changes={plan.changes} />
        {plan.warnings.map((warning) => (
          <p key={warning} className="flex items-start gap-2 text-xs text-risk-text">
            <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
            {warning}
          </p>
        ))}
        <ReasonField
          way="reducing"
          value={reason}
          state={reading}
          offered={written === null}
          onChange={setWritten}
          onEnter={() => {
            if (!loosens) apply();
          }}
          focusRef={reasonRef}
        />
        {loosens ? (
          <DeadlineFields
            kind="loosened"
            draft={terms}
            onDraft={setTerms}
            me={me}
            people={people}
            now={clockNow}
          />
        ) : null}
        <p className="flex items-center gap-2 text-xs text-ink-2">
          <Timer className="size-3.5" aria-hidden="true" />
          {lastTimeWords(effect, definition.budgetMs)}
        </p>
        <RefusedChange error={error} />
      </form>
    </Dialog>
  );
}
