// Rolling back: one change set undone or the matrix to a moment, with the whole difference shown first; only what was shown is sent.
'use client';
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { AttentionView, DeciderView } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { RollbackBody } from '#lib/contract/rollback.ts';
import { ChangeFooter } from './change-footer.tsx';
import { reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import {
  owedBy,
  type SentTerms,
  sentTerms,
  startTerms,
  type TermsFacts,
  termsHeldBy,
} from './change-terms.ts';
import { ChangeTerms } from './change-terms-part.tsx';
import { debtGuard } from './change-words.ts';
import { WAY_WORDS } from './direction-mark.tsx';
import { type Guard, GuardList } from './guard-list.tsx';
import { RefusedChange } from './refused-change.tsx';
import { RollBackDifference } from './roll-back-difference.tsx';
import { type Act, actWords, namesToType, offeredWhy, planOf, warningsOf } from './roll-back-words.ts';
import { Button } from './ui/button.tsx';
import { Chip } from './ui/chip.tsx';
import { TextField } from './ui/field.tsx';
import { Sheet } from './ui/sheet.tsx';

/** What is sent, beside what is rolled back. */
export interface RollBackRequest {
  reason: string;
  terms: SentTerms;
}

interface RollBackSheetProps {
  /** What is rolled back; null while no moment is chosen. */
  act: Act | null;
  /** The difference; undefined while it is read or when it cannot be. */
  body: RollbackBody | undefined;
  /** The matrix has left the position of the difference. */
  moved: boolean;
  onLookAgain: () => void;
  me: { id: string; name: string; roles: readonly string[] };
  deciders: readonly DeciderView[] | undefined;
  debts: AttentionView['debts'];
  /** The server's clock, ms since 1970. */
  clockNow: number;
  raisingHeld: string | null;
  cannotSend: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** The choice of what and when, above the difference. */
  choice: ReactNode;
  /** Instead of the difference: being read, refused, unreadable. */
  state: ReactNode;
  onApply: (request: RollBackRequest) => void;
  onClose: () => void;
}

export function RollBackSheet(props: RollBackSheetProps) {
  const { act, body, moved, me, debts, clockNow, raisingHeld, cannotSend, pending } = props;
  const formId = useId();
  const applyRef = useRef<HTMLButtonElement>(null);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const [written, setWritten] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [temporary, setTemporary] = useState(startTerms());
  const [loosened, setLoosened] = useState(startTerms('loosened'));
  const plan = planOf(body ?? NOTHING);
  const raises = plan.way === 'raising' || plan.way === 'rollback';
  const loosens = plan.changes.some(({ way }) => way === 'rollback');
  const terms = loosens ? loosened : temporary;
  const facts: TermsFacts = {
    ...{ waits: plan.waits, raises: plan.way === 'raising', debts, now: clockNow },
    deadline: loosens ? 'loosened' : 'temporary',
  };
  const owed = owedBy(terms, facts);
  const termsHeld = raises ? termsHeldBy(terms, facts) : null;
  const breaks = plan.waits && terms.glass;
  const reason = written ?? (act && plan.way === 'reducing' ? offeredWhy(act, clockNow) : '');
  const reading = reasonState(reason, plan.way);
  const names = namesToType(plan);
  const serverHolds = body && !body.owesReview ? body.heldBy : null;
  const heldBy =
    cannotSend ??
    (body ? serverHolds : 'The difference is not there yet.') ??
    (moved ? 'The matrix has changed since. Look at the new difference first.' : null) ??
    (facts.raises ? raisingHeld : null) ??
    (owed ? debtGuard(owed).title : null) ??
    (reading.ok ? null : (reading.error ?? `Write a reason first: ${reading.count} characters.`)) ??
    (names.length > 0 && !names.includes(typed.trim()) ? 'Type the name of the switch first.' : null) ??
    termsHeld;
  const guards: Guard[] = [
    ...(serverHolds && plan.changes.length > 0 ? [{ state: 'block', title: serverHolds } as const] : []),
    ...(owed ? [debtGuard(owed)] : []),
    ...(facts.raises && raisingHeld ? [{ state: 'block', title: raisingHeld } as const] : []),
    ...warningsOf(plan),
  ];
  const apply = (): void => {
    if (heldBy || pending) return;
    props.onApply({ reason: reason.trim(), terms: raises ? sentTerms(terms, facts) : {} });
  };
  // The difference comes after the sheet: then the one press is at hand, and what raises asks for its reason.
  const ready = body !== undefined && act?.kind === 'undo';
  useEffect(() => {
    if (!ready) return;
    if (plan.way === 'reducing') applyRef.current?.focus();
    else if (raises) reasonRef.current?.focus();
  }, [ready, plan.way, raises]);
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      tone={raises ? 'raise' : plan.way === 'reducing' ? 'safe' : 'plain'}
      title={
        act?.kind === 'undo' ? (
          <>
            Undo the change of <span className="num">{act.made.subject}</span>
          </>
        ) : (
          'Roll the matrix back'
        )
      }
      badge={plan.way === 'none' ? null : <Chip tone={raises ? 'risk' : 'safe'}>{WAY_WORDS[plan.way]}</Chip>}
      description="What rolling back sets, before it is done"
      footer={
        <ChangeFooter
          way={plan.way}
          applyWords={act && body ? actWords(act, body, breaks) : 'Roll back'}
          heldBy={heldBy}
          pending={pending}
          formId={formId}
          applyRef={applyRef}
          offer={undefined}
          offerWords=""
          onApply={apply}
          onRollback={() => {}}
          onClose={props.onClose}
        />
      }
    >
      <div className="flex flex-col gap-3">
        {props.choice}
        {moved ? <Moved onLookAgain={props.onLookAgain} /> : null}
        {props.state}
        <form
          id={formId}
          onSubmit={(event) => {
            event.preventDefault();
            if (plan.way === 'reducing') apply();
          }}
          className="flex flex-col gap-3"
        >
          {body ? <RollBackDifference body={body} now={clockNow} /> : null}
          {body && plan.way !== 'none' ? (
            <>
              <GuardList guards={guards} />
              <ReasonField
                way={plan.way}
                value={reason}
                state={reading}
                offered={written === null && reason !== ''}
                onChange={setWritten}
                onEnter={() => {
                  if (plan.way === 'reducing') apply();
                }}
                focusRef={reasonRef}
              />
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
              {raises ? (
                <ChangeTerms
                  plan={plan}
                  terms={terms}
                  facts={facts}
                  heldBy={termsHeld}
                  me={me}
                  deciders={props.deciders}
                  onTerms={loosens ? setLoosened : setTemporary}
                />
              ) : null}
            </>
          ) : null}
          <RefusedChange error={props.error} />
        </form>
      </div>
    </Sheet>
  );
}

const NOTHING: Pick<RollbackBody, 'changes' | 'warnings' | 'waits'> = {
  changes: [],
  warnings: [],
  waits: false,
};

function Moved({ onLookAgain }: { onLookAgain: () => void }) {
  return (
    <div role="alert" className="rounded-md border border-risk-line bg-risk-soft p-3">
      <p className="flex items-start gap-2 text-sm">
        <TriangleAlert className="mt-0.5 size-4 text-risk-text" aria-hidden="true" />
        Somebody has changed the matrix since this was worked out. Nothing is done that you have not seen.
      </p>
      <Button size="sm" className="mt-2 ml-6" onClick={onLookAgain}>
        Show the new difference
      </Button>
    </div>
  );
}
