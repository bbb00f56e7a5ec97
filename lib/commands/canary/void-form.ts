// void-form: what was frozen does not hold any more, so every signature on it is void. Bulkhead finds it by itself; people take a form back.
import { z } from 'zod';
import type { SignoffLine } from '#lib/catalog/signoff-types.ts';
import { ON_CALL_NOTICE } from '#lib/commands/alerts/on-call-inputs.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import { RUN_CHANGED } from '#lib/commands/runs/run-step.ts';
import type { VoidedForm } from '#lib/contract/signoff-views.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { Notice } from '#lib/rules/alerts/notice.ts';
import { lineLabel } from '#lib/rules/canary/signoff.ts';
import { differenceText, snapshotOf } from '#lib/rules/canary/signoff-snapshot.ts';
import { asDifferences, hasWaitedOut } from '#lib/rules/canary/signoff-wait.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { Run } from '#lib/rules/runs/procedure-run.ts';
import { listChannels } from '#lib/store/alerts/channels.ts';
import { writeNotices } from '#lib/store/alerts/outbox.ts';
import { closeForm, type StoredForm, type Voiding, voidText } from '#lib/store/canary/signoff-forms.ts';
import { endRunRow } from '#lib/store/runs/runs.ts';
import type { Command, Decision } from '#lib/write/command.ts';
import { CANARY_CHANGED } from './canary-state.ts';
import { type FormState, formEvent, formInput, type Gate, gateOf, lapsesAt, loadForm } from './form-state.ts';
import { planEnded, planUnderWay } from './plan-under-way.ts';

const input = z.strictObject({ ...formInput, reason: anyReason.optional() });

type Cause = Pick<Voiding, 'reason' | 'differences' | 'to'>;

/** Why Bulkhead finds it void; null when everything holds. */
function causeOf(state: FormState, form: StoredForm, gate: Gate | null, now: Date): Cause | null {
  const { run } = state;
  if (!gate || !run || run.endedAt) {
    const was = form.gate === 0 ? 'planned' : `at stage ${form.gate}`;
    const is = run?.endedAt ? (run.endReason ?? 'over') : `at stage ${run?.stage}`;
    const differences = [{ part: 'run', what: `CN-${run?.number}`, was, is }];
    return { reason: 'The run is over, or has gone on.', differences, to: 'closed' };
  }
  const { text } = form;
  if (!text) return null;
  const { changed, missing } = lapsesAt(state, gate, snapshotOf(text.body), now);
  const differences = hasWaitedOut(text, now) ? [...changed, ...asDifferences(missing)] : changed;
  if (differences.length > 0)
    return { reason: differences.map(differenceText).join(' '), differences, to: 'draft' };
  return now >= text.closesAt
    ? { reason: 'Its time to be signed is over.', differences: [], to: 'draft' }
    : null;
}

interface State extends FormState {
  /** The plan that carries the form out, when it is under way. */
  plan: Run | undefined;
}

interface By {
  /** Null when Bulkhead found it void. */
  id: string | null;
  name: string;
}

interface Next {
  form: StoredForm;
  /** What is stopped with the signatures; null when nothing is under way. */
  ending: { plan: Run; by: By; reason: string } | null;
  /** Null when a draft is closed: nothing was frozen. */
  voiding: Voiding | null;
  /** To whoever had signed it; null when nobody had. */
  notice: Notice | null;
}

/** Everybody who had signed is told, with what is different. */
function noticeOf(
  form: StoredForm,
  gate: Pick<Gate, 'name' | 'run'>,
  { reason, to }: Cause,
  by: string,
  at: Date,
): Notice | null {
  if (form.signatures.length === 0) return null;
  return {
    ...{ kind: 'form.voided', form: { name: gate.name, run: gate.run.number, gate: form.gate } },
    signedBy: form.signatures.map(({ line, person }) => ({
      name: person.name,
      as: lineLabel(line as SignoffLine).toLowerCase(),
    })),
    ...{ why: reason, again: to === 'draft', by, at: at.toISOString() },
  };
}

function voided(
  form: StoredForm,
  gate: Pick<Gate, 'name' | 'run'>,
  cause: Cause,
  plan: Run | undefined,
  by: By,
  at: Date,
): Decision<Next, VoidedForm> {
  const { hash } = form.text ?? {};
  const { reason, differences, to } = cause;
  const ending = plan ? { plan, by, reason: `${gate.name} is void: ${reason}`.slice(0, 500) } : null;
  const names = form.signatures.map(({ person }) => person.name);
  return {
    next: {
      ...{ form, ending },
      voiding: hash === undefined ? null : { ...cause, hash, by, at },
      notice: noticeOf(form, gate, cause, by.name, at),
    },
    events: [
      formEvent(hash === undefined ? 'form.closed' : 'form.voided', gate, form.id, {
        ...{ reason: reason.slice(0, 500), newValue: to },
        details: { ...(hash === undefined ? {} : { hash }), differences, signedBy: names },
      }),
      ...(ending ? [planEnded(ending.plan, ending.reason)] : []),
    ],
    effects: [CANARY_CHANGED, ON_CALL_NOTICE, ...(ending ? [RUN_CHANGED] : [])],
    answer: { changed: true, form: gate.name, differences },
  };
}

/** Of people: only what is open is taken back, with a reason. */
function takenBack(form: StoredForm, actor: Actor, name: string, sent: unknown): Result<Cause> {
  if (actor.kind !== 'person') return fail('forbidden', 'A form is taken back by a person.');
  if (form.state !== 'open') return fail('conflict', `${name} is not open for signature.`);
  const reason = parseReason(sent, false);
  return reason.ok ? ok({ reason: reason.value, differences: [], to: 'draft' }) : reason;
}

export const voidForm: Command<z.output<typeof input>, void, State, Next, VoidedForm> = {
  name: 'void-form',
  input,
  body: 'VoidedForm',
  load: async (tx, asked, actor) => {
    const { state, now } = await loadForm(tx, asked, actor);
    return { state: { ...state, plan: await planUnderWay(tx, state.run, asked.gate) }, now };
  },
  decide: (state, asked, actor, { now }) => {
    const { form, run, plan } = state;
    if (!form || !run) return fail('not_found', 'There is no such form.');
    const found = gateOf(state, asked.gate);
    const gate = found.ok ? found.value : null;
    const named = { name: `CN-${run.number}-${asked.gate}`, run };
    const decided = form.state !== 'draft' && form.state !== 'open';
    if (actor.kind !== 'system') {
      const cause = takenBack(form, actor, named.name, asked.reason);
      if (!cause.ok) return cause;
      return ok(
        voided(
          form,
          named,
          cause.value,
          plan,
          { id: actor.kind === 'person' ? actor.id : null, name: actor.kind === 'person' ? actor.name : '' },
          now,
        ),
      );
    }
    const cause = decided ? null : causeOf(state, form, gate, now);
    if (!cause) {
      return ok({
        next: null,
        events: [],
        effects: [],
        answer: { changed: false, form: named.name, differences: [] },
      });
    }
    return ok(voided(form, named, cause, plan, { id: null, name: actor.name }, now));
  },
  save: async (tx, { form, ending, voiding, notice }) => {
    if (ending && !(await endRunRow(tx, ending.plan, ending.by, ending.reason))) return false;
    if (!voiding) return closeForm(tx, form);
    if (notice) await writeNotices(tx, await listChannels(tx), [{ notice, toldSteps: 0 }], voiding.at);
    return voidText(tx, form, voiding);
  },
};
