// Sign-off forms: finds those whose frozen text does not hold any more, and seals those that are decided with the key of the checkpoints.
import { voidForm } from '#lib/commands/canary/void-form.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import type { CheckpointSigner } from '#lib/rules/audit/checkpoint.ts';
import { sealForm } from '#lib/rules/canary/signoff-bundle.ts';
import { formsToLookAt, noteHold } from '#lib/store/canary/signoff-forms.ts';
import { sealedForm } from '#lib/store/canary/signoff-sealed.ts';
import { insertSeal, unsealedForms } from '#lib/store/canary/signoff-seals.ts';
import { lookAt, standingOf } from '#lib/store/canary/signoff-standing.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

/** A signature must not stand long on what does not hold; whoever signs is refused at once in any case. */
const ROUND_MS = 2_000;

/**
 * Looks at every form that waits, each by itself, so that one that goes wrong holds up no other. It notes since when figures
 * are missing; a form is locked, and decided on anew, where something does not hold.
 */
export async function voidingRound(log: Log): Promise<AggregateError | null> {
  const tx = database();
  const failed: Error[] = [];
  for (const form of await formsToLookAt(tx)) {
    const { runId, gate } = form;
    try {
      const look = await lookAt(tx, form, await standingOf(tx, runId));
      if (look !== 'may be void') {
        if (form.text) await noteHold(tx, form.id, form.text.hash, look === 'waits');
        continue;
      }
      const result = await execute(voidForm, { runId, gate }, SYSTEM);
      if (!result.ok) log.debug('form left as it is', { step: 'round of forms', code: result.error.code });
    } catch (cause) {
      failed.push(new Error(`the form of gate ${gate} of run ${runId} was not looked at`, { cause }));
    }
  }
  return failed.length === 0 ? null : new AggregateError(failed, 'some forms were not looked at');
}

/** A seal is a measurement of what is decided, no decision: it does not go through execute. */
export async function sealingRound(signer: CheckpointSigner): Promise<number> {
  const tx = database();
  const waiting = await unsealedForms(tx);
  for (const { id, runId, gate } of waiting) {
    const sealed = await sealedForm(tx, { runId, gate });
    if (!sealed) throw new Error(`form ${id} is decided, and has no text`);
    await insertSeal(tx, id, sealForm(sealed, (await databaseNow(tx)).toISOString(), signer));
  }
  return waiting.length;
}

export function startSignoffRounds(signer: CheckpointSigner, log: Log): Loop {
  return startLoop({
    name: 'round of forms',
    log,
    retryMs: ROUND_MS,
    work: async () => {
      const failure = await voidingRound(log);
      await sealingRound(signer);
      return { pauseMs: ROUND_MS, done: true, failure };
    },
  });
}
