// A bundle verifies as it was written, and not with any value, signature, entry or byte changed.
import { generateKeyPairSync } from 'node:crypto';
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { beforeAll, expect, test } from 'vitest';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import type { FormSignature, SealedForm, SignatureProof, SignoffBundle } from '#lib/contract/signoff.ts';
import { canonicalJson, sha256 } from '#lib/rules/canonical.ts';
import { linkHash, linkOf } from '#lib/rules/chain.ts';
import { keyIdOf, signCheckpoint } from '#lib/rules/checkpoint.ts';
import { challengeOf, stepUpContent } from '#lib/rules/passkey-challenge.ts';
import { signatureHash } from '#lib/rules/signoff.ts';
import { FORM_DECLINED, FORM_OPENED, FORM_SIGNED, sealForm } from '#lib/rules/signoff-bundle.ts';
import { snapshotText } from '#lib/rules/signoff-snapshot.ts';
import { Authenticator } from '#test/authenticator.ts';
import { SNAPSHOT } from '#test/signoff-snapshot.ts';
import { signedInput, verifySignoff } from './verify-signoff.ts';

const pair = generateKeyPairSync('ed25519');
const signer = { privateKey: pair.privateKey, keyId: keyIdOf(pair.publicKey) };
const FORM_ID = '2a6f4f57-8d61-4b0c-9d5e-0f6f3a0f2202';
const INSTALLATION = '5cbb5e60-3f5c-4c34-8b52-19d1fa0b3303';
const { text, hash } = snapshotText(SNAPSHOT);
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

