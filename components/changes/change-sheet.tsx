// The right pane in which a switch gets a new value; the safer way stands first, and what was typed is kept.
'use client';
import { type ReactNode, useId, useMemo, useReducer, useRef } from 'react';
import { Runbook, type RunbookText } from '#components/runs/runbook.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { AttentionView, DeciderView, OpenP0View } from '#lib/contract/approvals.ts';
import type { ErrorBody, SwitchView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import { wordAsked } from './approval-words.ts';
import { ChangeFooter } from './change-footer.tsx';
import { ChangeForm } from './change-form.tsx';
import { changeStep, readChange, startChange } from './change-state.ts';
import { type SentTerms, sentTerms } from './change-terms.ts';
import { ChangeTerms } from './change-terms-part.tsx';
import { applyWords, debtGuard, guardsOf, verbOf } from './change-words.ts';
import type { Guard } from './guard-list.tsx';
import { changers, matrixOf, matrixRows, rollbackWords } from './matrix-rows.ts';
import { useChangeTerms } from './use-change-terms.ts';
import { waySheet } from './way-sheet.tsx';

export interface ChangeRequest {
  /** `inherit` removes the override of the symbol (command reset-to-default). */
  wanted: Wanted;
  reason: string;
  /** Revision of the value the person saw. */
  expectedRevision: number;
  /** Epoch in which they saw it. */
  expectedEpoch: number;
  terms: SentTerms;
}

interface ChangeSheetProps {
  /** Give the sheet `key={name}`: another switch is another change. */
  name: SwitchName;
  /** All switches, live: the sheet finds its own, its neighbours and the rules between them. */
  items: readonly SwitchView[];
  /** Epoch and revision of the configuration now. */
  epoch: number;
  revision: number;
  /** Scope to begin with. */
  symbol?: string | null;
  /** A value to begin with, such as a past one; `inherit` is the venue's. */
  preset?: WireValue | 'inherit';
  /** A reason to begin with. */
  reason?: string | undefined;
  me: { id: string; name: string; roles: readonly string[] };
  /** Who may be the second person or an owner; undefined while it is read. */
  deciders?: readonly DeciderView[] | undefined;
  /** While it is open, raising takes a super admin. */
  openP0?: OpenP0View | null | undefined;
  /** Break-glass that nobody else has reviewed. */
  debts: AttentionView['debts'];
  /** The server's clock, ms since 1970. */
  clockNow: number;
  /** Why nothing may be raised now; see raisingHeldBy in freshness.ts. */
  raisingHeld: string | null;
  /** Why nothing can be sent at all (offline). */
  cannotSend: string | null;
  /** Guards only the server knows. Those of the cross-switch rules are added here. */
  guards?: readonly Guard[];
  /** Live figures the switch governs. */
  figures?: readonly { label: string; value: string }[];
  runbook?: RunbookText;
  pending: boolean;
  /** Of the last try. */
  error: ErrorBody['error'] | null;
  /** Below the form, such as the history of the switch. */
  children?: ReactNode;
  onApply: (request: ChangeRequest) => void;
  /** The safer alternative was pressed: open RollbackDialog. */
  onRollback: (name: SwitchName, wanted: readonly Wanted[]) => void;
  onClose: () => void;
}

const NO_GUARDS: readonly Guard[] = [];

export function ChangeSheet(props: ChangeSheetProps) {
  const view = props.items.find((item) => item.name === props.name);
  return view ? <OpenSheet {...props} view={view} /> : null;
}

function OpenSheet({
  name,
  view,
  items,
  epoch,
  revision,
  symbol = null,
  preset,
  reason,
  me,
  deciders,
  openP0,
  debts,
  clockNow,
  raisingHeld,
  cannotSend,
  guards = NO_GUARDS,
  figures,
  runbook,
  pending,
  error,
  children,
  onApply,
  onRollback,
  onClose,
}: ChangeSheetProps & { view: SwitchView }) {
  const definition = definitionOf(name);
  const [state, send] = useReducer(changeStep, undefined, () => startChange(view, symbol, preset, reason));
  const matrix = useMemo(() => matrixOf(items), [items]);
  const formId = useId();
  const focus = useRef<HTMLElement>(null);
  const reading = readChange(state, {
    name,
    view,
    matrix,
    raisingHeld,
    cannotSend,
    deniedBecause: view.mayChange ? null : `Only a ${changers(definition)} may change ${name}.`,
    guardBlocks: guards.some((guard) => guard.state === 'block'),
  });
  const { now } = reading;
  const word = wordAsked(openP0, me, reading.plan.way === 'raising');
  const plan = word === null ? reading.plan : { ...reading.plan, waits: true };
  const { owed, breaks, ...chosen } = useChangeTerms({
    ...{ waits: plan.waits, raises: plan.way === 'raising', loosens: plan.way === 'rollback' },
    ...{ debts, now: clockNow },
  });
  const heldBy = reading.heldBy ?? (owed ? debtGuard(owed).title : null) ?? chosen.heldBy;
  const offer = matrixRows(items, cannotSend).find((row) => row.name === name)?.offer;
  const apply = (): void => {
    if (!reading.wanted || heldBy || pending) return;
    onApply({
      ...{ wanted: reading.wanted, reason: reading.reason.trim() },
      ...{ expectedRevision: now.revision, expectedEpoch: epoch },
      terms: sentTerms(chosen.terms, chosen.facts),
    });
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      {...waySheet(plan.way)}
      title={
        <>
          {verbOf(definition, reading)} <span className="num">{name}</span>
        </>
      }
      description={`Change ${name}: ${definition.label}`}
      initialFocus={focus}
      footer={
        <ChangeFooter
          way={plan.way}
          applyWords={
            plan.waits && !breaks
              ? 'Request approval'
              : `${applyWords(definition, reading)}${breaks ? ' at once' : ''}`
          }
          heldBy={heldBy}
          pending={pending}
          formId={formId}
          offer={offer}
          offerWords={rollbackWords(definition).act}
          onApply={apply}
          onRollback={(wanted) => onRollback(name, wanted)}
          onClose={onClose}
        />
      }
    >
      <ChangeForm
        formId={formId}
        name={name}
        view={view}
        matrix={matrix}
        count={items.length}
        revision={revision}
        state={state}
        reading={reading}
        guards={[...(owed ? [debtGuard(owed)] : []), ...guardsOf(reading, raisingHeld, guards)]}
        figures={figures}
        error={error}
        focusRef={focus}
        send={send}
        onApply={apply}
      >
        <ChangeTerms plan={plan} {...chosen} me={me} deciders={deciders} word={word} />
      </ChangeForm>
      <Runbook name={name} text={runbook} />
      {children}
    </Sheet>
  );
}
