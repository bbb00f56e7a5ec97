// Starting a procedure: the reason, and where the procedure leaves it to its starter, the switch to set back and its value.
'use client';
import { type FormEvent, useId, useState } from 'react';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { ProcedureView } from '#lib/contract/runs.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Matrix } from '#lib/rules/matrix.ts';
import { offeredRollback } from '#lib/rules/rollback-action.ts';
import { reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { formatSwitchValue, placeName } from './format-value.ts';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { Select } from './ui/field.tsx';
import { FormError } from './ui/form-error.tsx';

export type StartSettings = readonly { switch: string; symbol?: string; value: WireValue }[];

interface StartRunDialogProps {
  procedure: ProcedureView;
  /** What holds now: the manual's rollback of each switch is offered from it. */
  matrix: Matrix;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onStart: (reason: string, settings: StartSettings) => void;
  onClose: () => void;
}

export function StartRunDialog({ procedure, matrix, pending, error, onStart, onClose }: StartRunDialogProps) {
  const formId = useId();
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState('');
  const state = reasonState(reason, 'reducing');
  const offers = SWITCH_NAMES.map((name) => ({ name, wanted: offeredRollback(matrix, name) })).filter(
    ({ wanted }) => wanted.length > 0,
  );
  const offer = offers.find(({ name }) => name === chosen);
  const missing = procedure.takesSettings && !offer ? 'Choose the switch that it sets back first.' : null;
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (!state.ok || pending || missing) return;
    onStart(
      reason.trim(),
      (offer?.wanted ?? []).flatMap(({ switch: name, symbol, value }) =>
        value === 'inherit' ? [] : [{ switch: name, ...(symbol === null ? {} : { symbol }), value }],
      ),
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Start "${procedure.title}"`}
      description={procedure.purpose}
      footer={
        <>
          <Button
            type="submit"
            form={formId}
            variant="ink"
            size="lg"
            busy={pending}
            disabledReason={missing ?? (state.ok ? null : (state.error ?? 'Write a reason first.'))}
          >
            Start the run
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="mt-3 flex flex-col gap-3">
        {procedure.takesSettings ? (
          <Select
            label="Switch that it sets back"
            value={chosen}
            onValue={setChosen}
            options={[
              { value: '', label: 'Choose a switch' },
              ...offers.map(({ name, wanted }) => ({
                value: name,
                label: wanted
                  .map(
                    (one) =>
                      `${placeName(one.switch, one.symbol)} to ${formatSwitchValue(one.switch, one.value)}`,
                  )
                  .join(', '),
              })),
            ]}
          />
        ) : null}
        <ReasonField
          way="reducing"
          value={reason}
          state={state}
          offered={false}
          onChange={setReason}
          onEnter={() => submit()}
        />
        <FormError error={error} />
      </form>
    </Dialog>
  );
}
