// What a form rests on as it is now, read without locks: for screens, and for the look before a decision.
import { BUILD_SECONDS } from '#lib/catalog/signoff-types.ts';
import type { BuildVersion, FormContact, FormDifference } from '#lib/contract/signoff.ts';
import { type GateFacts, liveFactsOf } from '#lib/rules/signoff-facts.ts';
import { differencesOf, snapshotOf } from '#lib/rules/signoff-snapshot.ts';
import { type CanaryFacts, canaryFacts } from './canary-facts.ts';
import { canaryById, type StoredCanary } from './canary-runs.ts';
import type { Tx } from './client.ts';
import { listContacts } from './contacts.ts';
import { type LockedMatrix, peekMatrix } from './matrix.ts';
import type { StoredForm } from './signoff-forms.ts';

export interface Standing extends GateFacts {
  run: StoredCanary;
  facts: CanaryFacts;
  head: LockedMatrix;
  now: Date;
}

/** Undefined where there is no such run. */
export async function standingOf(tx: Tx, runId: string): Promise<Standing | undefined> {
  const run = await canaryById(tx, runId);
  if (!run) return undefined;
  const { state: head, now } = await peekMatrix(tx);
  const facts = await canaryFacts(tx, run, head.matrix);
  const build = await venueBuild(tx, BUILD_SECONDS);
  return { run, facts, head, matrix: head.matrix, epoch: head.epoch, build, now };
}

/** What of a form's open text is not as it was frozen. */
export function differencesNow(form: StoredForm, standing: Standing): FormDifference[] {
  return form.text ? differencesOf(snapshotOf(form.text.body), liveFactsOf(standing, standing.now)) : [];
}

/** Whether a form that waits is void, or its run over: then the command decides it under locks. */
export function mayBeVoid(form: StoredForm, standing: Standing | undefined): boolean {
  if (!standing || standing.run.endedAt || standing.run.stage !== form.gate) return true;
  if (!form.text) return false;
  return standing.now >= form.text.closesAt || differencesNow(form, standing).length > 0;
}

/** Versions of the services that were heard of within so many seconds; isolated instances do not count. */
export async function venueBuild(tx: Tx, seconds: number): Promise<BuildVersion[]> {
  return tx.$queryRaw<BuildVersion[]>`
    SELECT DISTINCT service, coalesce(version, 'unknown') AS version FROM instances
    WHERE left_at IS NULL AND isolated_at IS NULL AND last_seen_at > clock_timestamp() - make_interval(secs => ${seconds})
    ORDER BY service, version`;
}

/** The emergency contacts as a form holds them. */
export async function formContacts(tx: Tx): Promise<FormContact[]> {
  return (await listContacts(tx)).map(({ severity, name, phone, email }) => ({
    severity,
    name,
    phone,
    email,
  }));
}
