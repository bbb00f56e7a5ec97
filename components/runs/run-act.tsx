// How one step is done: a button, or the little form that its kind takes; optional ones can be passed over.
'use client';
import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { DiffPreview, type DiffRow } from '#components/changes/diff-preview.tsx';
import type { Way } from '#components/changes/direction-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { RunStepView } from '#lib/contract/runs.ts';
import { actWords, looksByItself } from './run-words.ts';

/** What was typed or chosen, by the name it is sent under. */
export interface StepWords {
  evidence?: string;
  option?: string;
  argument?: string;
  fields?: Readonly<Record<string, string>>;
}

interface RunActProps {
  step: RunStepView;
  /** Why it cannot be done, or passed over, here now; null when it can. */
  heldBy: string | null;
  passHeldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** What an apply step would change now. */
  diff: { way: Way; changes: readonly DiffRow[] };
  onAct: (words: StepWords) => void;
  onPassOver: () => void;
}

export function RunAct(props: RunActProps) {
  const { step, heldBy, passHeldBy, error, pending, onPassOver } = props;
  return (
    <div className="flex max-w-[60ch] flex-col items-start gap-2">
      <Act {...props} />
      {heldBy ? <p className="text-xs text-ink-3">{heldBy}</p> : null}
      <FormError error={error} />
      {step.optional ? (
        <Button
          variant="ghost"
          size="sm"
          className="-ml-2"
          busy={pending}
          disabledReason={passHeldBy}
          onClick={onPassOver}
        >
          Pass over
        </Button>
      ) : null}
    </div>
  );
}

function Act({ step, heldBy, pending, diff, onAct }: RunActProps) {
  const button = { busy: pending, disabledReason: heldBy } as const;
  if (looksByItself(step)) {
    return (
      <Button size="sm" {...button} onClick={() => onAct({})}>
        {actWords(step)}
      </Button>
    );
  }
  switch (step.kind) {
    case 'tick':
      return step.evidenceWanted === 'none' ? (
        <Button variant="ink" {...button} onClick={() => onAct({})}>
          {actWords(step)}
        </Button>
      ) : (
        <EvidenceForm step={step} {...button} onAct={onAct} />
      );
    case 'choose':
      return (
        <div className="flex flex-wrap gap-2">
          {step.options.map(({ key, label, note }) => (
            <button
              key={key}
              type="button"
              aria-disabled={heldBy !== null || undefined}
              title={heldBy ?? undefined}
              onClick={() => {
                if (heldBy === null && !pending) onAct({ option: key });
              }}
              className="min-h-11 rounded-md border border-line-strong px-3 py-1.5 text-left hover:bg-hover aria-disabled:text-ink-3"
            >
              <span className="block text-sm font-medium">{label}</span>
              <span className="block text-xs text-ink-3">{note}</span>
            </button>
          ))}
        </div>
      );
    case 'record':
      return <FieldsForm step={step} {...button} onAct={onAct} />;
    case 'command':
      return <CommandForm step={step} {...button} onAct={onAct} />;
    case 'apply': {
      const raises = diff.way === 'raising' || diff.way === 'rollback';
      return (
        <>
          {diff.changes.length > 0 ? <DiffPreview changes={diff.changes} /> : null}
          <Button
            variant={diff.changes.length === 0 ? 'ink' : raises ? 'risk' : 'safe'}
            icon={diff.changes.length === 0 ? undefined : raises ? ArrowUpRight : ArrowDownRight}
            {...button}
            onClick={() => onAct({})}
          >
            {actWords(step, diff.changes.length)}
          </Button>
        </>
      );
    }
    default:
      return (
        <>
          {step.sign ? (
            <p className="text-xs text-ink-2">
              {step.sign.statement} {step.sign.signatures.length} of {step.sign.people} signed.
            </p>
          ) : null}
          <Button variant="ink" {...button} onClick={() => onAct({})}>
            {actWords(step)}
          </Button>
        </>
      );
  }
}

interface FormProps {
  step: RunStepView;
  busy: boolean;
  disabledReason: string | null;
  onAct: (words: StepWords) => void;
}

function EvidenceForm({ step, busy, disabledReason, onAct }: FormProps) {
  const [text, setText] = useState('');
  const needed = step.evidenceWanted === 'required' && text.trim() === '';
  return (
    <form
      className="flex w-full flex-col items-start gap-2"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!busy && !needed && !disabledReason) onAct(text.trim() === '' ? {} : { evidence: text.trim() });
      }}
    >
      <TextArea
        label={step.evidenceWanted === 'required' ? 'What you looked at' : 'What you looked at, if you like'}
        className="w-full"
        value={text}
        maxLength={500}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        type="submit"
        variant="ink"
        busy={busy}
        disabledReason={disabledReason ?? (needed ? 'Write what you looked at first.' : null)}
      >
        {actWords(step)}
      </Button>
    </form>
  );
}

function FieldsForm({ step, busy, disabledReason, onAct }: FormProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  return (
    <form
      className="grid w-full gap-2 sm:grid-cols-2"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        const filled = Object.entries(values).filter(([, value]) => value.trim() !== '');
        if (!busy && !disabledReason) onAct({ fields: Object.fromEntries(filled) });
      }}
    >
      {step.fields.map(({ key, label, type, required, unit }) => {
        const field = {
          label: required ? label : `${label}, if known`,
          value: values[key] ?? '',
          onChange: (event: { target: { value: string } }) =>
            setValues({ ...values, [key]: event.target.value }),
        };
        return type === 'text' ? (
          <TextArea key={key} className="sm:col-span-2" {...field} />
        ) : (
          <TextField
            key={key}
            suffix={unit}
            inputMode={type === 'number' || type === 'money' ? 'decimal' : undefined}
            placeholder={type === 'time' ? '2026-03-19T03:07:40Z' : undefined}
            {...field}
          />
        );
      })}
      <div className="sm:col-span-2">
        <Button type="submit" variant="ink" busy={busy} disabledReason={disabledReason}>
          {actWords(step)}
        </Button>
      </div>
    </form>
  );
}

function CommandForm({ step, busy, disabledReason, onAct }: FormProps) {
  const [argument, setArgument] = useState('');
  const about = step.command?.about ?? null;
  const needed = about !== null && argument.trim() === '';
  return (
    <form
      className="flex flex-col items-start gap-2"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!busy && !needed && !disabledReason) onAct(about === null ? {} : { argument: argument.trim() });
      }}
    >
      {about === null ? null : (
        <TextField
          label={about === 'breaker' ? 'Name of the breaker' : 'Symbol of the position'}
          value={argument}
          onChange={(event) => setArgument(event.target.value)}
        />
      )}
      <Button
        type="submit"
        variant="ink"
        busy={busy}
        disabledReason={disabledReason ?? (needed ? `Name the ${about} first.` : null)}
      >
        {actWords(step)}
      </Button>
    </form>
  );
}
