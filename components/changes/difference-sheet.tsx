// The sheet of a whole difference (rolling back, a configuration file): what is known of it, reason, who has to agree; one press when it lowers.
'use client';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { AttentionView, DeciderView, OpenP0View } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { wordAsked } from './approval-words.ts';
import { ChangeFooter } from './change-footer.tsx';
import { type ChangePlan, reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { type SentTerms, sentTerms } from './change-terms.ts';
import { ChangeTerms } from './change-terms-part.tsx';
import { debtGuard } from './change-words.ts';
import { namesToType, warningsOf } from './difference-words.ts';
import { type Guard, GuardList } from './guard-list.tsx';
import { RefusedChange } from './refused-change.tsx';
import { useChangeTerms } from './use-change-terms.ts';
import { waySheet } from './way-sheet.tsx';

/** What is sent beside the difference itself. */
export interface DifferenceRequest {
  reason: string;
  terms: SentTerms;
}

/** Who asks and what holds now: the same for every difference. */
export interface DifferenceFacts {
  me: { id: string; name: string; roles: readonly string[] };
  deciders: readonly DeciderView[] | undefined;
  openP0: OpenP0View | null | undefined;
  debts: AttentionView['debts'];
  /** The server's clock, ms since 1970. */
  clockNow: number;
  raisingHeld: string | null;
  cannotSend: string | null;
}

interface DifferenceSheetProps {
  title: ReactNode;
  description: string;
  /** Null while there is none: being read, refused, nothing chosen. */
  plan: ChangePlan | null;
  facts: DifferenceFacts;
  /** Why the server would refuse it: shown as a guard. */
  refusedBy: string | null;
  /** What has to happen here first, such as looking at the new difference. */
  waitsFor: string | null;
  /** The reason of what lowers exposure, filled in; whoever raises writes their own. */
  offered: string;
  /** Of the button, without `Request approval`; `breaks`: past the second person. */
  applyWords: (breaks: boolean) => string;
  /** The focus goes to the press or the reason as soon as there is a difference, once. */
  takesFocus: boolean;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** The choice of what it is about, above the difference. */
  choice: ReactNode;
  /** The difference, or what stands instead of it. */
  children: ReactNode;
  onApply: (request: DifferenceRequest) => void;
  onClose: () => void;
}

const NOTHING: ChangePlan = { way: 'none', changes: [], warnings: [], blocks: [], waits: false };

export function DifferenceSheet({
  title,
  description,
  plan: known,
  facts: { me, deciders, openP0, debts, clockNow, raisingHeld, cannotSend },
  refusedBy,
  waitsFor,
  offered,
  applyWords,
  takesFocus,
  pending,
  error,
  choice,
  children,
  onApply,
  onClose,
}: DifferenceSheetProps) {
  const formId = useId();
  const applyRef = useRef<HTMLButtonElement>(null);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const took = useRef(false);
  const [written, setWritten] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const { way } = known ?? NOTHING;
  const word = wordAsked(openP0, me, way === 'raising');
  const plan = { ...(known ?? NOTHING), ...(word === null ? {} : { waits: true }) };
  const raises = way === 'raising' || way === 'rollback';
  const { owed, breaks, ...chosen } = useChangeTerms({
    ...{ waits: plan.waits, raises: way === 'raising', debts, now: clockNow },
    loosens: plan.changes.some((change) => change.way === 'rollback'),
  });
  const reason = written ?? (way === 'reducing' ? offered : '');
  const reading = reasonState(reason, way);
  const names = namesToType(plan);
  const heldBy =
    cannotSend ??
    refusedBy ??
    (known ? null : 'There is no difference yet.') ??
    waitsFor ??
    (way === 'raising' ? raisingHeld : null) ??
    (owed ? debtGuard(owed).title : null) ??
    (reading.ok ? null : (reading.error ?? `Write a reason first: ${reading.count} characters.`)) ??
    (names.length > 0 && !names.includes(typed.trim()) ? 'Type the name of the switch first.' : null) ??
    (raises ? chosen.heldBy : null);
  const blocks = [refusedBy, way === 'raising' ? raisingHeld : null].filter((one) => one !== null);
  const guards: Guard[] = [
    ...(owed ? [debtGuard(owed)] : []),
    ...blocks.map((words): Guard => ({ state: 'block', title: words })),
    ...warningsOf(plan),
  ];
  const apply = (): void => {
    if (heldBy || pending) return;
    onApply({ reason: reason.trim(), terms: raises ? sentTerms(chosen.terms, chosen.facts) : {} });
  };
  const applyWhenItLowers = (): void => {
    if (way === 'reducing') apply();
  };
  useEffect(() => {
    if (!takesFocus || took.current || way === 'none') return;
    took.current = true;
    if (raises) reasonRef.current?.focus();
    else applyRef.current?.focus();
  }, [takesFocus, way, raises]);
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      {...waySheet(way)}
      title={title}
      description={description}
      footer={
        <ChangeFooter
          way={way}
          applyWords={plan.waits && !breaks ? 'Request approval' : applyWords(breaks)}
          heldBy={heldBy}
          pending={pending}
          formId={formId}
          applyRef={applyRef}
          offer={undefined}
          offerWords=""
          onApply={apply}
          onRollback={() => {}}
          onClose={onClose}
        />
      }
    >
      <div className="flex flex-col gap-3">
        {choice}
        {children}
        <form
          id={formId}
          onSubmit={(event) => {
            event.preventDefault();
            applyWhenItLowers();
          }}
          className="flex flex-col gap-3"
        >
          {way === 'none' ? null : (
            <>
              <GuardList guards={guards} />
              <ReasonField
                way={way}
                value={reason}
                state={reading}
                offered={written === null && reason !== ''}
                onChange={setWritten}
                onEnter={applyWhenItLowers}
                focusRef={reasonRef}
              />
            </>
          )}
          {names.length > 0 ? (
            <TextField
              label={names.length === 1 ? 'Type the switch name' : 'Type the name of one of them'}
              help={`A super admin raises ${names.join(', ')}: the name is the second look.`}
              fieldClassName="num"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          ) : null}
          {raises ? <ChangeTerms plan={plan} {...chosen} me={me} deciders={deciders} word={word} /> : null}
          <RefusedChange error={error} />
        </form>
      </div>
    </Sheet>
  );
}
