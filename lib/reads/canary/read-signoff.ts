// The form of one gate of a run: what is frozen or would be, who signed it, and what stands before the next signature.
import { z } from 'zod';
import { formAt, SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import {
  FORM_NOTE_NAMES,
  FORM_NOTES,
  formName,
  SIGNOFF_LINES,
  type SignoffLine,
} from '#lib/catalog/signoff-types.ts';
import type { FormSnapshot } from '#lib/contract/signoff.ts';
import type { LineView, SignatureView, SignoffBody } from '#lib/contract/signoff-views.ts';
import type { Read } from '#lib/reads/read.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { gateBlocks, judgeGroups, mayDo } from '#lib/rules/canary/canary-run.ts';
import {
  lineLabel,
  runOver,
  type SignableForm,
  type Signer,
  signatureHash,
  signHeldBy,
} from '#lib/rules/canary/signoff.ts';
import { frozenForm } from '#lib/rules/canary/signoff-freeze.ts';
import { openingBlocks, snapshotOf } from '#lib/rules/canary/signoff-snapshot.ts';
import type { Lapses } from '#lib/rules/canary/signoff-wait.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { integrity } from '#lib/store/audit/integrity.ts';
import { canariesWhere } from '#lib/store/canary/canary-runs.ts';
import { formAtGate, type StoredForm } from '#lib/store/canary/signoff-forms.ts';
import { entriesOfForm, sealOf } from '#lib/store/canary/signoff-seals.ts';
import {
  formContacts,
  lapsesNow,
  type Standing,
  standingOf,
  waitOf,
} from '#lib/store/canary/signoff-standing.ts';
import { effectQuestion, effectsOf } from '#lib/store/changes/effect.ts';
import { openPress } from '#lib/store/changes/levels.ts';
import type { Tx } from '#lib/store/client.ts';
import { runsWhere } from '#lib/store/runs/runs.ts';

const RUN = 'Send the id of the run as it was shown, or its number.';
const GATE = 'Send the number of the gate: of the stage before it, 0 for the first.';

const input = z.strictObject({
  run: z
    .string(RUN)
    .regex(/^([1-9]\d{0,14}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, RUN)
    .meta({
      description: 'Id of the run of the programme, as canaries lists it, or its number.',
      examples: ['3'],
    }),
  gate: z
    .string(GATE)
    .regex(/^(0|[1-9]\d?)$/, GATE)
    .transform(Number)
    .meta({
      type: 'integer',
      minimum: 0,
      maximum: 99,
      description: 'The gate: number of the stage before it.',
    }),
});

/** As it would be frozen now, without the figures that are asked when it is opened. */
async function draftSnapshot(
  tx: Tx,
  standing: Standing,
  form: StoredForm | undefined,
  gate: number,
): Promise<FormSnapshot> {
  const { run, now, head } = standing;
  const definition = formAt(run.definition.key, gate);
  const contacts = await formContacts(tx);
  // What nobody will sign any more stands as it was when its run ended, not as old figures look now.
  const at = run.endedAt ?? now;
  const opening = { now: at, closesAt: at, by: { id: '', name: '' } };
  const frozen = frozenForm(
    // The form of an earlier gate that was closed stands where it stood.
    {
      ...{ ...standing, now: at },
      run: { ...run, stage: gate },
      revision: head.revision,
      definition,
      contacts,
      notes: form?.notes ?? {},
    },
    opening,
    new Map(),
  );
  return { ...frozen, metrics: frozen.metrics.filter(({ value }) => value !== null) };
}

function notesOf(form: StoredForm | undefined): SignoffBody['notes'] {
  return FORM_NOTE_NAMES.map((key) => ({ key, title: FORM_NOTES[key], text: form?.notes[key] ?? '' }));
}

/** `executed`: its plan was carried out to the end, or the stage that GO entered is over, or with the last gate the run. */
function stateOf(form: StoredForm | undefined, { run }: Standing, plan: Plan): SignoffBody['state'] {
  if (form?.state !== 'approved') return form?.state ?? 'draft';
  return plan?.completed || run.endedAt || run.stage > form.gate + 1 ? 'executed' : 'approved';
}

async function linesOf(
  form: StoredForm | undefined,
  standing: Standing,
  actor: Actor,
  entries: ReadonlyMap<string | null, number>,
  { changed }: Lapses,
): Promise<LineView[]> {
  const { run, now } = standing;
  const name = formName(run.number, form?.gate ?? run.stage);
  const signable: SignableForm = {
    ...{ name, state: form?.state ?? 'draft', signatures: form?.signatures ?? [] },
    runOver: runOver(run),
    open: form?.text && {
      hash: form.text.hash,
      snapshot: snapshotOf(form.text.body),
      closesAt: form.text.closesAt,
    },
  } as SignableForm;
  const me: Signer = actor.kind === 'person' ? actor : { id: '', name: '', roles: [] };
  return SIGNOFF_LINES.map((line: SignoffLine) => {
    const signed = form?.signatures.find((one) => one.line === line);
    const signature: SignatureView | null = signed
      ? {
          ...{
            person: signed.person,
            at: signed.at,
            signature: signatureHash(signed),
            provenBy: signed.proof.kind,
          },
          seq: entries.get(line) ?? null,
        }
      : null;
    const { title, statements } = SIGNATURE_LINES[line];
    return {
      line,
      label: lineLabel(line),
      title,
      statements,
      signature,
      heldBy: signHeldBy(signable, line, me, changed, now),
    };
  });
}

async function blocksOf(tx: Tx, standing: Standing, snapshot: FormSnapshot): Promise<string[]> {
  const { run, facts, now } = standing;
  const allowed = mayDo(run, 'enter');
  if (!allowed.ok) return [allowed.error.message];
  const press = await openPress(tx);
  return [
    ...gateBlocks(run, judgeGroups(run, facts, now), facts, now),
    ...(press ? [`Level ${press.level} holds: leave it first.`] : []),
    ...openingBlocks(
      { metrics: snapshot.metrics, build: standing.build },
      formAt(run.definition.key, run.stage),
    ),
  ];
}

async function changeSetOf(tx: Tx, id: string | null): Promise<SignoffBody['changeSet']> {
  const question = id === null ? undefined : await effectQuestion(tx, id);
  if (!question) return null;
  const effect = (await effectsOf(tx, [question])).get(question.id);
  return {
    ...{ id: question.id, revision: question.revision },
    ...{
      instances: effect?.expected ?? 0,
      applied: effect?.applied ?? 0,
      slowestMs: effect?.slowestMs ?? null,
    },
  };
}

async function chainOf(tx: Tx, seq: number | undefined): Promise<SignoffBody['chain']> {
  if (seq === undefined) return null;
  const [row] = await tx.$queryRaw<
    { hash: string }[]
  >`SELECT encode(hash, 'hex') AS hash FROM audit_log WHERE seq = ${seq}`;
  const { brokenSeq, verifiedSeq } = await integrity(tx);
  return row ? { seq, hash: row.hash, verified: brokenSeq === null && verifiedSeq >= seq } : null;
}

type Plan = SignoffBody['plan'];

/** The newest run of the plan. */
async function planOf(tx: Tx, procedure: string | null, runId: string): Promise<Plan> {
  if (procedure === null) return null;
  const [run] = await runsWhere(tx, { procedureKey: procedure, subjectKind: 'canary', subjectId: runId }, 1);
  const { number = null, completedAt = null, ended = null } = run ?? {};
  return { procedure, number, completed: completedAt !== null, ended: ended?.reason ?? null };
}

export const readSignoff: Read<z.output<typeof input>, SignoffBody> = {
  action: 'read-signoff',
  body: 'SignoffBody',
  input,
  run: async (tx, { run: which, gate }, actor) => {
    const [found] = await canariesWhere(
      tx,
      /^\d+$/.test(which) ? { number: BigInt(which) } : { id: which },
      1,
    );
    const standing = found && (await standingOf(tx, found.id));
    const form = standing && (await formAtGate(tx, found.id, gate));
    if (!standing || (!form && standing.run.stage !== gate))
      return fail('not_found', 'There is no such form.');
    const { run, now } = standing;
    const name = formName(run.number, gate);
    const snapshot = form?.text ? snapshotOf(form.text.body) : await draftSnapshot(tx, standing, form, gate);
    const entries = form ? await entriesOfForm(tx, { id: form.id, name }) : [];
    const signed = entries.filter(({ kind, line }) => kind === 'form.signed' && line !== null);
    const seqs = new Map(signed.map(({ line, seq }) => [line, seq]));
    const lapses = await lapsesNow(tx, form, standing);
    const plan = await planOf(tx, formAt(run.definition.key, gate).plan, run.id);
    const undecided = form === undefined || form.state === 'draft';
    const { decidedAt, decidedBy, declineReason, lastVoid } = form ?? {};
    return ok({
      ...{ now: now.toISOString(), form: name, state: stateOf(form, standing, plan), gate, snapshot },
      run: {
        id: run.id,
        number: run.number,
        title: run.definition.title,
        state: run.state,
        stage: run.stage,
      },
      hash: form?.text?.hash ?? null,
      notes: notesOf(form),
      lines: await linesOf(form, standing, actor, seqs, lapses),
      differences: lapses.changed,
      waits: waitOf(form, lapses),
      blocks: undecided ? await blocksOf(tx, standing, snapshot) : [],
      lastVoid: lastVoid?.voided
        ? {
            ...{
              at: lastVoid.voided.at.toISOString(),
              by: lastVoid.voided.name,
              reason: lastVoid.voided.reason,
            },
            ...{ differences: lastVoid.voided.differences, signedBy: form?.voidSignatures ?? [] },
          }
        : null,
      decided:
        decidedAt && decidedBy
          ? {
              ...{ decision: form?.state === 'approved' ? 'go' : 'no-go', at: decidedAt.toISOString() },
              ...{ by: decidedBy, reason: declineReason ?? null },
            }
          : null,
      changeSet: await changeSetOf(tx, form?.changeSetId ?? null),
      sealed: form !== undefined && (await sealOf(tx, form.id)) !== undefined,
      chain: await chainOf(tx, decidedAt ? entries.at(-1)?.seq : undefined),
      plan,
    });
  },
};
