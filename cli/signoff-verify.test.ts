// bulkhead signoff verify: exit codes and sentences, for a sound bundle, a broken one, another key, and no bundle at all.
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliEnvironment, cliFolders, runCli } from '#test/cli-run.ts';
import { bundled, entriesOf, fileOf, pair, sealedGo, signatures, signer } from '#test/signoff-bundle.ts';
import { bulkheadProgram } from './bulkhead-program.ts';

const folders = cliFolders();
const at = (name: string) => join(folders.data, name);
const env = cliEnvironment(folders, {});

beforeAll(async () => {
  mkdirSync(folders.data, { recursive: true });
  const all = await signatures();
  const file = fileOf(bundled(sealedGo(all), entriesOf(all)));
  writeFileSync(at('sound.json'), file);
  writeFileSync(at('broken.json'), file.replace('Some product_owner', 'Some product_ownex'));
  writeFileSync(at('key.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const other = generateKeyPairSync('ed25519').publicKey;
  writeFileSync(at('other.pem'), other.export({ type: 'spki', format: 'pem' }));
});
afterAll(() => folders.remove());

const verify = (...args: string[]) => runCli(bulkheadProgram(), ['signoff', 'verify', ...args], env);

test('a sound bundle: who signed how, by which key', async () => {
  const { code, out, err } = await verify(at('sound.json'), '--public-key', at('key.pem'));
  expect(code).toBe(0);
  expect(out).toMatch(/^CN-3-2: GO, .* The bundle is sound\./);
  expect(out).toMatch(
    /engineer +Some engineer, .* by passkey\n.*risk_manager +Some risk_manager, .* by one-time code/,
  );
  expect(out).toContain(`key ${signer.keyId}`);
  expect(err).toMatch(/^2 of the signatures were proven with a one-time code/);
  expect((await verify(at('sound.json'))).err).toMatch(/Compare the key/);
});

test('as JSON', async () => {
  const { out } = await verify(at('sound.json'), '--json');
  expect(JSON.parse(out)).toMatchObject({
    sound: true,
    form: 'CN-3-2',
    decision: 'go',
    passkeys: 2,
    keyTrusted: false,
  });
});

test('what is wrong ends with 7, what cannot be read with 2', async () => {
  expect(await verify(at('broken.json'))).toMatchObject({
    code: 7,
    out: expect.stringMatching(/^This bundle is BROKEN/),
  });
  expect(await verify(at('sound.json'), '--public-key', at('other.pem'))).toMatchObject({
    ...{ code: 7, out: expect.stringMatching(/and you trust/) },
  });
  expect(await verify(at('none.json'))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/There is no file/),
  });
  expect((await verify(at('sound.json'), '--public-key', at('sound.json'))).code).toBe(2);
  expect((await verify()).code).toBe(2);
});
