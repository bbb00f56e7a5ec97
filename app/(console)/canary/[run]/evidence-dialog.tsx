// What somebody saw for a manual check: whether it is as it should be, in words, with a link or a file whose hash is kept.
'use client';
import { useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { FormDialog } from '#components/form-dialog.tsx';
import { Field, TextArea, TextField } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import type { CanaryBody, CriterionView } from '#lib/contract/canary.ts';
import { noteCanaryEvidenceAction } from '../actions.ts';

interface EvidenceDialogProps {
  body: CanaryBody;
  criterion: CriterionView;
  heldBy: string | null;
  onClose: () => void;
}

interface Attached {
  fileName: string;
  fileSha256: string;
}

/** The file stays with whoever has it: its hash proves later that it is the same. */
async function attached(file: File): Promise<Attached> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { fileName: file.name.slice(-200), fileSha256: hex };
}

export function EvidenceDialog({ body, criterion, heldBy, onClose }: EvidenceDialogProps) {
  const { pending, error, send, dialog } = useKeyedSend(['canary']);
  const [holds, setHolds] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [link, setLink] = useState('');
  const [file, setFile] = useState<Attached | null>(null);
  const missing =
    holds === null
      ? 'Say whether it is as it should be.'
      : text.trim().length < 3
        ? 'Say what you saw.'
        : null;
  const submit = async (): Promise<void> => {
    const input = {
      ...{ runId: body.run.id, check: criterion.key, holds: holds === 'yes', text: text.trim() },
      ...(link.trim() ? { link: link.trim() } : {}),
      ...file,
    };
    const result = await send(
      noteCanaryEvidenceAction,
      input,
      `${criterion.title}, ${canaryName(body.run.number)}`,
    );
    if (result?.ok) onClose();
  };
  return (
    <>
      <FormDialog
        title={criterion.title}
        description={criterion.ask ?? ''}
        button="Say so"
        heldBy={heldBy ?? missing}
        pending={pending}
        onSubmit={() => void submit()}
        onClose={onClose}
      >
        <Segmented
          legend="Is it as it should be?"
          showLegend
          value={holds}
          segments={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
          onChange={setHolds}
        />
        <TextArea
          label="What you saw"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <TextField
          label="Link"
          type="url"
          autoComplete="off"
          placeholder="https://"
          value={link}
          onChange={(event) => setLink(event.target.value)}
        />
        <Field
          label="File"
          help={file ? `SHA-256 ${file.fileSha256.slice(0, 16)}…` : 'Only its name and hash are kept.'}
        >
          {(wiring) => (
            <input
              {...wiring}
              type="file"
              className="text-xs"
              onChange={({ target }) => {
                const chosen = target.files?.[0];
                if (chosen) void attached(chosen).then(setFile);
                else setFile(null);
              }}
            />
          )}
        </Field>
        <FormError error={error} />
      </FormDialog>
      {dialog}
    </>
  );
}
