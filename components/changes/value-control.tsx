// The control of a switch's new value, by its type: choices, money, a number with its unit, a set.
'use client';
import clsx from 'clsx';
import { type Ref, type RefObject, useLayoutEffect, useState } from 'react';
import { formatValue } from '#components/format-value.ts';
import { TextField } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';
import { dollars } from '#lib/rules/dollars.ts';
import { type Draft, groupedMoney } from './change-draft.ts';

interface ValueControlProps {
  definition: SwitchDefinition;
  /** The value that holds now: choices show which way they lead from it. */
  current: WireValue;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  /** Why the draft stands for no value; shown under the field. */
  error: string | null;
  /** Receives the focus when the sheet opens. */
  focusRef: RefObject<HTMLElement | null>;
}

export function ValueControl(props: ValueControlProps) {
  switch (props.definition.type) {
    case 'bool':
      return <Choices {...props} values={['true', 'false']} read={(text) => text === 'true'} />;
    case 'enum':
      return <Choices {...props} values={props.definition.values} read={(text) => text} />;
    case 'money':
      return <MoneyControl {...props} definition={props.definition} />;
    case 'decimal':
    case 'int':
      return <NumberControl {...props} definition={props.definition} />;
    case 'symbols':
      return <SetControl {...props} definition={props.definition} />;
  }
}

function Choices({
  definition,
  current,
  draft,
  onDraft,
  focusRef,
  values,
  read,
}: ValueControlProps & { values: readonly string[]; read: (text: string) => WireValue }) {
  return (
    <Segmented
      legend="New value"
      showLegend
      mono
      focusRef={focusRef}
      value={draft.text}
      segments={values.map((value) => ({
        value,
        label: value,
        move: moveOf(definition, current, read(value)),
      }))}
      onChange={(text) => onDraft({ ...draft, text, inherit: false })}
    />
  );
}

type Typed<T extends SwitchDefinition['type']> = Omit<ValueControlProps, 'definition'> & {
  definition: Extract<SwitchDefinition, { type: T }>;
};

function MoneyControl({ definition, draft, onDraft, error, focusRef }: Typed<'money'>) {
  const [writing, setWriting] = useState(false);
  useLayoutEffect(() => {
    // After the thousands have gone from the text: a change of the text would drop the selection.
    if (writing && focusRef.current instanceof HTMLInputElement) focusRef.current.select();
  }, [writing, focusRef]);
  const { min, max } = definition.bounds;
  return (
    <div>
      <TextField
        ref={focusRef as Ref<HTMLInputElement>}
        label="New value"
        prefix="$"
        inputMode="decimal"
        autoComplete="off"
        fieldClassName="fig text-lg! py-0.5!"
        // What is typed stays untouched; the thousands appear only while nobody writes.
        value={draft.off ? '' : writing ? draft.text : groupedMoney(draft.text)}
        placeholder={draft.off ? 'off' : undefined}
        onFocus={() => setWriting(true)}
        onBlur={() => setWriting(false)}
        onChange={(event) => onDraft({ ...draft, text: event.target.value, off: false, inherit: false })}
        error={error}
        help={`${dollars(min)} to ${dollars(max)}`}
      />
      {definition.mayBeOff ? (
        <label className="mt-1.5 flex min-h-6 cursor-pointer items-center gap-2 text-xs text-ink-2 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={draft.off}
            onChange={(event) => onDraft({ ...draft, off: event.target.checked, inherit: false })}
          />
          Off, no limit at all
        </label>
      ) : null}
    </div>
  );
}

function NumberControl({ definition, draft, onDraft, error, focusRef }: Typed<'decimal' | 'int'>) {
  const { min, max } = definition.bounds;
  return (
    <TextField
      ref={focusRef as Ref<HTMLInputElement>}
      label="New value"
      suffix={definition.unit}
      inputMode={definition.type === 'int' ? 'numeric' : 'decimal'}
      autoComplete="off"
      fieldClassName="fig text-lg! py-0.5!"
      value={draft.text}
      onFocus={(event) => event.target.select()}
      onChange={(event) => onDraft({ ...draft, text: event.target.value, inherit: false })}
      error={error}
      help={`${formatValue(definition, min)} to ${formatValue(definition, max)}`}
    />
  );
}

function SetControl({ definition, current, draft, onDraft, focusRef }: Typed<'symbols'>) {
  const before = new Set(Array.isArray(current) ? current : []);
  const chosen = new Set(draft.members);
  const toggle = (member: string): void => {
    const next = chosen.has(member)
      ? draft.members.filter((other) => other !== member)
      : [...draft.members, member].sort();
    onDraft({ ...draft, members: next, inherit: false });
  };
  return (
    <fieldset>
      <legend className="lbl mb-1">New value</legend>
      <div className="flex flex-wrap gap-1.5">
        {definition.members.map((member, index) => {
          const on = chosen.has(member);
          const changed = on !== before.has(member);
          const adds = on === (definition.safer === 'fewer');
          return (
            <label
              key={member}
              className={clsx(
                'num inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-md border px-2 text-xs has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink pointer-coarse:h-11 pointer-coarse:px-3',
                on ? 'border-ink bg-sel text-ink' : 'border-line-strong bg-surface text-ink-2 hover:bg-hover',
              )}
            >
              <input
                ref={index === 0 ? (focusRef as Ref<HTMLInputElement>) : undefined}
                type="checkbox"
                className="size-3.5 accent-ink"
                checked={on}
                onChange={() => toggle(member)}
              />
              {member}
              {changed ? (
                <span className={clsx('text-2xs', adds ? 'text-risk-text' : 'text-safe-text')}>
                  {on ? 'added' : 'removed'}
                </span>
              ) : null}
            </label>
          );
        })}
      </div>
      {draft.members.length > 0 ? (
        <button
          type="button"
          onClick={() => onDraft({ ...draft, members: [], inherit: false })}
          className="link mt-2 text-xs"
        >
          Clear all
        </button>
      ) : (
        <p className="mt-2 text-xs text-ink-3">None chosen</p>
      )}
    </fieldset>
  );
}
