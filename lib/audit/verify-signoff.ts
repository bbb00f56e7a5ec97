// Verifies the bundle of a signed form without Bulkhead: text and hash, people and order, passkeys, seal, and the log.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { parseAuditLine, parseCheckpointLine } from '#lib/contract/audit-export.ts';
import type {
  AuditPiece,
  FormSignature,
  FormSnapshot,
  SealedForm,
  SignoffBundle,
} from '#lib/contract/signoff.ts';
import { challengeOf, stepUpContent } from '#lib/rules/access/passkey-challenge.ts';
import { linkOf, walkChain } from '#lib/rules/audit/chain.ts';
import { isSignedBy, keyIdOf } from '#lib/rules/audit/checkpoint.ts';
import { isSealedBy, sealedProblem, unlogged } from '#lib/rules/canary/signoff-bundle.ts';
import { canonicalJson, sha256 } from '#lib/rules/canonical.ts';

const person = z.strictObject({ id: z.string(), name: z.string() });

const proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('code') }),
  z.strictObject({
    kind: z.literal('passkey'),
    ...{ credentialId: z.string(), publicKey: z.string(), nonce: z.string(), origin: z.string() },
    ...{ rpId: z.string(), authenticatorData: z.string(), clientDataJSON: z.string(), signature: z.string() },
  }),
]);

const signature = z.strictObject({
  ...{ hash: z.string(), line: z.string(), person, name: z.string() },
  ...{ statements: z.array(z.string()), narrow: z.array(z.string()) },
  ...{ decision: z.string().nullable(), at: z.iso.datetime(), proof },
});

const bundleSchema = z.strictObject({
  sealed: z.strictObject({
    bundle: z.literal('bulkhead-signoff-v1'),
    ...{ installationId: z.string(), formId: z.string(), form: z.string(), decision: z.string() },
    ...{ decidedAt: z.iso.datetime(), text: z.string(), hash: z.string() },
    signatures: z.array(signature),
    declined: z.strictObject({ by: person, reason: z.string() }).nullable(),
    changeSetId: z.string().nullable(),
  }),
  seal: z.strictObject({
    ...{ digest: z.string(), sealedAt: z.string(), keyId: z.string(), signature: z.string() },
  }),
  audit: z.array(z.strictObject({ entries: z.array(z.unknown()), checkpoint: z.unknown() })),
  publicKey: z.string(),
});

/** As much of a text as is read here; the seal vouches for the rest. */
const snapshotSchema = z.looseObject({
  ...{ run: z.looseObject({ id: z.string() }), gate: z.int() },
  ...{ form: z.string(), openedAt: z.iso.datetime(), openedBy: person, closesAt: z.iso.datetime() },
  lines: z.array(
    z.looseObject({ line: z.string(), statements: z.array(z.looseObject({ key: z.string() })) }),
  ),
  criteria: z.array(z.looseObject({ key: z.string(), narrow: z.string().nullable() })),
});

/** What a bundle was found to be. `broken` is the first thing that is wrong, in a sentence. */
export interface SignoffVerdict {
  broken: string | null;
  /** Null when the file is no bundle at all. */
  sealed: SealedForm | null;
  snapshot: FormSnapshot | null;
  /** The key that sealed it, as the file says; whoever checks compares it with one they trust. */
  keyId: string | null;
  /** Signatures that a passkey proves here and now; the others rest on the seal and the log. */
  passkeys: number;
  entries: number;
  checkpoints: number;
}

const NOTHING: SignoffVerdict = {
  ...{ broken: null, sealed: null, snapshot: null, keyId: null, passkeys: 0, entries: 0, checkpoints: 0 },
};

/** The bundle in a file, exactly as it was written: no byte more, less or other. */
function readBundle(text: string): SignoffBundle | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The file is not JSON: it was cut or edited.';
  }
  const parsed = bundleSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `The file is no bundle of a signed form (${issue?.path.join('.') || 'it'}: ${issue?.message}).`;
  }
  if (`${canonicalJson(value)}\n` !== text)
    return 'The file is not written as Bulkhead writes it: it was edited.';
  for (const { entries, checkpoint } of parsed.data.audit) {
    if (!entries.every((entry) => parseAuditLine(JSON.stringify(entry))))
      return 'A line of the log is not an entry.';
    if (!parseCheckpointLine(JSON.stringify(checkpoint))) return 'A checkpoint of the log is none.';
  }
  return parsed.data as SignoffBundle;
}

/** Undefined where it is not the text of a form. */
function readSnapshot(text: string): FormSnapshot | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return snapshotSchema.safeParse(value).success ? (value as FormSnapshot) : undefined;
  } catch {
    return undefined;
  }
}

function readKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    const same = key.export({ type: 'spki', format: 'pem' }) === pem;
    return key.asymmetricKeyType === 'ed25519' && same ? key : undefined;
  } catch {
    return undefined;
  }
}

/** What sign-form was sent, as its passkey challenge is bound to it. */
export function signedInput({ run, gate }: Pick<FormSnapshot, 'run' | 'gate'>, one: FormSignature): object {
  const { line, hash, name, statements, narrow, decision } = one;
  const of = { runId: run.id, gate };
  return { ...of, line, hash, name, statements, narrow, ...(decision === null ? {} : { decision }) };
}

/** Whether the passkey of this signature signed exactly this input, its owner present. */
async function provenByPasskey(snapshot: FormSnapshot, one: FormSignature): Promise<boolean> {
  if (one.proof.kind !== 'passkey') return false;
  const { credentialId, publicKey, nonce, origin, rpId, ...answer } = one.proof;
  const content = stepUpContent('sign-form', sha256(canonicalJson(signedInput(snapshot, one))));
  // The library throws for whatever does not fit: here all of it is a wrong proof.
  const verified = await verifyAuthenticationResponse({
    response: {
      ...{ id: credentialId, rawId: credentialId, type: 'public-key', clientExtensionResults: {} },
      response: {
        ...{ authenticatorData: answer.authenticatorData, clientDataJSON: answer.clientDataJSON },
        signature: answer.signature,
      },
    },
    expectedChallenge: challengeOf('step-up', content, nonce),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: {
      id: credentialId,
      publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
      counter: 0,
    },
  }).catch(() => undefined);
  return verified?.verified === true;
}

/** The first thing that is wrong with a piece of the log, or null. */
function pieceProblem(
  { entries, checkpoint }: AuditPiece,
  sealed: SealedForm,
  key: KeyObject,
): string | null {
  const [first] = entries;
  if (!first) return 'A piece of the log is empty.';
  const walk = walkChain({ seq: first.seq - 1, hash: first.prevHash });
  for (const entry of entries) {
    const broken = walk.add(linkOf(entry));
    if (broken) return broken.why;
  }
  const head = walk.head();
  const plain = Buffer.from(checkpoint.signature, 'base64').toString('base64') === checkpoint.signature;
  if (!plain || checkpoint.keyId !== keyIdOf(key) || !isSignedBy(checkpoint, key)) {
    return `The checkpoint of entry ${checkpoint.seq} does not bear the signature of key ${keyIdOf(key)}.`;
  }
  if (checkpoint.installationId !== sealed.installationId) return 'A checkpoint is of another installation.';
  return head.seq === checkpoint.seq && head.hash === checkpoint.hash
    ? null
    : `The log up to entry ${head.seq} is not what was signed.`;
}

/** `trusted`: the key that it must be sealed with; without one the key in the file is taken at its word. */
export async function verifySignoff(text: string, trusted?: KeyObject): Promise<SignoffVerdict> {
  const bundle = readBundle(text);
  if (typeof bundle === 'string') return { ...NOTHING, broken: bundle };
  const { sealed, seal, audit } = bundle;
  const key = readKey(bundle.publicKey);
  if (!key) return { ...NOTHING, sealed, broken: 'Its public key is no Ed25519 key in PEM form.' };
  const keyId = keyIdOf(key);
  const snapshot = readSnapshot(sealed.text);
  if (snapshot === undefined) return { ...NOTHING, sealed, broken: 'Its text is not that of a form.' };
  const entries = audit.flatMap((piece) => piece.entries);
  const found: SignoffVerdict = {
    ...{ broken: null, sealed, snapshot, keyId, passkeys: 0 },
    ...{ entries: entries.length, checkpoints: audit.length },
  };
  if (trusted && keyIdOf(trusted) !== keyId) {
    return { ...found, broken: `It is sealed by key ${keyId}, and you trust ${keyIdOf(trusted)}.` };
  }
  if (seal.keyId !== keyId || !isSealedBy(sealed, seal, key)) {
    return {
      ...found,
      broken: `What is sealed was changed: it does not bear the signature of key ${keyId}.`,
    };
  }
  const problem = sealedProblem(sealed, snapshot);
  if (problem) return { ...found, broken: problem };
  for (const one of sealed.signatures) {
    if (one.proof.kind === 'code') continue;
    if (!(await provenByPasskey(snapshot, one))) {
      return { ...found, broken: `The passkey of ${one.person.name} did not sign this.` };
    }
    found.passkeys += 1;
  }
  for (const piece of audit) {
    const wrong = pieceProblem(piece, sealed, key);
    if (wrong) return { ...found, broken: wrong };
  }
  return { ...found, broken: unlogged(sealed, snapshot, entries) };
}
