// What the commands about one sign-off form share: its gate and itself, locked, who acts as they are now, and what would be frozen.
import { z } from 'zod';
import { formAt } from '#lib/catalog/signoff.ts';
import { BUILD_SECONDS, formName, type SignoffFormDefinition } from '#lib/catalog/signoff-types.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { Environment } from '#lib/contract/console.ts';
import type { BuildVersion, FormContact, FormSnapshot } from '#lib/contract/signoff.ts';
import { type Actor, effectiveRoles } from '#lib/rules/actor.ts';
import type { Signer } from '#lib/rules/canary/signoff.ts';
import { liveFactsOf } from '#lib/rules/canary/signoff-facts.ts';
import { frozenForm, type Opening } from '#lib/rules/canary/signoff-freeze.ts';
import { type Lapses, type LineSigner, lapsesOf } from '#lib/rules/canary/signoff-wait.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { personById } from '#lib/store/access/people.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { CanaryFacts } from '#lib/store/canary/canary-facts.ts';
import type { StoredCanary } from '#lib/store/canary/canary-runs.ts';
import { lockForm, type StoredForm } from '#lib/store/canary/signoff-forms.ts';
import { formContacts, signersOf, venueBuild } from '#lib/store/canary/signoff-standing.ts';
import type { Tx } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';
import { type GateState, loadGate } from './enter-stage.ts';

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
  environment: Environment;
  contacts: readonly FormContact[];
  /** Who acts, with the roles that they have at this moment; null when that is no person, or one without access. */
  signer: Signer | null;
  /** Whoever has signed what is open, as they are at this moment. */
  signers: readonly LineSigner[];
}

async function signerOf(tx: Tx, actor: Actor, environment: Environment): Promise<Signer | null> {
  const person = actor.kind === 'person' ? await personById(tx, actor.id) : undefined;
  if (!person || person.disabled) return null;
  const { id, name, roles } = person;
  return { id, name, roles: effectiveRoles(roles, environment) };
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
  const contacts = await formContacts(tx);
  const environment = await environmentOf(tx);
  const signer = await signerOf(tx, actor, environment);
  const signers = await signersOf(tx, form, environment);
  return { state: { ...state, form, build, environment, contacts, signer, signers }, now };
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

/** How what was frozen stands against what is now. */
export function lapsesAt(state: FormState, { run, facts }: Gate, frozen: FormSnapshot, now: Date): Lapses {
  const { matrix, epoch, build, environment, signers } = state;
  return lapsesOf(frozen, liveFactsOf({ run, facts, matrix, epoch, build, environment }, now), signers);
}

/** What is frozen now. `asked`: the figures that were asked of Prometheus, by the key of their row. */
export function snapshotNow(
  state: FormState,
  { run, facts, definition }: Gate,
  at: Opening,
  asked: ReadonlyMap<string, number | null>,
): FormSnapshot {
  const { matrix, epoch, revision, build, environment, contacts, form } = state;
  const gate = { run, facts, matrix, epoch, revision, build, environment };
  return frozenForm({ ...gate, definition, contacts, notes: form?.notes ?? {} }, at, asked);
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
