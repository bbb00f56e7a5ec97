// open-for-signature: freezes what a gate rests on, once everything of it passes; from then on four people sign exactly that.
import { z } from 'zod';
import { formAt } from '#lib/catalog/signoff.ts';
import type { OpenedForm } from '#lib/contract/signoff-views.ts';
import { singleValue } from '#lib/prometheus/answer.ts';
import { configuredPrometheus } from '#lib/prometheus/client.ts';
import { FORM_OPENED } from '#lib/rules/canary/signoff-bundle.ts';
import { openingBlocks, snapshotText } from '#lib/rules/canary/signoff-snapshot.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { canaryById } from '#lib/store/canary/canary-runs.ts';
import { draftForm, type NewText, openText } from '#lib/store/canary/signoff-forms.ts';
import { database } from '#lib/store/client.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { CANARY_CHANGED, canaryFor } from './canary-state.ts';
import { blocksOf } from './enter-stage.ts';
import { type FormState, formEvent, formInput, gateOf, loadForm, snapshotNow } from './form-state.ts';

const input = z.strictObject(formInput);
type Input = z.output<typeof input>;

/** Figures by the key of their row; null where Prometheus had no single number. */
type Asked = ReadonlyMap<string, number | null>;

/** Of how long an answer may keep the person waiting, ms. */
const PATIENCE_MS = 3_000;

async function askFigures({ runId, gate }: Input): Promise<Asked> {
  const run = await canaryById(database(), runId);
  const prometheus = configuredPrometheus({ timeoutMs: PATIENCE_MS });
  const metrics = run ? formAt(run.definition.key, gate).metrics : [];
  const figures = metrics.flatMap((metric) => ('query' in metric ? [metric] : []));
  const values = await Promise.all(
    figures.map(async ({ key, query }) => {
      const answer = await prometheus?.query(query);
      const value = answer?.ok ? singleValue(answer) : undefined;
      return [key, value && 'value' in value ? value.value : null] as const;
    }),
  );
  return new Map(values);
}

interface Next {
  formId: string;
  version: number;
  /** It is made now. */
  made: boolean;
  runId: string;
  gate: number;
  text: NewText;
}

export const openForSignature: Command<Input, Asked, FormState & { asked: Asked }, Next, OpenedForm> = {
  name: 'open-for-signature',
  input,
  body: 'OpenedForm',
  prepare: askFigures,
  load: async (tx, asked, actor, figures) => {
    const { state, now } = await loadForm(tx, asked, actor);
    return { state: { ...state, asked: figures }, now };
  },
  decide: (state, asked, actor, moment) => {
    const found = gateOf(state, asked.gate);
    if (!found.ok) return found;
    const allowed = canaryFor(state.run, 'enter');
    if (!allowed.ok) return allowed;
    const { form, signer } = state;
    const gate = found.value;
    if (!signer) return fail('forbidden', 'You have no access any more.');
    if (form && form.state !== 'draft') {
      return fail(
        'conflict',
        `${gate.name} is ${form.state === 'open' ? 'open for signature already' : form.state}.`,
      );
    }
    const { now } = moment;
    const by = personOf(actor);
    const closesAt = new Date(now.getTime() + gate.definition.windowHours * 3_600_000);
    const snapshot = snapshotNow(state, gate, { now, closesAt, by }, state.asked);
    const blocks = [...blocksOf(state, now), ...openingBlocks(snapshot, gate.definition)];
    if (blocks.length > 0) {
      return fail('conflict', `${gate.name} cannot be opened for signature yet. ${blocks.join(' ')}`, {
        blocks,
      });
    }
    const { text, hash } = snapshotText(snapshot);
    const formId = form?.id ?? moment.id;
    return ok({
      next: {
        ...{
          formId,
          version: form?.version ?? 1,
          made: form === undefined,
          runId: asked.runId,
          gate: asked.gate,
        },
        text: { hash, body: text, by, at: now, closesAt },
      },
      events: [formEvent(FORM_OPENED, gate, formId, { details: { hash, closesAt: closesAt.toISOString() } })],
      effects: [CANARY_CHANGED],
      answer: { formId, form: gate.name, hash, closesAt: closesAt.toISOString() },
    });
  },
  save: async (tx, { formId, version, made, runId, gate, text }) => {
    if (made && !(await draftForm(tx, { id: formId, runId, gate, notes: {}, at: text.at }))) return false;
    return openText(tx, { id: formId, version }, text);
  },
};
