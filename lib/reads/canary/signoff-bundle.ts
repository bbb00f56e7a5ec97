// The bundle of a decided form as a file: what the worker sealed, its seal, and the pieces of the audit log about it.
import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SignoffBundle } from '#lib/contract/signoff.ts';
import { inTurn } from '#lib/process/turns.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { canonicalJson } from '#lib/rules/canonical.ts';
import { may } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { canariesWhere } from '#lib/store/canary/canary-runs.ts';
import { auditPieces, sealedForm } from '#lib/store/canary/signoff-sealed.ts';
import { sealOf } from '#lib/store/canary/signoff-seals.ts';
import { database } from '#lib/store/client.ts';

async function publicKey(): Promise<string | undefined> {
  const file = process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE;
  return file
    ? createPublicKey(await readFile(file, 'utf8'))
        .export({ type: 'spki', format: 'pem' })
        .toString()
    : undefined;
}

const LATER =
  'The worker seals a form within seconds of its decision, and signs the log every ten: ask again.';

/** `name` is CN-3-2. Expected failures are values; a database that does not answer throws, as it does for any file. */
export async function signoffBundle(
  name: string,
  actor: Actor,
): Promise<Result<{ file: string; text: string }>> {
  for (const action of ['read-signoff', 'read-audit'] as const) {
    const allowed = may(actor, action);
    if (!allowed.ok) return allowed;
  }
  const [, number, gate] = /^CN-([1-9]\d{0,14})-(0|[1-9]\d?)$/.exec(name) ?? [];
  if (number === undefined) return fail('not_found', 'There is no such form.');
  const key = await publicKey();
  if (key === undefined)
    return fail('not_found', 'This console was not given the public key of the audit log.');
  return inTurn(async () => {
    const tx = database();
    const [run] = await canariesWhere(tx, { number: BigInt(number) }, 1);
    const sealed = run && (await sealedForm(tx, { runId: run.id, gate: Number(gate) }));
    if (!sealed)
      return fail('not_found', `${name} is no decided form: only what was signed GO or declined is bundled.`);
    const seal = await sealOf(tx, sealed.formId);
    const audit = await auditPieces(tx, { id: sealed.formId, name });
    if (!seal || !audit) return fail('conflict', LATER);
    const bundle: SignoffBundle = { sealed, seal, audit, publicKey: key };
    return ok({ file: `${name}.signoff.json`, text: `${canonicalJson(bundle)}\n` });
  });
}
