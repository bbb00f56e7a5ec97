// The step-up dialog tied to the device's passkeys: one proof at a time, until one does or the person turns away.
'use client';
import { useState } from 'react';
import { StepUpDialog } from '#components/step-up-dialog.tsx';
import type { StepUpDetails } from '#lib/contract/access.ts';
import type { StepUpProof } from '#lib/write/step-up.ts';
import { askPasskey } from './passkey.ts';

interface StepUpPromptProps {
  what: string;
  details: StepUpDetails;
  error: string | null;
  prove: (proof: StepUpProof) => Promise<void>;
  cancel: () => void;
}

export function StepUpPrompt({ what, details, error, prove, cancel }: StepUpPromptProps) {
  const [pending, setPending] = useState<'code' | 'passkey' | null>(null);
  /** What this device said; gives way to what the server says of the next proof. */
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (kind: 'code' | 'passkey', proof: () => Promise<StepUpProof | null>): Promise<void> => {
    setPending(kind);
    setRefusal(null);
    const made = await proof();
    if (made) await prove(made);
    setPending(null);
  };
  const byPasskey = async (): Promise<StepUpProof | null> => {
    if (!details.passkey) return null;
    const answer = await askPasskey(details.passkey.options);
    if (answer.ok) return { kind: 'passkey', nonce: details.passkey.nonce, response: answer.response };
    setRefusal(answer.message);
    return null;
  };
  return (
    <StepUpDialog
      what={what}
      methods={details.methods}
      pending={pending}
      error={refusal ?? error}
      onCode={(code) => void send('code', async () => ({ kind: 'totp', code }))}
      onPasskey={() => void send('passkey', byPasskey)}
      onCancel={cancel}
    />
  );
}
