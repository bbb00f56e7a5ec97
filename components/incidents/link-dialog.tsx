// Which alert or run belongs to an incident: the open and the latest ones, to choose from.
'use client';
import { useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { Select } from '#components/ui/field.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';

export interface Linkable {
  kind: string;
  id: string;
  words: string;
}

interface LinkDialogProps {
  /** Undefined while they are read. */
  offers: readonly Linkable[] | undefined;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onLink: (offer: Linkable) => void;
  onClose: () => void;
}

const keyOf = ({ kind, id }: Linkable) => `${kind}:${id}`;

export function LinkDialog({ offers, pending, error, onLink, onClose }: LinkDialogProps) {
  const [chosen, setChosen] = useState('');
  const offer = offers?.find((one) => keyOf(one) === chosen);
  return (
    <FormDialog
      title="Link to the incident"
      description="What is linked becomes part of the timeline, from its beginning on."
      button="Link it"
      heldBy={
        offer ? null : offers?.length === 0 ? 'There is nothing that is not linked.' : 'Choose one first.'
      }
      pending={pending}
      error={error}
      onSubmit={() => offer && onLink(offer)}
      onClose={onClose}
    >
      <Select
        label="Alert, run, level or rolled back change"
        value={chosen}
        options={[
          { value: '', label: offers ? 'Choose' : 'Reading' },
          ...(offers ?? []).map((one) => ({ value: keyOf(one), label: one.words })),
        ]}
        onValue={setChosen}
      />
    </FormDialog>
  );
}