async function signatures(): Promise<FormSignature[]> {
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
function logOf(items: readonly { kind: string; actorId: string; details: object }[]): AuditExportEntry[] {
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

function bundled(sealed: SealedForm, entries: readonly AuditExportEntry[]): SignoffBundle {
  return {
    sealed,
    seal: sealForm(sealed, '2026-03-19T04:00:00.000Z', signer),
    // In two pieces, as they are when hours lie between them.
    audit: [pieceOf(entries.slice(0, 1)), ...(entries.length > 1 ? [pieceOf(entries.slice(1))] : [])],
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

const fileOf = (bundle: SignoffBundle) => `${canonicalJson(bundle)}\n`;

let go: SignoffBundle;
let entries: AuditExportEntry[];

function sealedGo(all: readonly FormSignature[]): SealedForm {
  return {
    ...{ bundle: 'bulkhead-signoff-v1', installationId: INSTALLATION, formId: FORM_ID, form: 'CN-3-2' },
    ...{ decision: 'go', decidedAt: '2026-03-19T03:30:00.000Z', text, hash, signatures: all, declined: null },
    changeSetId: 'c6f0d5d0-51a6-41cf-9c9f-1f0f4d0b4404',
  };
}

function entriesOf(all: readonly FormSignature[]): AuditExportEntry[] {
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

beforeAll(async () => {
  const all = await signatures();
  entries = entriesOf(all);
  go = bundled(sealedGo(all), entries);
});

const broken = async (file: string, trusted = pair.publicKey) => (await verifySignoff(file, trusted)).broken;

test('as it was written it is sound: two passkeys prove themselves, two codes rest on seal and log', async () => {
  const verdict = await verifySignoff(fileOf(go), pair.publicKey);
  expect(verdict).toMatchObject({
    broken: null,
    passkeys: 2,
    entries: 5,
    checkpoints: 2,
    keyId: signer.keyId,
  });
  expect(verdict.snapshot).toEqual(SNAPSHOT);
  expect(await broken(fileOf(go))).toBeNull();
});

test('NO-GO is sound as well: what it was said to, no signature, who said it', async () => {
  const declined = { by: { id: 'person-3', name: 'Ines' }, reason: 'The reserve is too thin' };
  const sealed: SealedForm = {
    ...sealedGo([]),
    ...{ decision: 'no-go', declined, changeSetId: null },
  };
  const log = logOf([{ kind: FORM_DECLINED, actorId: 'person-3', details: { formId: FORM_ID, hash } }]);
  expect(await broken(fileOf(bundled(sealed, log)))).toBeNull();
  expect(await broken(fileOf(bundled({ ...sealed, changeSetId: 'x' }, log)))).toMatch(
    /NO-GO changes nothing/,
  );
  expect(await broken(fileOf(bundled(sealed, entries.slice(0, 1))))).toMatch(/does not say so of NO-GO/);
});

/** Every place of the bundle that holds a value. */
function leavesOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function otherValue(value: unknown): unknown {
  if (value === null) return 'x';
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  const middle = Math.floor(text.length / 2);
  return text === ''
    ? 'x'
    : `${text.slice(0, middle)}${text[middle] === '0' ? '1' : '0'}${text.slice(middle + 1)}`;
}

function changed(
  bundle: SignoffBundle,
  path: readonly (string | number)[],
  change: (value: unknown) => unknown,
) {
  const copy = structuredClone(bundle) as unknown;
  const last = path.at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: a path of its own
  const parent = path.slice(0, -1).reduce<any>((at, key) => at[key], copy);
  parent[last] = change(parent[last]);
  return copy as SignoffBundle;
}

test('whatever single value is changed is found', async () => {
  const paths = leavesOf(go);
  expect(paths.length).toBeGreaterThan(140);
  const unnoticed: string[] = [];
  for (const path of paths) {
    if ((await broken(fileOf(changed(go, path, otherValue)))) === null) unnoticed.push(path.join('.'));
  }
  expect(unnoticed).toEqual([]);
});

test('whatever single byte is changed, put in or taken out is found', async () => {
  const file = fileOf(go);
  const unnoticed: string[] = [];
  // Every byte of a signature's last group (spare bits), and one in 23 of the rest.
  const spare = [...file.matchAll(/=="/g)].flatMap(({ index }) => [index - 1, index]);
  const places = [...spare, ...Array.from({ length: Math.floor(file.length / 23) }, (_, n) => n * 23)];
  for (const at of places) {
    const other = file[at] === 'B' ? 'C' : 'B';
    for (const edited of [other, '', `${file[at]} `]) {
      const text = file.slice(0, at) + edited + file.slice(at + 1);
      if ((await broken(text)) === null) unnoticed.push(`${at}: ${JSON.stringify(edited)}`);
    }
  }
  expect(unnoticed).toEqual([]);
}, 60_000);

/** Sealed and logged anew by somebody who has the key: then the rules of the form themselves must object. */
const FORGED: readonly [string, (all: FormSignature[]) => FormSignature[], RegExp][] = [
  ['three signatures', (all) => all.slice(0, 3), /four signatures, and there are 3/],
  ['another order', ([a, b, ...rest]) => (a && b ? [b, a, ...rest] : []), /not signed in their order/],
  [
    'one person twice',
    (all) => all.map((one, place) => (place === 2 ? { ...one, person: all[1]?.person ?? one.person } : one)),
    /somebody who signed another line/,
  ],
  [
    'a statement less',
    (all) => all.map((one) => ({ ...one, statements: one.statements.slice(1) })),
    /every statement/,
  ],
  ['a narrow result unread', (all) => all.map((one) => ({ ...one, narrow: [] })), /narrow/],
  [
    'after the window',
    (all) => all.map((one, place) => (place === 3 ? { ...one, at: '2026-03-20T00:00:00.000Z' } : one)),
    /after the window/,
  ],
  [
    'a passkey that signed something else',
    (all) => all.map((one, place) => (place === 0 ? { ...one, name: 'Somebody else' } : one)),
    /The passkey of Some engineer did not sign this/,
  ],
];

test.each(FORGED)('forged with the right key: %s', async (_what, forge, sentence) => {
  const all = forge([...go.sealed.signatures]);
  expect(await broken(fileOf(bundled(sealedGo(all), entriesOf(all))))).toMatch(sentence);
});

test('a signature that the log does not know, and a log that goes on elsewhere, are found', async () => {
  expect(await broken(fileOf(bundled(go.sealed, entries.slice(0, 4))))).toMatch(
    /signature of Some executive/,
  );
  const cut = { ...go, audit: go.audit.map((piece) => ({ ...piece, entries: piece.entries.slice(0, -1) })) };
  expect(await broken(fileOf(cut))).toMatch(/empty|not what was signed/);
});

test('a key that nobody trusts is named', async () => {
  const other = generateKeyPairSync('ed25519').publicKey;
  expect(await broken(fileOf(go), other)).toBe(
    `It is sealed by key ${signer.keyId}, and you trust ${keyIdOf(other)}.`,
  );
});

test.each(['', '{}', '[]', '{"sealed":1}', 'null'])('no bundle: %j', async (file) => {
  expect(await broken(file)).toMatch(/not JSON|no bundle/);
});
