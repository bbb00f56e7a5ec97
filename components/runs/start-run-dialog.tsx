// Starting a procedure: the reason, and where the procedure leaves it to its starter, the switch to set back and its value.
'use client';
import { useState } from 'react';
import { ReasonField } from '#components/changes/change-reason.tsx';
import { FormDialog } from '#components/form-dialog.tsx';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { Select } from '#components/ui/field.tsx';
import { useWrittenReason } from '#components/written-reason.ts';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { ProcedureView } from '#lib/contract/runs.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import { offeredRollback } from '#lib/rules/changes/rollback-action.ts';

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
  const written = useWrittenReason();
  const [chosen, setChosen] = useState('');
  const offers = SWITCH_NAMES.map((name) => ({ name, wanted: offeredRollback(matrix, name) })).filter(
    ({ wanted }) => wanted.length > 0,
  );
  const offer = offers.find(({ name }) => name === chosen);
  const missing = procedure.takesSettings && !offer ? 'Choose the switch that it sets back first.' : null;
  const heldBy = missing ?? written.missing;
  const start = (): void => {
    if (heldBy || pending) return;
    onStart(
      written.reason,
      (offer?.wanted ?? []).flatMap(({ switch: name, symbol, value }) =>
        value === 'inherit' ? [] : [{ switch: name, ...(symbol === null ? {} : { symbol }), value }],
      ),
    );
  };
  return (
    <FormDialog
      title={`Start "${procedure.title}"`}
      description={procedure.purpose}
      button="Start the run"
      heldBy={heldBy}
      pending={pending}
      error={error}
      onSubmit={start}
      onClose={onClose}
    >
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
      <ReasonField {...written.field} onEnter={start} />
    </FormDialog>
  );
}
