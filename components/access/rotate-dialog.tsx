// The dialog that rotates a key: how long both keys work, and what happens then.
'use client';
import { useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { ROTATION_OVERLAP } from '#lib/catalog/credentials.ts';
import type { KeyView } from '#lib/contract/access.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { overlapWords } from './key-words.ts';

interface RotateDialogProps {
  rotated: KeyView;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onRotate: (overlapHours: number) => void;
  onClose: () => void;
}

const OVERLAPS = ROTATION_OVERLAP.offeredHours.map((hours) => ({
  value: String(hours),
  label: overlapWords(hours),
}));

export function RotateDialog({ rotated, pending, error, onRotate, onClose }: RotateDialogProps) {
  const actRef = useRef<HTMLButtonElement>(null);
  const [hours, setHours] = useState<number>(ROTATION_OVERLAP.usualHours);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Rotate ${rotated.name}`}
      description="A new key takes its place, with the same scopes, owner and length of life. It is shown once."
      initialFocus={actRef}
      footer={
        <>
          <Button ref={actRef} variant="ink" size="lg" busy={pending} onClick={() => onRotate(hours)}>
            Rotate it
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <div className="mt-3 flex flex-col gap-3">
        <Segmented
          legend="Both keys work for"
          showLegend
          value={String(hours)}
          segments={OVERLAPS}
          onChange={(value) => setHours(Number(value))}
        />
        <p className="text-xs text-ink-2">
          {hours === 0 ? (
            <>
              <span className="num">{rotated.prefix}</span> stops at once: machines that hold it lose contact
              until they have the new one.
            </>
          ) : (
            <>
              <span className="num">{rotated.prefix}</span> stops by itself after that. Give the machines the
              new key before.
            </>
          )}
        </p>
        <FormError error={error} />
      </div>
    </Dialog>
  );
}
