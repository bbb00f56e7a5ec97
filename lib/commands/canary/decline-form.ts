// decline-form: NO-GO. One press of the executive ends the run and changes nothing else; what it was said to is frozen with it.
import { z } from 'zod';
import { RUN_CHANGED } from '#lib/commands/runs/run-step.ts';
import type { DeclinedForm } from '#lib/contract/signoff-views.ts';
import { mayDecline } from '#lib/rules/canary/signoff.ts';
import { FORM_DECLINED } from '#lib/rules/canary/signoff-bundle.ts';
import { snapshotText } from '#lib/rules/canary/signoff-snapshot.ts';
import { fail, ok } from '#lib/rules/result.ts';
import type { Run } from '#lib/rules/runs/procedure-run.ts';
import { decideForm, draftForm, insertText, type NewText } from '#lib/store/canary/signoff-forms.ts';
import { endRunRow } from '#lib/store/runs/runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { decideNoGo, type GateDecision, saveGate } from './enter-stage.ts';
import { type FormState, formEvent, formInput, gateOf, loadForm, snapshotNow } from './form-state.ts';
import { planEnded, planUnderWay } from './plan-under-way.ts';

/** One press is enough: nobody has to find words for it. */
const REASON = 'NO-GO: the stage is not entered';

const input = z.strictObject(formInput);

interface State extends FormState {
  /** The plan that was to carry the form out, when it is under way. */
  plan: Run | undefined;
}

interface Next {
  id: string;
  version: number;
  runId: string;
  gate: number;
  /** There was no row of it yet. */
  made: boolean;
  /** Frozen now; null when a text was open. */
  text: NewText | null;
  hash: string;
  by: { id: string; name: string };
  at: Date;
  noGo: GateDecision;
  /** Nothing is carried out any more. */
  plan: Run | undefined;
}

export const declineForm: Command<z.output<typeof input>, void, State, Next, DeclinedForm> = {
  name: 'decline-form',
  input,
  body: 'DeclinedForm',
  load: async (tx, asked, actor) => {
    const { state, now } = await loadForm(tx, asked, actor);
    return { state: { ...state, plan: await planUnderWay(tx, state.run, asked.gate) }, now };
  },
  decide: (state, { runId, gate: number }, actor, moment) => {
    const { form, signer, plan } = state;
    if (!signer) return fail('forbidden', 'You have no access any more.');
    const found = gateOf(state, number);
    if (!found.ok && !(form && state.run)) return found;
    const name = found.ok ? found.value.name : `CN-${state.run?.number}-${number}`;
    const allowed = mayDecline({ name, state: form?.state ?? 'draft' }, signer.roles);
    if (!allowed.ok) return allowed;
    if (!found.ok) return found;
    const gate = found.value;
    const { now } = moment;
    const by = personOf(actor);
    const open = form?.state === 'open' ? form.text : null;
    const closesAt = new Date(now.getTime() + gate.definition.windowHours * 3_600_000);
    const frozen = open ? null : snapshotText(snapshotNow(state, gate, { now, closesAt, by }, new Map()));
    const hash = open?.hash ?? frozen?.hash ?? '';
    const id = form?.id ?? moment.id;
    const noGo = decideNoGo(state, { id, snapshotHash: hash }, REASON, {
      command: 'decline-form',
      actor,
      moment,
    });
    if (!noGo.ok) return noGo;
    return ok({
      next: {
        ...{ id, version: form?.version ?? 1, runId, gate: number, made: form === undefined },
        text: frozen && { hash, body: frozen.text, by, at: now, closesAt },
        ...{ hash, by, at: now, noGo: noGo.value, plan },
      },
      events: [
        formEvent(FORM_DECLINED, gate, id, { newValue: 'NO-GO', reason: REASON, details: { hash } }),
        ...noGo.value.events,
        ...(plan ? [planEnded(plan, REASON)] : []),
      ],
      effects: [...noGo.value.effects, ...(plan ? [RUN_CHANGED] : [])],
      answer: { form: gate.name, hash },
    });
  },
  save: async (tx, next, state, actor) => {
    const { id, version, runId, gate, made, text, hash, by, at, noGo, plan } = next;
    // Before the run is over: a form begins while its run goes on.
    if (made && !(await draftForm(tx, { id, runId, gate, notes: {}, at }))) return false;
    if (text) await insertText(tx, id, text);
    if (plan && !(await endRunRow(tx, plan, by, REASON))) return false;
    if (!(await saveGate(tx, noGo.next, state, actor))) return false;
    return decideForm(
      tx,
      { id, version },
      { state: 'declined', hash, by, at, declineReason: REASON, changeSetId: null },
    );
  },
};
