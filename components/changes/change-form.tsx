// Inside of the change sheet: scope, value, what changes, guards, reason. It keeps nothing; the sheet does.
'use client';
import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import type { FormEvent, ReactNode, RefObject } from 'react';
import { formatValue } from '#components/format-value.ts';
import { Select, TextField } from '#components/ui/field.tsx';
import { FigureStrip } from '#components/venue/figure-strip.tsx';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { definitionOf, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { ErrorBody, SwitchView } from '#lib/contract/console.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import { MovedNotice } from './change-moved.tsx';
import { neighbours } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import type { ChangeEvent, ChangeReading, ChangeState } from './change-state.ts';
import { wantedWords } from './change-words.ts';
import { DiffPreview } from './diff-preview.tsx';
import { WAY_WORDS } from './direction-mark.tsx';
import { type Guard, GuardList } from './guard-list.tsx';
import { RefusedChange } from './refused-change.tsx';
import { ValueControl } from './value-control.tsx';

interface ChangeFormProps {
  formId: string;
  name: SwitchName;
  view: SwitchView;
  matrix: Matrix;
  /** Number of switches in the matrix. */
  count: number;
  revision: number;
  state: ChangeState;
  reading: ChangeReading;
  guards: readonly Guard[];
  figures: readonly { label: string; value: string }[] | undefined;
  error: ErrorBody['error'] | null;
  focusRef: RefObject<HTMLElement | null>;
  send: (event: ChangeEvent) => void;
  /** Enter: only ever called for what lowers exposure. */
  onApply: () => void;
  /** After the reason: how long it holds, who has to agree. */
  children?: ReactNode;
}

const VENUE = '';

/** Figures are large; names such as NORMAL_MODE and sets would be cut in the middle of a word. */
function valueType(type: SwitchDefinition['type']): string {
  if (type === 'enum') return 'num text-sm leading-8';
  return type === 'symbols' ? 'num py-1.5 text-sm' : 'fig text-xl leading-8';
}

function scopeWords(definition: SwitchDefinition, view: SwitchView, symbol: string): string {
  const own = view.overrides.find((override) => override.symbol === symbol);
  return own ? `now ${formatValue(definition, own.value)}` : 'as the venue';
}

export function ChangeForm({
  formId,
  name,
  view,
  matrix,
  count,
  revision,
  state,
  reading,
  guards,
  figures,
  error,
  focusRef,
  send,
  onApply,
  children,
}: ChangeFormProps) {
  const definition = definitionOf(name);
  const { plan, now } = reading;
  const raises = plan.way === 'raising' || plan.way === 'rollback';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (plan.way === 'reducing') onApply();
  };
  return (
    <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-xs text-ink-3">{definition.label}</p>
      {isPerSymbol(name) ? (
        <Select
          label="For"
          value={state.symbol ?? VENUE}
          options={[
            { value: VENUE, label: `Whole venue, now ${formatValue(definition, view.value)}` },
            ...SYMBOLS.map((one) => ({ value: one, label: `${one}, ${scopeWords(definition, view, one)}` })),
          ]}
          onValue={(value) => send({ type: 'scope', symbol: value === VENUE ? null : value, view })}
        />
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1.3fr)] items-start gap-3">
        <div className="min-w-0">
          <div className="lbl mb-1">Now{state.symbol ? `, ${state.symbol}` : ''}</div>
          <div className={`break-words text-ink-2 ${valueType(definition.type)}`}>
            {formatValue(definition, now.value)}
          </div>
          {now.inherited ? <div className="text-2xs text-ink-3">as the venue</div> : null}
        </div>
        <span className="pt-6">
          {raises ? (
            <ArrowUpRight className="size-4 text-risk-text" aria-hidden="true" />
          ) : (
            <ArrowDownRight
              className={`size-4 ${plan.way === 'reducing' ? 'text-safe-text' : 'invisible'}`}
              aria-hidden="true"
            />
          )}
        </span>
        <ValueControl
          definition={definition}
          current={now.value}
          draft={reading.draft}
          error={reading.draftError}
          focusRef={focusRef}
          onDraft={(draft) => send({ type: 'draft', draft })}
        />
      </div>
      {state.symbol !== null && !now.inherited ? (
        <label className="flex min-h-6 cursor-pointer items-center gap-2 text-xs text-ink-2 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={reading.draft.inherit}
            onChange={(event) =>
              send({ type: 'draft', draft: { ...reading.draft, inherit: event.target.checked } })
            }
          />
          Follow the venue's {formatValue(definition, view.value)} again
        </label>
      ) : null}
      <p role="status" className="sr-only">
        {plan.way === 'none' ? '' : WAY_WORDS[plan.way]}
      </p>
      {reading.moved ? (
        <MovedNotice
          name={name}
          seen={state.seen.value}
          now={now.value}
          mine={wantedWords(definition, reading)}
          by={state.symbol === null ? view.changedBy : null}
          onKeep={() => send({ type: 'keep-mine', view })}
          onTake={() => send({ type: 'take-theirs', view })}
        />
      ) : null}
      {plan.changes.length > 0 ? (
        <div>
          <div className="lbl mb-1">What changes</div>
          <DiffPreview
            changes={plan.changes}
            revision={revision}
            note={`${plan.changes.length} of ${count} switches`}
            unchanged={neighbours(matrix, name, plan.changes)}
          />
        </div>
      ) : null}
      <FigureStrip figures={figures ?? []} />
      <GuardList guards={guards} />
      <ReasonField
        way={plan.way}
        value={reading.reason}
        state={reading.reasonState}
        offered={state.reason === null && reading.reason !== ''}
        onChange={(text) => send({ type: 'reason', text })}
        onEnter={() => {
          if (plan.way === 'reducing') onApply();
        }}
      />
      {reading.asksForName ? (
        <TextField
          label="Type the switch name"
          help="A super admin raises this one: the name is the second look."
          fieldClassName="num"
          autoComplete="off"
          spellCheck={false}
          value={state.typedName}
          onChange={(event) => send({ type: 'name', text: event.target.value })}
        />
      ) : null}
      {children}
      <RefusedChange error={error} />
    </form>
  );
}
