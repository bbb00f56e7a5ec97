// What somebody saw for a manual check: whether it is as it should be, in words, with a link or the file that shows it.
'use client';
import { useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { FormDialog } from '#components/form-dialog.tsx';
import { Field, TextArea, TextField } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { canaryName, EVIDENCE, EVIDENCE_TYPES } from '#lib/catalog/canary-runs.ts';
import type { CanaryBody, CriterionView } from '#lib/contract/canary.ts';
import { noteCanaryEvidenceAction } from '../actions.ts';

interface EvidenceDialogProps {
  body: CanaryBody;
  criterion: CriterionView;
  heldBy: string | null;
  onClose: () => void;
}

/** As the command takes it: its name, and what it holds in base64. */
interface Attached {
  name: string;
  content: string;
}

const MEBIBYTES = EVIDENCE.fileBytes / 1_024 / 1_024;
const ACCEPT = Object.keys(EVIDENCE_TYPES).map((ending) => `.${ending}`);

function attached(file: File): Promise<Attached> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onerror = () => failed(reader.error);
    reader.onload = () => {
      const url = String(reader.result);
      done({ name: file.name, content: url.slice(url.indexOf(',') + 1) });
    };
    reader.readAsDataURL(file);
  });
}

export function EvidenceDialog({ body, criterion, heldBy, onClose }: EvidenceDialogProps) {
  const { pending, error, send, dialog } = useKeyedSend(['canary']);
  const [holds, setHolds] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [link, setLink] = useState('');
  const [file, setFile] = useState<Attached | null>(null);
  const [fileError, setFileError] = useState<string | null>(null);
  const missing =
    holds === null
      ? 'Say whether it is as it should be.'
      : text.trim().length < 3
        ? 'Say what you saw.'
        : fileError;
  const choose = async (chosen: File | undefined): Promise<void> => {
    setFile(null);
    const large = chosen && chosen.size > EVIDENCE.fileBytes;
    setFileError(large ? `"${chosen.name}" is larger than ${MEBIBYTES} MiB.` : null);
    if (!chosen || large) return;
    try {
      setFile(await attached(chosen));
    } catch {
      setFileError(`"${chosen.name}" could not be read. Choose it again.`);
    }
  };
  const submit = async (): Promise<void> => {
    const input = {
      ...{ runId: body.run.id, check: criterion.key, holds: holds === 'yes', text: text.trim() },
      ...(link.trim() ? { link: link.trim() } : {}),
      ...(file ? { file } : {}),
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
        error={error}
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
          help={`It is kept with the run. At most ${MEBIBYTES} MiB: ${Object.keys(EVIDENCE_TYPES).join(', ')}.`}
          error={fileError}
        >
          {(wiring) => (
            <input
              {...wiring}
              type="file"
              accept={ACCEPT.join(',')}
              className="w-full text-xs file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:font-medium hover:file:bg-hover pointer-coarse:file:h-11"
              onChange={({ target }) => void choose(target.files?.[0])}
            />
          )}
        </Field>
      </FormDialog>
      {dialog}
    </>
  );
}
