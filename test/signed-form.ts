// A gate that its form decides, for tests of what comes behind it: the form is opened, signed and decided in the transaction of the gate.
import { type GatePlan, saveGate } from '#lib/commands/canary/enter-stage.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { snapshotText } from '#lib/rules/canary/signoff-snapshot.ts';
import { decideForm, draftForm, insertSignature, openText } from '#lib/store/canary/signoff-forms.ts';
import type { Tx } from '#lib/store/client.ts';
import { SNAPSHOT } from './signoff-snapshot.ts';

const FROZEN = snapshotText(SNAPSHOT);

/** What the plan of the gate names as its snapshot. */
export const SIGNED_HASH = FROZEN.hash;

/** The form with the signatures that the plan names, then the gate itself. */
export async function saveSigned(
  tx: Tx,
  plan: GatePlan,
  state: { epoch: number; revision: number },
  actor: Actor,
): Promise<boolean> {
  const { run, gate, at, write } = plan;
  const { id, lines } = gate;
  const [{ person: opener } = { person: run.plannedBy }] = lines;
  const closesAt = new Date(at.getTime() + 3_600_000);
  const { text: body, hash } = FROZEN;
  await draftForm(tx, { id, runId: run.id, gate: run.stage, notes: {}, at });
  await openText(tx, { id, version: 1 }, { hash, body, by: opener, at, closesAt });
  for (const { line, person, signedAt } of lines) {
    await insertSignature(tx, id, {
      ...{ hash, line, person, name: person.name, statements: [], narrow: [], at: signedAt.toISOString() },
      ...{ decision: line === 'executive' ? 'go' : null, proof: { kind: 'code' } },
    });
  }
  if (!(await saveGate(tx, plan, state, actor))) return false;
  const last = lines.at(-1)?.person ?? run.plannedBy;
  return decideForm(
    tx,
    { id, version: 2 },
    { state: 'approved', hash, by: last, at, declineReason: null, changeSetId: write?.id ?? null },
  );
}
