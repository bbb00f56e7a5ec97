// What the commands about one sign-off form share: its gate and itself, locked, who acts as they are now, and what would be frozen.
import { z } from 'zod';
import { formAt, SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import {
  BUILD_SECONDS,
  FORM_NOTE_NAMES,
  FORM_NOTES,
  formName,
  SIGNOFF_LINES,
  type SignoffFormDefinition,
} from '#lib/catalog/signoff-types.ts';
import type { BuildVersion, FormContact, FormSnapshot } from '#lib/contract/signoff.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { type Actor, effectiveRoles } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { Signer } from '#lib/rules/signoff.ts';
import { checklistsOf, gateEnds, liveFactsOf, metricsOf } from '#lib/rules/signoff-facts.ts';
import type { LiveFacts } from '#lib/rules/signoff-snapshot.ts';
import type { AuditEvent } from '#lib/store/audit.ts';
import type { CanaryFacts } from '#lib/store/canary-facts.ts';
import type { StoredCanary } from '#lib/store/canary-runs.ts';
import type { Tx } from '#lib/store/client.ts';
import { listContacts } from '#lib/store/contacts.ts';
import { environmentOf } from '#lib/store/installation.ts';
import { personById } from '#lib/store/people.ts';
import { lockForm, type StoredForm, venueBuild } from '#lib/store/signoff-forms.ts';
import { type GateState, loadGate } from './enter-stage.ts';
import { uuid } from './inputs.ts';

export const formInput = {
  runId: uuid.describe('Id of the run of the programme, as canaries lists it.'),
  gate: z
    .int({ error: 'Name the gate: the number of the stage before it, 0 for the first.' })
    .min(0, 'Gates are counted from 0.')
    .max(100, 'There is no such gate.')
    .describe('The gate: number of the stage before it.'),
};

export interface FormState extends GateState {
  form: StoredForm | undefined;
  build: readonly BuildVersion[];
  contacts: readonly FormContact[];
  /** Who acts, with the roles that they have at this moment; null when that is no person, or one without access. */
  signer: Signer | null;
}

async function signerOf(tx: Tx, actor: Actor): Promise<Signer | null> {
  const person = actor.kind === 'person' ? await personById(tx, actor.id) : undefined;
  if (!person || person.disabled) return null;
  const { id, name, roles } = person;
  return { id, name, roles: effectiveRoles(roles, await environmentOf(tx)) };
}

/** Locks the matrix, the run and the form, in this order. */
export async function loadForm(
  tx: Tx,
  { runId, gate }: { runId: string; gate: number },
  actor: Actor,
): Promise<{ state: FormState; now: Date }> {
  const { state, now } = await loadGate(tx, runId);
  const form = await lockForm(tx, runId, gate);
  const build = await venueBuild(tx, BUILD_SECONDS);
  const contacts = (await listContacts(tx)).map(({ severity, name, phone, email }) => ({
    ...{ severity, name, phone, email },
  }));
  return { state: { ...state, form, build, contacts, signer: await signerOf(tx, actor) }, now };
}

/** The form's gate, where the run stands; `conflict` says where it stands instead. */
export interface Gate {
  run: StoredCanary;
  facts: CanaryFacts;
  name: string;
  definition: SignoffFormDefinition;
}

export function gateOf(state: FormState, gate: number): Result<Gate> {
  const { run, facts } = state;
  if (!run || !facts) return fail('not_found', 'There is no such run of a programme.');
  const name = formName(run.number, gate);
  if (run.stage !== gate) {
    return fail('conflict', `${name} is no form that waits: the run stands at gate ${run.stage}.`, {
      gate: run.stage,
    });
  }
  return ok({ run, facts, name, definition: formAt(run.definition.key, gate) });
}

export function liveOf(state: FormState, { run, facts }: Gate, now: Date): LiveFacts {
  const { matrix, epoch, build } = state;
  return liveFactsOf({ run, facts, matrix, epoch, build }, now);
}

/** What is frozen now. `asked`: the figures that were asked of Prometheus, by the key of their row. */
export function snapshotNow(
  state: FormState,
  gate: Gate,
  at: { now: Date; closesAt: Date; by: { id: string; name: string } },
  asked: ReadonlyMap<string, number | null>,
): FormSnapshot {
  const { run, name, definition } = gate;
  const live = liveOf(state, gate, at.now);
  const { configuration, criteria, changes } = live;
  const notes = state.form?.notes ?? {};
  const { triggers, mustHave, shouldHave, shouldHaveAtLeast, afterSuccess, afterFailure } = definition;
  return {
    ...{ version: 1, form: name, kind: definition.key, title: definition.title, gate: run.stage },
    run: { id: run.id, number: run.number, programme: run.definition.key, title: run.definition.title },
    ...gateEnds(run),
    ...{ openedAt: at.now.toISOString(), openedBy: at.by, closesAt: at.closesAt.toISOString() },
    ...{ configuration, criteria, changes, build: state.build },
    checklists: checklistsOf(definition, criteria),
    metrics: metricsOf(definition, criteria, asked),
    position: positionId(state),
    lines: SIGNOFF_LINES.map((line) => ({ line, ...SIGNATURE_LINES[line] })).map(
      ({ line, title, statements }) => ({ line, title, statements }),
    ),
    triggers: triggers.length > 0 ? triggers : run.definition.guards.map(({ title }) => title),
    ...{ mustHave, shouldHave, shouldHaveAtLeast, afterSuccess, afterFailure },
    notes: FORM_NOTE_NAMES.flatMap((key) => {
      const text = notes[key];
      return text ? [{ key, title: FORM_NOTES[key], text }] : [];
    }),
    contacts: state.contacts,
  };
}

/** An entry of the log about a form. */
export function formEvent(
  kind: string,
  gate: Pick<Gate, 'name' | 'run'>,
  formId: string,
  more: Partial<AuditEvent> & { details?: Readonly<Record<string, unknown>> } = {},
): AuditEvent {
  const details = { formId, runId: gate.run.id, gate: gate.run.stage, ...more.details };
  return { kind, subject: gate.name, ...more, details };
}
