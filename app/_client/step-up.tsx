// Step-up in the browser: runs a server action, and where it asks to prove anew that it is you, asks and sends it again.
'use client';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import type { ActionResult } from '#app/_entry/action.ts';
import { patiently } from '#components/ui/patiently.ts';
import { type StepUpDetails, stepUpDetails } from '#lib/contract/access.ts';
import type { StepUpProof } from '#lib/write/step-up.ts';

// Few acts ask for it: its code, with that of passkeys, comes with the first that does.
const StepUpPrompt = dynamic(
  () => patiently(() => import('./step-up-prompt.tsx')).then((module) => module.StepUpPrompt),
  { ssr: false },
);

/** Sends the action, with the proof where there is one. Keep the input the same in every call: the proof is bound to it. */
export type Send<Answer> = (proof?: StepUpProof) => Promise<ActionResult<Answer>>;

interface Asked {
  what: string;
  details: StepUpDetails;
  /** Why the last proof did not do; null before the first. */
  error: string | null;
  prove: (proof: StepUpProof) => Promise<void>;
  cancel: () => void;
}

export interface StepUpRunner {
  /**
   * `what` names the act as its button does: "Invite the person". Null when the person turned away from proving it;
   * every other failure comes back as the action's own, a console that does not answer as `outcome_unknown`.
   */
  run: <Answer>(send: Send<Answer>, what: string) => Promise<ActionResult<Answer> | null>;
  /** Render it inside the component, beside its other dialogs. */
  dialog: ReactNode;
}

const SILENT = {
  ok: false,
  error: {
    code: 'outcome_unknown',
    message:
      'The console did not answer, so it is not known whether this happened. Look at what stands here now, then press again.',
  },
  idempotencyKey: null,
} as const;

async function attempt<Answer>(send: Send<Answer>, proof?: StepUpProof): Promise<ActionResult<Answer>> {
  try {
    return await send(proof);
  } catch {
    // The request itself failed: it did not arrive, or its answer did not.
    return SILENT;
  }
}

/** The ways to prove it, when that is what the refusal asks for; with none it is shown like any other refusal. */
function waysOf(result: ActionResult<unknown>): StepUpDetails | null {
  if (result.ok || result.error.code !== 'step_up_required') return null;
  return stepUpDetails(result.error.details);
}

export function useStepUp(): StepUpRunner {
  const [asked, setAsked] = useState<Asked | null>(null);
  const run = async <Answer,>(send: Send<Answer>, what: string): Promise<ActionResult<Answer> | null> => {
    const first = await attempt(send);
    const ways = waysOf(first);
    if (!ways) return first;
    return new Promise((resolve) => {
      const end = (result: ActionResult<Answer> | null): void => {
        setAsked(null);
        resolve(result);
      };
      const prove = async (proof: StepUpProof): Promise<void> => {
        const next = await attempt(send, proof);
        const again = waysOf(next);
        if (again && !next.ok) ask(again, next.error.message);
        else end(next);
      };
      const ask = (details: StepUpDetails, error: string | null): void =>
        setAsked({ what, details, error, prove, cancel: () => end(null) });
      ask(ways, null);
    });
  };
  return { run, dialog: asked ? <StepUpPrompt {...asked} /> : null };
}
