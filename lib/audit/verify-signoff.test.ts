// A bundle verifies as it was written, and not with any value, signature, entry or byte changed.
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import type { FormSignature, SealedForm, SignoffBundle } from '#lib/contract/signoff.ts';
import { keyIdOf } from '#lib/rules/audit/checkpoint.ts';
import { FORM_DECLINED } from '#lib/rules/canary/signoff-bundle.ts';
import {
  bundled,
  entriesOf,
  FORM_ID,
  fileOf,
  HASH,
  logOf,
  pair,
  sealedGo,
  signatures,
  signer,
} from '#test/signoff-bundle.ts';
import { SNAPSHOT } from '#test/signoff-snapshot.ts';
import { verifySignoff } from './verify-signoff.ts';

let go: SignoffBundle;
let entries: AuditExportEntry[];

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
  const log = logOf([{ kind: FORM_DECLINED, actorId: 'person-3', details: { formId: FORM_ID, hash: HASH } }]);
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
