// sign-form: one person signs one line of exactly what was frozen; the last line is GO, and enters the stage in the same transaction.
import { z } from 'zod';
import { SIGNOFF_LINES, type SignoffLine } from '#lib/catalog/signoff-types.ts';
import { storableText } from '#lib/commands/inputs.ts';
import type { FormSignature } from '#lib/contract/signoff.ts';
import type { SignedForm } from '#lib/contract/signoff-views.ts';
import {
  holdsLine,
  maySign,
  missingLines,
  runOver,
  type SignableForm,
  signatureHash,
} from '#lib/rules/canary/signoff.ts';
import { FORM_SIGNED } from '#lib/rules/canary/signoff-bundle.ts';
import { snapshotOf } from '#lib/rules/canary/signoff-snapshot.ts';
import { NO_LAPSES } from '#lib/rules/canary/signoff-wait.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { decideForm, insertSignature, type StoredForm } from '#lib/store/canary/signoff-forms.ts';
import type { Command, Moment } from '#lib/write/command.ts';
import type { By } from '#lib/write/wanted-change.ts';
import { CANARY_CHANGED } from './canary-state.ts';
import { decideGo, type GateDecision, saveGate } from './enter-stage.ts';
import { type FormState, formEvent, formInput, type Gate, gateOf, lapsesAt, loadForm } from './form-state.ts';

const keys = (what: string, most: number) =>
  z
    .array(storableText(`Send the keys of ${what}.`, 60), { error: `Send the keys of ${what} as a list.` })
    .max(most);

const input = z.strictObject({
  ...formInput,
  line: z
    .enum(SIGNOFF_LINES, { error: `The lines are ${SIGNOFF_LINES.join(', ')}.` })
    .describe('The line you sign.'),
  hash: z
    .string({ error: 'Send the hash of the form you read.' })
    .regex(/^[0-9a-f]{64}$/, 'Send the hash of the form as it was shown: 64 hexadecimal digits.')
    .meta({ description: 'Hash of the form you read: you sign exactly that.', examples: ['0'.repeat(64)] }),
  name: storableText('Type your name.', 100).describe('Your name, as the console shows it.'),
  statements: keys('the statements that you stand by', 20).describe(
    'Every statement of the line, by its key.',
  ),
  narrow: keys('the narrow results that you have read', 200).describe(
    'Every narrow result, by the key of its criterion.',
  ),
  decision: z
    .literal('go', { error: 'The last line signs "go"; NO-GO is decline-form.' })
    .optional()
    .describe('Of the last line only.'),
});

type Input = z.output<typeof input>;

interface Next {
  form: StoredForm;
  signature: FormSignature;
  /** With the last line. */
  go: GateDecision | null;
}

function signable({ form, run }: FormState, name: string): SignableForm {
  const { text } = form ?? {};
  return {
    ...{ name, state: form?.state ?? 'draft', signatures: form?.signatures ?? [] },
    runOver: run ? runOver(run) : null,
    open: text ? { hash: text.hash, snapshot: snapshotOf(text.body), closesAt: text.closesAt } : null,
  };
}

/** What the gate is told: the four lines with who signed them when. */
function linesOf(form: StoredForm, own: FormSignature) {
  return [...form.signatures, own].map(({ line, person, at }) => ({ line, person, signedAt: new Date(at) }));
}

function signatureFor(asked: Input, signer: { id: string; name: string }, moment: Moment): FormSignature {
  const { proof, now } = moment;
  if (!proof) throw new Error('a form is signed with a step-up');
  const { hash, line, name, statements, narrow, decision } = asked;
  return {
    ...{ hash, line, name, statements, narrow, decision: decision ?? null, at: now.toISOString(), proof },
    person: { id: signer.id, name: signer.name },
  };
}

function goOf(
  state: FormState,
  form: StoredForm,
  gate: Gate,
  signature: FormSignature,
  by: By,
): Result<GateDecision | null> {
  if (signature.decision !== 'go') return ok(null);
  const { hash } = signature;
  const decided = { id: form.id, snapshotHash: hash, lines: linesOf(form, signature) };
  return decideGo(state, decided, `GO by ${signature.person.name}, signed on ${gate.name}`, by);
}

export const signForm: Command<Input, void, FormState, Next, SignedForm> = {
  name: 'sign-form',
  input,
  body: 'SignedForm',
  load: loadForm,
  decide: (state, asked, actor, moment) => {
    const found = gateOf(state, asked.gate);
    const { form, signer } = state;
    const line: SignoffLine = asked.line;
    const held = holdsLine(actor.kind === 'person' ? actor.roles : [], line);
    if (!held.ok) return held;
    if (!signer) return fail('forbidden', 'You have no access any more.');
    // A decided form says that it is decided, wherever its run stands now.
    if (!found.ok && !(form && state.run)) return found;
    const gate: Gate | undefined = found.ok ? found.value : undefined;
    const name = gate?.name ?? `CN-${state.run?.number}-${asked.gate}`;
    const open = signable(state, name);
    const frozen = open.open?.snapshot;
    const lapses = gate && frozen ? lapsesAt(state, gate, frozen, moment.now) : NO_LAPSES;
    const allowed = maySign(open, asked, signer, lapses, moment.now);
    if (!allowed.ok) return allowed;
    if (!gate || !form) return found.ok ? fail('not_found', 'There is no such form.') : found;
    const signature = signatureFor(asked, signer, moment);
    const go = goOf(state, form, gate, signature, { command: 'sign-form', actor, moment });
    if (!go.ok) return go;
    const called = signatureHash(signature);
    const missing = missingLines([...form.signatures, signature]);
    const changeSetId = go.value?.changeSetId ?? null;
    return ok({
      next: { form, signature, go: go.value },
      events: [
        formEvent(FORM_SIGNED, gate, form.id, {
          ...{ newValue: asked.decision === 'go' ? 'GO' : line, changeSetId },
          details: { hash: asked.hash, line, signature: called },
        }),
        ...(go.value?.events ?? []),
      ],
      effects: go.value?.effects ?? [CANARY_CHANGED],
      answer: {
        form: gate.name,
        hash: asked.hash,
        signature: called,
        missing,
        approved: go.value !== null,
        changeSetId,
      },
    });
  },
  save: async (tx, { form, signature, go }, state, actor) => {
    await insertSignature(tx, form.id, signature);
    if (!go) return true;
    if (!(await saveGate(tx, go.next, state, actor))) return false;
    return decideForm(tx, form, {
      ...{ state: 'approved', hash: signature.hash, by: signature.person, at: new Date(signature.at) },
      ...{ declineReason: null, changeSetId: go.changeSetId },
    });
  },
};
