// The seal of a decided form and the entries of the log that belong to it: what a bundle proves, and with what.
import { type KeyObject, sign, verify } from 'node:crypto';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import type { FormSignature, FormSnapshot, SealedForm, SignoffSeal } from '#lib/contract/signoff.ts';
import type { CheckpointSigner } from '#lib/rules/audit/checkpoint.ts';
import { canonicalJson, sha256 } from '#lib/rules/canonical.ts';
import { signatureHash } from './signoff.ts';
import { narrowOf } from './signoff-snapshot.ts';

export const BUNDLE_VERSION = 'bulkhead-signoff-v1';

/** Kinds of the entries about a form. */
export const FORM_OPENED = 'form.opened';
export const FORM_SIGNED = 'form.signed';
export const FORM_DECLINED = 'form.declined';

export function sealedDigest(sealed: SealedForm): string {
  return sha256(canonicalJson(sealed));
}

/** The text that is signed. Its first line keeps a signature from being taken for one of something else. */
function sealText(sealed: SealedForm, digest: string, sealedAt: string): Buffer {
  return Buffer.from(`${BUNDLE_VERSION}\n${sealed.installationId}\n${sealed.formId}\n${digest}\n${sealedAt}`);
}

export function sealForm(sealed: SealedForm, sealedAt: string, signer: CheckpointSigner): SignoffSeal {
  const digest = sealedDigest(sealed);
  const signature = sign(null, sealText(sealed, digest, sealedAt), signer.privateKey).toString('base64');
  return { digest, sealedAt, keyId: signer.keyId, signature };
}

export function isSealedBy(sealed: SealedForm, seal: SignoffSeal, publicKey: KeyObject): boolean {
  const signature = Buffer.from(seal.signature, 'base64');
  return (
    signature.toString('base64') === seal.signature &&
    seal.digest === sealedDigest(sealed) &&
    verify(null, sealText(sealed, seal.digest, seal.sealedAt), publicKey, signature)
  );
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, place) => key === b[place]);
}

/** What one signature must say, given the text and those before it; the first thing that is wrong. */
function signatureProblem(
  signature: FormSignature,
  place: number,
  sealed: SealedForm,
  snapshot: FormSnapshot,
): string | null {
  const line = SIGNOFF_LINES[place];
  const said = line && `The signature of the line "${SIGNATURE_LINES[line].title}"`;
  if (line === undefined || signature.line !== line) {
    return `Signature ${place + 1} is of the line "${signature.line}": the lines are not signed in their order.`;
  }
  if (signature.hash !== sealed.hash) return `${said} is of another text.`;
  const before = sealed.signatures.slice(0, place);
  if (before.some(({ person }) => person.id === signature.person.id)) {
    return `${said} is by somebody who signed another line.`;
  }
  const last = before.at(-1)?.at ?? snapshot.openedAt;
  if (
    Date.parse(signature.at) < Date.parse(last) ||
    Date.parse(signature.at) >= Date.parse(snapshot.closesAt)
  ) {
    return `${said} was given at ${signature.at}, before its turn or after the window.`;
  }
  const asked = snapshot.lines.find((one) => one.line === line)?.statements.map(({ key }) => key) ?? [];
  if (!sameKeys(signature.statements, asked)) return `${said} is not under every statement of its line.`;
  if (!sameKeys(signature.narrow, narrowOf(snapshot))) return `${said} does not confirm every narrow result.`;
  const decides = line === 'executive' ? 'go' : null;
  return signature.decision === decides ? null : `${said} decides what it may not.`;
}

/** Whether what is sealed is a decision by its own rules; the first thing that is wrong, or null. */
export function sealedProblem(sealed: SealedForm, snapshot: FormSnapshot): string | null {
  const { decision, declined, signatures, changeSetId } = sealed;
  if (sha256(sealed.text) !== sealed.hash) {
    return 'The hash is not that of the text: one of the two was changed.';
  }
  if (snapshot.form !== sealed.form) return 'The text is of another form.';
  for (const [place, signature] of signatures.entries()) {
    const problem = signatureProblem(signature, place, sealed, snapshot);
    if (problem) return problem;
  }
  if (decision === 'go') {
    if (signatures.length !== SIGNOFF_LINES.length)
      return `GO takes four signatures, and there are ${signatures.length}.`;
    return declined === null ? null : 'It is GO and NO-GO at once.';
  }
  if (decision !== 'no-go' || declined === null) return `"${decision}" is no decision.`;
  return changeSetId === null ? null : 'NO-GO changes nothing, and this names a change set.';
}

interface Wanted {
  kind: string;
  by: string;
  what: string;
  details: Readonly<Record<string, unknown>>;
}

/** The entries that the log must hold about it. NO-GO to a form that was not open froze it in the same moment. */
function wantedEntries(sealed: SealedForm, snapshot: FormSnapshot): Wanted[] {
  const { formId, hash, declined, signatures } = sealed;
  return [
    ...(signatures.length > 0
      ? [{ kind: FORM_OPENED, by: snapshot.openedBy.id, what: 'its opening', details: { formId, hash } }]
      : []),
    ...signatures.map((one) => ({
      ...{ kind: FORM_SIGNED, by: one.person.id, what: `the signature of ${one.person.name}` },
      details: { formId, hash, line: one.line, signature: signatureHash(one) },
    })),
    ...(declined
      ? [{ kind: FORM_DECLINED, by: declined.by.id, what: 'NO-GO', details: { formId, hash } }]
      : []),
  ];
}

function holds(entry: AuditExportEntry, wanted: Wanted, form: string): boolean {
  if (entry.kind !== wanted.kind || entry.subject !== form || entry.actorId !== wanted.by) return false;
  const details: unknown = JSON.parse(entry.details ?? '{}');
  return Object.entries(wanted.details).every(
    ([key, value]) => (details as Record<string, unknown> | null)?.[key] === value,
  );
}

/** What the log does not say of it although it must; null when it says all of it. */
export function unlogged(
  sealed: SealedForm,
  snapshot: FormSnapshot,
  entries: readonly AuditExportEntry[],
): string | null {
  const missing = wantedEntries(sealed, snapshot).find(
    (wanted) => !entries.some((entry) => holds(entry, wanted, sealed.form)),
  );
  return missing ? `The audit log in this bundle does not say so of ${missing.what}.` : null;
}
