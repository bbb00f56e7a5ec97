// The right pane in which a switch gets a new value: control, direction, diff, guards, reason; the safer way stands first.
'use client';
import { ArrowDownRight, ArrowUpRight, CircleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useMemo, useReducer, useRef } from 'react';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { definitionOf, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { ErrorBody, SwitchView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Wanted } from '#lib/rules/matrix.ts';
import { ChangeFooter } from './change-footer.tsx';
import { MovedNotice } from './change-moved.tsx';
import { neighbours, titleVerb } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { changeStep, readChange, startChange } from './change-state.ts';
import { DiffPreview } from './diff-preview.tsx';
import { WAY_WORDS } from './direction-mark.tsx';
import { formatValue } from './format-value.ts';
import { type Guard, GuardList } from './guard-list.tsx';
import { changers, matrixOf, matrixRows, rollbackWords } from './matrix-rows.ts';
import { Runbook, type RunbookText } from './runbook.tsx';
import { Chip } from './ui/chip.tsx';
import { Select, TextField } from './ui/field.tsx';
import { Sheet } from './ui/sheet.tsx';
import { ValueControl } from './value-control.tsx';

export interface ChangeRequest {
  /** `inherit` removes the override of the symbol (command reset-to-default). */
  wanted: Wanted;
  reason: string;
  /** Revision of the value the person saw. */
  expectedRevision: number;
}

interface ChangeSheetProps {
  /** Give the sheet `key={name}`: another switch is another change. */
  name: SwitchName;
  /** All switches, live: the sheet finds its own, its neighbours and the rules between them. */
  items: readonly SwitchView[];
  /** Revision of the configuration now. */
  revision: number;
  /** Scope to begin with. */
  symbol?: string | null;
  /** A value to begin with, such as a past one. */
  preset?: WireValue;
  /** Why nothing may be raised now; see raisingHeldBy in freshness.ts. */
  raisingHeld: string | null;
  /** Why nothing can be sent at all (offline). */
  cannotSend: string | null;
  /** Guards only the server knows. Those of the cross-switch rules are added here. */
  guards?: readonly Guard[];
  /** Live figures the switch governs. */
  figures?: readonly { label: string; value: string }[];
  runbook?: RunbookText;
  /** Raising is desktop work: on phones the sheet says so instead of offering it. */
  raisingHere?: boolean;
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

const VENUE = '';

const NO_GUARDS: readonly Guard[] = [];

/** Figures are large; names such as NORMAL_MODE and sets would be cut in the middle of a word. */
function valueType(type: SwitchDefinition['type']): string {
  if (type === 'enum') return 'num text-sm leading-8';
  return type === 'symbols' ? 'num py-1.5 text-sm' : 'fig text-xl leading-8';
}

export function ChangeSheet(props: ChangeSheetProps) {
  const view = props.items.find((item) => item.name === props.name);
  return view ? <OpenSheet {...props} view={view} /> : null;
}

function OpenSheet({
  name,
  view,
  items,
  revision,
  symbol = null,
  preset,
  raisingHeld,
  cannotSend,
  guards = NO_GUARDS,
  figures,
  runbook,
  raisingHere = true,
  pending,
  error,
  children,
  onApply,
  onRollback,
  onClose,
}: ChangeSheetProps & { view: SwitchView }) {
  const definition = definitionOf(name);
  const [state, send] = useReducer(changeStep, undefined, () => startChange(view, symbol, preset));
  const matrix = useMemo(() => matrixOf(items), [items]);
  const formId = useId();
  const focus = useRef<HTMLElement>(null);
  const reading = readChange(state, {
    name,
    view,
    matrix,
    raisingHeld: raisingHeld ?? (raisingHere ? null : 'Raising needs a desktop. Lowering works here.'),
    cannotSend,
    deniedBecause: view.mayChange ? null : `Only a ${changers(definition)} may change ${name}.`,
    guardBlocks: guards.some((guard) => guard.state === 'block'),
  });
  const { plan, now } = reading;
  const raises = plan.way === 'raising' || plan.way === 'rollback';
  const newValue = plan.changes[0]?.to ?? now.value;
  const verb = titleVerb(definition, plan.way, now.value, newValue);
  const offer = matrixRows(items, cannotSend).find((row) => row.name === name)?.offer;
  const allGuards: readonly Guard[] = [
    ...plan.blocks.map((title) => ({ state: 'block' as const, title })),
    ...(raises && plan.way === 'raising' && raisingHeld
      ? [{ state: 'block' as const, title: raisingHeld }]
      : []),
    ...plan.warnings.map((title) => ({ state: 'warn' as const, title })),
    ...(plan.way === 'rollback' && definition.rollback?.losing
      ? [{ state: 'warn' as const, title: 'Loosens a control', detail: definition.rollback.losing }]
      : []),
    ...(plan.way === 'raising' ? guards : []),
  ];
  const apply = (): void => {
    if (!reading.wanted || reading.heldBy || pending) return;
    onApply({ wanted: reading.wanted, reason: reading.reason.trim(), expectedRevision: now.revision });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Enter applies only what lowers exposure.
    if (plan.way === 'reducing') apply();
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      tone={raises ? 'raise' : plan.way === 'reducing' ? 'safe' : 'plain'}
      title={
        <>
          {verb} <span className="num">{name}</span>
        </>
      }
      badge={plan.way === 'none' ? null : <Chip tone={raises ? 'risk' : 'safe'}>{WAY_WORDS[plan.way]}</Chip>}
      description={`Change ${name}: ${definition.label}`}
      initialFocus={focus}
      footer={
        <ChangeFooter
          way={plan.way}
          applyWords={applyWords()}
          heldBy={reading.heldBy}
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
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-xs text-ink-3">{definition.label}</p>
        {isPerSymbol(name) ? (
          <Select
            label="For"
            value={state.symbol ?? VENUE}
            options={[
              { value: VENUE, label: `Whole venue, now ${formatValue(definition, view.value)}` },
              ...SYMBOLS.map((one) => ({ value: one, label: `${one}, ${scopeWords(one)}` })),
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
            focusRef={focus}
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
            mine={draftWords()}
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
              note={`${plan.changes.length} of ${items.length} switches`}
              unchanged={neighbours(matrix, name, plan.changes)}
            />
          </div>
        ) : null}
        {figures && figures.length > 0 ? (
          <dl className="grid grid-cols-3 text-xs">
            {figures.slice(0, 3).map((figure) => (
              <div key={figure.label} className="border-line not-first:border-l not-first:pl-3">
                <dt className="lbl">{figure.label}</dt>
                <dd className="num">{figure.value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        <GuardList guards={allGuards} />
        <ReasonField
          way={plan.way}
          value={reading.reason}
          state={reading.reasonState}
          offered={state.reason === null && reading.reason !== ''}
          onChange={(text) => send({ type: 'reason', text })}
          onEnter={() => {
            if (plan.way === 'reducing') apply();
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
        {error ? (
          <p role="alert" className="flex items-start gap-2 text-xs text-crit-text">
            <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
            {error.message}
          </p>
        ) : null}
      </form>
      <Runbook name={name} text={runbook} />
      {children}
    </Sheet>
  );

  function applyWords(): string {
    if (plan.way === 'none') return 'Set';
    const counted = definition.type === 'money' || definition.type === 'decimal' || definition.type === 'int';
    return counted && (verb === 'Raise' || verb === 'Lower')
      ? `${verb} to ${draftWords()}`
      : `Set ${draftWords()}`;
  }

  function draftWords(): string {
    if (reading.draft.inherit) return "the venue's value";
    return reading.wanted && reading.wanted.value !== 'inherit'
      ? formatValue(definition, reading.wanted.value)
      : reading.draft.text;
  }

  function scopeWords(one: string): string {
    const own = view.overrides.find((override) => override.symbol === one);
    return own ? `now ${formatValue(definition, own.value)}` : 'as the venue';
  }
}
