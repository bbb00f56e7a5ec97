// Planning a run: every parameter of the programme with its bounds, and the reason.
'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { valueWords } from '#components/canary/canary-words.ts';
import { FormDialog } from '#components/form-dialog.tsx';
import { Select, TextArea, TextField } from '#components/ui/field.tsx';
import type { ParameterView, ProgrammeView } from '#lib/contract/canary.ts';
import { planCanaryAction } from './actions.ts';

type Draft = Readonly<Record<string, string | readonly string[]>>;

function initial({ parameters }: ProgrammeView): Draft {
  return Object.fromEntries(
    parameters.map((one) => [one.key, Array.isArray(one.default) ? one.default : String(one.default)]),
  );
}

/** As the command takes it: numbers as numbers, lists as lists, money as text. */
function sent(parameters: readonly ParameterView[], draft: Draft): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map(({ key, type }) => {
      const value = draft[key];
      return [key, type === 'number' ? Number(value) : typeof value === 'string' ? value.trim() : value];
    }),
  );
}

/** `$5 to $50`, `1 to 20`. */
function boundsWords({ type, min, max }: ParameterView): string {
  return type === 'money'
    ? `${valueWords(Number(min), 'usd')} to ${valueWords(Number(max), 'usd')}`
    : `${min} to ${max}`;
}

interface ParameterFieldProps {
  parameter: ParameterView;
  value: string | readonly string[];
  onValue: (value: string | readonly string[]) => void;
}

function ParameterField({ parameter, value, onValue }: ParameterFieldProps) {
  const { label, options, unit, type, one } = parameter;
  if (options?.length === 1) {
    return (
      <p className="text-sm">
        <span className="lbl mb-1 block">{label}</span>
        <span className="flex min-h-8 items-center gap-2">
          {options[0]} <span className="text-xs text-ink-3">as the manual asks for</span>
        </span>
      </p>
    );
  }
  if (options && (type === 'choice' || one)) {
    const chosen = Array.isArray(value) ? (value[0] ?? '') : String(value);
    return (
      <Select
        label={label}
        value={chosen}
        options={options.map((option) => ({ value: option, label: option }))}
        onValue={(next) => onValue(type === 'symbols' ? [next] : next)}
      />
    );
  }
  if (options) {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <fieldset>
        <legend className="lbl mb-1">{label}</legend>
        <div className="flex flex-wrap gap-3">
          {options.map((option) => (
            <label key={option} className="inline-flex items-center gap-1.5 text-sm pointer-coarse:min-h-11">
              <input
                type="checkbox"
                checked={chosen.includes(option)}
                onChange={({ target }) =>
                  onValue(target.checked ? [...chosen, option] : chosen.filter((other) => other !== option))
                }
              />
              {option}
            </label>
          ))}
        </div>
      </fieldset>
    );
  }
  return (
    <TextField
      label={label}
      {...(type === 'money' ? { prefix: '$' } : { suffix: unit ?? '' })}
      aside={boundsWords(parameter)}
      inputMode="decimal"
      autoComplete="off"
      value={String(value)}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}

export function PlanDialog({ programme, onClose }: { programme: ProgrammeView; onClose: () => void }) {
  const router = useRouter();
  const { pending, error, send, dialog } = useKeyedSend(['canaries']);
  const [draft, setDraft] = useState<Draft>(() => initial(programme));
  const [reason, setReason] = useState('');
  const stages = [...new Set(programme.parameters.map(({ stage }) => stage))];
  const plan = async (): Promise<void> => {
    const parameters = sent(programme.parameters, draft);
    const input = { programme: programme.key, parameters, reason: reason.trim() };
    const result = await send(planCanaryAction, input, `Plan ${programme.title}`);
    if (result?.ok) router.push(`/canary/${result.value.number}`);
  };
  return (
    <>
      <FormDialog
        title={`Plan: ${programme.title}`}
        description="Nothing changes yet: each stage opens through a gate that four people sign."
        button="Plan the run"
        heldBy={reason.trim().length < 3 ? 'Write a reason first.' : null}
        pending={pending}
        error={error}
        className="sm:w-[560px]"
        onSubmit={() => void plan()}
        onClose={onClose}
      >
        <div className="flex flex-col gap-4">
          {stages.map((stage) => (
            <fieldset key={stage ?? ''} className="min-w-0">
              <legend className="mb-1.5 text-xs font-semibold">{stage ?? 'The whole programme'}</legend>
              <div className="grid gap-3 sm:grid-cols-2">
                {programme.parameters
                  .filter((parameter) => parameter.stage === stage)
                  .map((parameter) => (
                    <ParameterField
                      key={parameter.key}
                      parameter={parameter}
                      value={draft[parameter.key] ?? ''}
                      onValue={(value) => setDraft({ ...draft, [parameter.key]: value })}
                    />
                  ))}
              </div>
            </fieldset>
          ))}
        </div>
        <TextArea
          label="Reason"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormDialog>
      {dialog}
    </>
  );
}
