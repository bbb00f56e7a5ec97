// Before the emergency stop: what it sets, what it orders, what users of the exchange lose; a reason, and a word that is typed.
'use client';
import { ArrowDownRight, Lock, WifiOff } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { reasonState } from '#components/changes/change-plan.ts';
import { ReasonField } from '#components/changes/change-reason.tsx';
import type { DiffRow } from '#components/changes/diff-preview.tsx';
import { formatSwitchValue } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { STOP_ORDERS, STOP_SETTINGS, STOP_TRIGGERS, STOP_WORD } from '#lib/catalog/emergency.ts';
import { EXECUTOR_COMMANDS } from '#lib/catalog/executor-commands.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import { confirmsStop, OFFERED_STOP_REASON, stopPlan, triggerReason } from './stop-words.ts';

interface StopDialogProps {
  /** What holds now; without it the dialog still stops, and says only what it sets. */
  matrix: Matrix | undefined;
  /** Why this person may not press it; null when they may. */
  heldBy: string | null;
  /** No link: it can be tried, and may not arrive. */
  offline: boolean;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onStop: (reason: string) => void;
  onClose: () => void;
}

export function StopDialog({ matrix, heldBy, offline, pending, error, onStop, onClose }: StopDialogProps) {
  const formId = useId();
  const wordRef = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState<string>(OFFERED_STOP_REASON);
  const [typed, setTyped] = useState('');
  const state = reasonState(reason, 'reducing');
  const missing = state.ok
    ? confirmsStop(typed)
      ? null
      : `Type ${STOP_WORD} to confirm.`
    : (state.error ?? `Write a reason first: ${state.count} characters.`);
  const held = heldBy ?? missing;
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (held === null && !pending) onStop(reason.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      tone="safe"
      title="Emergency stop"
      description="Halts the whole venue at once and latches: nobody restarts it alone, nor before the recovery procedure is complete."
      initialFocus={wordRef}
      footer={
        <>
          <Button
            type="submit"
            form={formId}
            size="lg"
            variant="safe"
            icon={heldBy ? Lock : ArrowDownRight}
            kbd={held ? undefined : 'Enter'}
            busy={pending}
            disabledReason={held}
            className="flex-1 max-lg:h-12"
          >
            {pending ? 'Stopping' : 'Stop the venue now'}
          </Button>
          <Button size="lg" onClick={onClose} className="max-lg:h-12">
            Cancel
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="mt-2.5 flex flex-col gap-2.5">
        {heldBy ? <p className="text-xs font-medium text-ink">{heldBy}</p> : null}
        <WhatItDoes matrix={matrix} />
        <div>
          <ReasonField
            way="reducing"
            value={reason}
            state={state}
            offered={reason === OFFERED_STOP_REASON}
            onChange={setReason}
            onEnter={() => submit()}
          />
          <div className="mt-1.5 flex flex-wrap gap-1.5">
            {STOP_TRIGGERS.map((trigger) => (
              <Button
                key={trigger}
                size="sm"
                aria-pressed={reason === triggerReason(trigger)}
                onClick={() => setReason(triggerReason(trigger))}
              >
                {trigger}
              </Button>
            ))}
          </div>
        </div>
        <TextField
          ref={wordRef}
          label={`Type ${STOP_WORD} to confirm`}
          value={typed}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          fieldClassName="num"
          onChange={(event) => setTyped(event.target.value)}
        />
        {offline ? (
          <p className="flex items-start gap-2 text-xs text-crit-text">
            <WifiOff className="mt-px size-3.5" aria-hidden="true" />
            You are offline: it may not arrive. Pressing again never stops twice.
          </p>
        ) : null}
        <FormError error={error} />
        {offline || error ? (
          <p className="text-xs text-ink-2">
            Without the console: <span className="num">bulkhead emergency-stop --edge URL</span>
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

function WhatItDoes({ matrix }: { matrix: Matrix | undefined }) {
  const plan = matrix && stopPlan(matrix);
  return (
    <>
      {plan && plan.lost.length > 0 ? (
        <p className="text-xs text-ink-2">
          Users of the exchange lose or get less of:{' '}
          <span className="font-medium text-ink">{plan.lost.join(', ')}</span>.
        </p>
      ) : null}
      {plan && plan.changes.length > 0 ? (
        <ul className="num overflow-hidden rounded-md border border-line text-xs">
          {plan.changes.map((change) => (
            <Line key={change.switch} change={change} />
          ))}
        </ul>
      ) : (
        <p className="text-xs text-ink-2">
          {plan ? 'Every value holds already; the stop latches them: ' : 'It sets '}
          <span className="num">
            {STOP_SETTINGS.map(
              (setting) => `${setting.switch} ${formatSwitchValue(setting.switch, setting.value)}`,
            ).join(', ')}
          </span>
        </p>
      )}
      <div className="text-xs text-ink-2">
        <span className="lbl">Every executor is ordered to</span>
        <ol className="list-inside list-decimal">
          {STOP_ORDERS.map((order) => (
            <li key={order}>{EXECUTOR_COMMANDS[order].sentence}</li>
          ))}
        </ol>
      </div>
    </>
  );
}

/** One line a switch, so that on a phone the typed word stands above its keyboard. */
function Line({ change }: { change: DiffRow }) {
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-2 border-b border-line bg-safe-soft px-2.5 py-0.5 last:border-b-0">
      <span className="min-w-0 flex-1">{change.switch}</span>
      <del className="text-ink-2 decoration-ink-3">{formatSwitchValue(change.switch, change.from)}</del>
      <ArrowDownRight className="size-3.5 text-safe-text" aria-hidden="true" />
      <ins className="font-semibold no-underline">{formatSwitchValue(change.switch, change.to)}</ins>
    </li>
  );
}
