// What a form rests on as it is now, read without locks: for screens, and for the look before a decision.
import { BUILD_SECONDS, type SignoffLine } from '#lib/catalog/signoff-types.ts';
import type { Environment } from '#lib/contract/console.ts';
import type { BuildVersion, FormContact } from '#lib/contract/signoff.ts';
import type { FormWait } from '#lib/contract/signoff-views.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import { type GateFacts, liveFactsOf } from '#lib/rules/canary/signoff-facts.ts';
import { snapshotOf } from '#lib/rules/canary/signoff-snapshot.ts';
import {
  hasWaitedOut,
  holdEnd,
  type Lapses,
  type LineSigner,
  lapsesOf,
  NO_LAPSES,
} from '#lib/rules/canary/signoff-wait.ts';
import { personById } from '#lib/store/access/people.ts';
import { listContacts } from '#lib/store/alerts/contacts.ts';
import { type LockedMatrix, peekMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';
import { type CanaryFacts, canaryFacts } from './canary-facts.ts';
import { canaryById, type StoredCanary } from './canary-runs.ts';
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
  const environment = await environmentOf(tx);
  return { run, facts, head, matrix: head.matrix, epoch: head.epoch, build, environment, now };
}

/** Whoever has signed the open text, with the roles that they have at this moment. */
export async function signersOf(
  tx: Tx,
  form: StoredForm | undefined,
  environment: Environment,
): Promise<LineSigner[]> {
  const signers: LineSigner[] = [];
  for (const { line, person } of form?.signatures ?? []) {
    const stored = await personById(tx, person.id);
    const rolesNow = !stored || stored.disabled ? [] : effectiveRoles(stored.roles, environment);
    signers.push({ line: line as SignoffLine, name: person.name, rolesNow });
  }
  return signers;
}

/** How a form's open text stands against what is now. */
export async function lapsesNow(tx: Tx, form: StoredForm | undefined, standing: Standing): Promise<Lapses> {
  if (form?.state !== 'open' || !form.text) return NO_LAPSES;
  const signers = await signersOf(tx, form, standing.environment);
  return lapsesOf(snapshotOf(form.text.body), liveFactsOf(standing, standing.now), signers);
}

/** What holds up a form that is open; null when nothing does. */
export function waitOf(form: StoredForm | undefined, { missing }: Lapses): FormWait | null {
  if (missing.length === 0) return null;
  const since = form?.text?.heldSince ?? null;
  return { missing, since: since?.toISOString() ?? null, until: since && holdEnd(since).toISOString() };
}

export type FormLook = 'holds' | 'waits' | 'may be void';

/** What the worker does about a form: where it may be void, or its run is over, the command decides it under locks. */
export async function lookAt(tx: Tx, form: StoredForm, standing: Standing | undefined): Promise<FormLook> {
  if (!standing || standing.run.endedAt || standing.run.stage !== form.gate) return 'may be void';
  if (!form.text) return 'holds';
  const { changed, missing } = await lapsesNow(tx, form, standing);
  if (standing.now >= form.text.closesAt || changed.length > 0) return 'may be void';
  if (missing.length === 0) return 'holds';
  return hasWaitedOut(form.text, standing.now) ? 'may be void' : 'waits';
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
