// Bundles of a signed form for tests: four signatures, two of them by passkeys in software, sealed and logged with a key of the run.
import { generateKeyPairSync } from 'node:crypto';
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { signedInput } from '#lib/audit/verify-signoff.ts';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import type { FormSignature, SealedForm, SignatureProof, SignoffBundle } from '#lib/contract/signoff.ts';
import { challengeOf, stepUpContent } from '#lib/rules/access/passkey-challenge.ts';
import { linkHash, linkOf } from '#lib/rules/audit/chain.ts';
import { keyIdOf, signCheckpoint } from '#lib/rules/audit/checkpoint.ts';
import { signatureHash } from '#lib/rules/canary/signoff.ts';
import { FORM_OPENED, FORM_SIGNED, sealForm } from '#lib/rules/canary/signoff-bundle.ts';
import { snapshotText } from '#lib/rules/canary/signoff-snapshot.ts';
import { canonicalJson, sha256 } from '#lib/rules/canonical.ts';
import { Authenticator } from './authenticator.ts';
import { SNAPSHOT } from './signoff-snapshot.ts';

export const pair = generateKeyPairSync('ed25519');
export const signer = { privateKey: pair.privateKey, keyId: keyIdOf(pair.publicKey) };
export const FORM_ID = '2a6f4f57-8d61-4b0c-9d5e-0f6f3a0f2202';
const INSTALLATION = '5cbb5e60-3f5c-4c34-8b52-19d1fa0b3303';
const { text, hash } = snapshotText(SNAPSHOT);

/** Of the form in the bundles. */
export const HASH = hash;
const ORIGIN = 'http://localhost:3000';

async function passkeyProof(one: FormSignature): Promise<SignatureProof> {
  const device = new Authenticator();
  const made = await verifyRegistrationResponse({
    ...{ response: device.create('AAAA'), expectedChallenge: 'AAAA', expectedOrigin: ORIGIN },
    ...{ expectedRPID: 'localhost', requireUserVerification: true },
  });
  const nonce = 'k3.AAAAAAAAAAAAAAAAAAAAAA.BBBB';
  const content = stepUpContent('sign-form', sha256(canonicalJson(signedInput(SNAPSHOT, one))));
  const { response } = device.get(challengeOf('step-up', content, nonce));
  const { authenticatorData, clientDataJSON, signature } = response;
  return {
    ...{ kind: 'passkey', credentialId: device.credentialId, nonce, origin: ORIGIN, rpId: 'localhost' },
    publicKey: Buffer.from(made.registrationInfo?.credential.publicKey ?? []).toString('base64url'),
    ...{ authenticatorData, clientDataJSON, signature },
  };
}

export async function signatures(): Promise<FormSignature[]> {
  const all: FormSignature[] = SIGNOFF_LINES.map((line, place) => ({
    ...{ hash, line, person: { id: `person-${place}`, name: `Some ${line}` }, name: `Some ${line}` },
    statements: SNAPSHOT.lines[place]?.statements.map(({ key }) => key) ?? [],
    ...{ narrow: ['hedge'], decision: line === 'executive' ? 'go' : null, proof: { kind: 'code' } },
    at: `2026-03-19T0${place}:30:00.000Z`,
  }));
  return Promise.all(
    all.map(async (one) =>
      one.line === 'engineer' || one.line === 'executive' ? { ...one, proof: await passkeyProof(one) } : one,
    ),
  );
}

/** A chain of these entries that begins in the middle of a log. */
export function logOf(
  items: readonly { kind: string; actorId: string; details: object }[],
): AuditExportEntry[] {
  let prevHash = 'ab'.repeat(32);
  return items.map(({ kind, actorId, details }, place) => {
    const entry: AuditExportEntry = {
      ...{ seq: 17_811 + place, at: `2026-03-19T00:00:0${place}.000001Z`, actorKind: 'person', actorId },
      ...{ actorName: 'Somebody', kind, subject: 'CN-3-2', symbol: null, oldValue: null, newValue: null },
      ...{ reason: null, changeSetId: null, epoch: null, revision: null },
      ...{ details: JSON.stringify(details), prevHash, hash: '' },
    };
    entry.hash = linkHash(prevHash, linkOf(entry).fields);
    prevHash = entry.hash;
    return entry;
  });
}

function pieceOf(entries: readonly AuditExportEntry[]): SignoffBundle['audit'][number] {
  const last = entries.at(-1);
  if (!last) throw new Error('an empty piece');
  const { seq, hash: entryHash } = last;
  const said = { installationId: INSTALLATION, seq, hash: entryHash, signedAt: '2026-03-19T04:00:00.000Z' };
  return { entries, checkpoint: signCheckpoint(said, signer) };
}

export function bundled(sealed: SealedForm, entries: readonly AuditExportEntry[]): SignoffBundle {
  return {
    sealed,
    seal: sealForm(sealed, '2026-03-19T04:00:00.000Z', signer),
    // In two pieces, as they are when hours lie between them.
    audit: [pieceOf(entries.slice(0, 1)), ...(entries.length > 1 ? [pieceOf(entries.slice(1))] : [])],
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export const fileOf = (bundle: SignoffBundle) => `${canonicalJson(bundle)}\n`;

export function sealedGo(all: readonly FormSignature[]): SealedForm {
  return {
    ...{ bundle: 'bulkhead-signoff-v1', installationId: INSTALLATION, formId: FORM_ID, form: 'CN-3-2' },
    ...{ decision: 'go', decidedAt: '2026-03-19T03:30:00.000Z', text, hash, signatures: all, declined: null },
    changeSetId: 'c6f0d5d0-51a6-41cf-9c9f-1f0f4d0b4404',
  };
}

export function entriesOf(all: readonly FormSignature[]): AuditExportEntry[] {
  return logOf([
    { kind: FORM_OPENED, actorId: SNAPSHOT.openedBy.id, details: { formId: FORM_ID, hash } },
    ...all.map((one) => ({
      ...{ kind: FORM_SIGNED, actorId: one.person.id },
      details: {
        formId: FORM_ID,
        hash,
        line: one.line,
        signature: signatureHash(one),
        provenBy: one.proof.kind,
      },
    })),
  ]);
}
