// A sign-off form on a real database: four people to GO in one transaction, and every way in which a signature is refused or void.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSigningKey, type SigningKey } from '#lib/audit/signing-key.ts';
import { verifySignoff } from '#lib/audit/verify-signoff.ts';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import { addPasskey } from '#lib/commands/access/add-passkey.ts';
import { declineForm } from '#lib/commands/canary/decline-form.ts';
import { noteForm } from '#lib/commands/canary/note-form.ts';
import { signForm } from '#lib/commands/canary/sign-form.ts';
import { voidForm } from '#lib/commands/canary/void-form.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { stepUpDetails } from '#lib/contract/access.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { createLog } from '#lib/process/log.ts';
import { readFactorOffer } from '#lib/reads/access/read-factor-offer.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { signoffBundle } from '#lib/reads/canary/signoff-bundle.ts';
import { ask } from '#lib/reads/read.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import type { Failure } from '#lib/rules/result.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { Authenticator, challengeIn } from '#test/authenticator.ts';
import { codeOf, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { checkpointRound } from '#worker/checkpoint-round.ts';
import { openPool } from '#worker/database.ts';
import { sealingRound, voidingRound } from '#worker/signoff-rounds.ts';
import { SignoffStage, type Somebody, somebody } from './signoff-stage.ts';

const log = createLog('test', { level: 'silent' });
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let stage: SignoffStage;
let engineer: Somebody;
let risk: Somebody;
let product: Somebody;
let executive: Somebody;
let folder: string;
let key: SigningKey;

beforeAll(async () => {
  process.env.NEXTAUTH_URL = 'http://localhost:3000';
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  stage = new SignoffStage(owner);
  [engineer, risk, product, executive] = await Promise.all([
    somebody('engineer'),
    somebody('risk_manager'),
    somebody('product_owner'),
    somebody('executive'),
  ]);
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-signoff-'));
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'key.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, 'key.pub.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE = join(folder, 'key.pub.pem');
  key = readSigningKey(join(folder, 'key.pem'));
});
afterAll(async () => {
  delete process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE;
  rmSync(folder, { recursive: true, force: true });
  await owner.end();
  await opened.close();
});

function refused(result: Executed<unknown>): Failure {
  if (result.ok) throw new Error('it was done');
  return result.error;
}

function done<A>(result: Executed<A>): A {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function form(by: Somebody = engineer): Promise<SignoffBody> {
  const read = await ask(readSignoff, { run: stage.runId, gate: '0' }, by.actor);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** Opened, and signed by the first lines. */
async function signedBy(count: number): Promise<string> {
  const { hash } = done(await stage.open(engineer));
  const people = [engineer, risk, product];
  for (const [place, line] of SIGNOFF_LINES.slice(0, count).entries()) {
    done(await stage.sign(line, hash, people[place] as Somebody));
  }
  return hash;
}

/** A signature that no command wrote. */
const insert = (hash: string, line: string, person: Somebody) =>
  owner.query(
    `INSERT INTO signoff_signatures (form_id, hash, line, person_id, person_name, name, statements, narrow, decision, at, proof)
     SELECT f.id, $2, $3, $4, 'Forged', 'Forged', '{}', '{}', CASE WHEN $3 = 'executive' THEN 'go' END, clock_timestamp(), '{"kind": "code"}'
     FROM signoff_forms f WHERE f.run_id = $1`,
    [stage.runId, hash, line, person.actor.id],
  );

/** What GO does to the form, by no command. */
const approve = () =>
  owner.query(
    "UPDATE signoff_forms SET state = 'approved', decided_at = clock_timestamp(), decided_by = $2, decided_name = 'x' WHERE run_id = $1",
    [stage.runId, executive.actor.id],
  );

/** The last signature and GO past the commands; nothing of it stays. */
async function forcedGo(hash: string): Promise<void> {
  await owner.query('BEGIN');
  try {
    await insert(hash, 'executive', executive);
    await approve();
  } finally {
    await owner.query('ROLLBACK');
  }
}

const NOTHING = { stage: 0, state: 'draft', value: '50000' };

beforeEach(async () => {
  await answered(() =>
    execute(
      setSwitch,
      { switch: 'max_order_size_internal', value: '50000', reason: 'Before a test of the form' },
      SYSTEM,
    ),
  );
  await stage.plan(risk);
});

describe('four people', () => {
  test('take it from a draft to GO, which sets the stage in the same transaction, once', async () => {
    done(
      await answered(() =>
        execute(noteForm, { runId: stage.runId, gate: 0, note: 'market', text: 'Calm' }, engineer.actor),
      ),
    );
    expect(await form()).toMatchObject({ state: 'draft', hash: null, blocks: [] });
    const { hash, form: name } = done(await stage.open(engineer));
    expect(name).toBe(`CN-${stage.number}-0`);
    const opened = await form(risk);
    expect(opened).toMatchObject({ state: 'open', hash, snapshot: { notes: [{ text: 'Calm' }] } });
    expect(
      opened.snapshot.criteria.map(({ key: criterion, verdict, narrow }) => [criterion, verdict, narrow]),
    ).toEqual([
      ['pnl-accurate', 'pass', null],
      ['demo-p50', 'pass', '5 ms below its limit'],
      ['no-p0', 'pass', null],
    ]);
    expect(opened.snapshot.changes).toMatchObject([
      { switch: 'max_order_size_internal', from: '50000', to: '75000' },
    ]);
    expect(opened.lines.map(({ heldBy }) => heldBy === null)).toEqual([false, false, false, false]);
    done(await stage.sign('engineer', hash, engineer));
    expect((await form(risk)).lines.map(({ heldBy }) => heldBy === null)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    done(await stage.sign('risk_manager', hash, risk));
    done(await stage.sign('product_owner', hash, product));
    expect(await stage.where()).toMatchObject({ ...NOTHING, form: 'open' });
    const go = done(await stage.sign('executive', hash, executive));
    expect(go).toMatchObject({ approved: true, missing: [], changeSetId: expect.any(String) });
    expect(await stage.where()).toEqual({ state: 'running', stage: 1, value: '75000', form: 'approved' });
    const { rows } = await owner.query(
      'SELECT authority, actor_name, direction FROM change_sets WHERE id = $1',
      [go.changeSetId],
    );
    expect(rows).toEqual([{ authority: 'signed', actor_name: 'Test executive', direction: 'raising' }]);
    const decided = await form();
    expect(decided).toMatchObject({ state: 'approved', decided: { decision: 'go' }, differences: [] });
    expect(decided.lines.every(({ signature }) => typeof signature?.seq === 'number')).toBe(true);
    expect(refused(await stage.sign('executive', hash, await somebody('executive'))).message).toMatch(
      /signed GO already/,
    );
    const noGo = await answered(() => execute(declineForm, { runId: stage.runId, gate: 0 }, executive.actor));
    expect(refused(noGo).message).toMatch(/is decided/);
  });

  test('each once, in order, each their own line', async () => {
    const hash = await signedBy(1);
    expect(refused(await stage.sign('product_owner', hash, product)).message).toMatch(/risk manager is next/);
    expect(refused(await stage.sign('engineer', hash, await somebody('engineer'))).message).toMatch(
      /has signed as engineer/,
    );
    expect(refused(await stage.sign('risk_manager', hash, engineer)).code).toBe('forbidden');
    const both = await somebody('engineer', 'risk_manager');
    await answered(() =>
      execute(voidForm, { runId: stage.runId, gate: 0, reason: 'Another engineer signs' }, risk.actor),
    );
    const { hash: again } = done(await stage.open(risk));
    done(await stage.sign('engineer', again, both));
    expect(refused(await stage.sign('risk_manager', again, both)).message).toMatch(/four different people/);
    expect(await stage.where()).toMatchObject(NOTHING);
  });

  test('two sign the same line at once: one of them has', async () => {
    const hash = await signedBy(1);
    const other = await somebody('risk_manager');
    const both = await Promise.all([
      stage.sign('risk_manager', hash, risk),
      stage.sign('risk_manager', hash, other),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'conflict' } });
    const { rows } = await owner.query(
      "SELECT count(*)::int AS n FROM signoff_signatures WHERE hash = $1 AND line = 'risk_manager'",
      [hash],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});

describe('refused with the reason, and nothing happens', () => {
  test('a signer who was demoted since they opened it', async () => {
    const gone = await somebody('executive');
    const hash = await signedBy(3);
    await owner.query("UPDATE person_roles SET role = 'auditor' WHERE person_id = $1", [gone.actor.id]);
    // Their session still says executive: the stored row decides.
    expect(refused(await stage.sign('executive', hash, gone))).toMatchObject({ code: 'forbidden' });
    await owner.query('UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1', [gone.actor.id]);
    expect(refused(await stage.sign('executive', hash, gone)).message).toMatch(/no access/);
    expect(await stage.where()).toMatchObject(NOTHING);
  });

  test('after somebody who had signed lost their role, or their access', async () => {
    const gone = await somebody('engineer');
    const { hash } = done(await stage.open(risk));
    done(await stage.sign('engineer', hash, gone));
    done(await stage.sign('risk_manager', hash, risk));
    done(await stage.sign('product_owner', hash, product));
    await expect(forcedGo(hash)).resolves.toBeUndefined();
    await owner.query("UPDATE person_roles SET role = 'auditor' WHERE person_id = $1", [gone.actor.id]);
    expect(refused(await stage.sign('executive', hash, executive)).message).toMatch(
      /Test engineer, who signed, was engineer and is no engineer any more/,
    );
    // The database as well, under a demotion that comes between the look and the GO.
    await expect(forcedGo(hash)).rejects.toThrow('does not have its role any more');
    await owner.query("UPDATE person_roles SET role = 'engineer' WHERE person_id = $1", [gone.actor.id]);
    await owner.query('UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1', [gone.actor.id]);
    await expect(forcedGo(hash)).rejects.toThrow('has no access any more');
    expect(await voidingRound(log)).toBeNull();
    expect(await form(risk)).toMatchObject({
      state: 'draft',
      lastVoid: {
        differences: [{ part: 'signer', what: 'Test engineer, who signed,', is: 'without access' }],
      },
    });
    expect(await stage.where()).toMatchObject(NOTHING);
  });

  test('another build', async () => {
    const hash = await signedBy(3);
    await stage.venue('1.5.0');
    expect(refused(await stage.sign('executive', hash, executive)).message).toMatch(
      /router was 1\.4\.0 and is 1\.5\.0/,
    );
    expect(await stage.where()).toMatchObject(NOTHING);
  });

  test('a late sample that does not pass', async () => {
    const hash = await signedBy(3);
    await stage.sampled(240);
    expect(refused(await stage.sign('executive', hash, executive)).message).toMatch(
      /P50 was pass, 195 ms and is fail, 240 ms/,
    );
    expect(await stage.where()).toMatchObject(NOTHING);
  });

  test('a switch of the difference that somebody changed; another switch changes nothing', async () => {
    const hash = await signedBy(2);
    const change = (name: string, value: unknown) =>
      answered(() => execute(setSwitch, { switch: name, value, reason: 'Somebody works meanwhile' }, SYSTEM));
    await change('hedge_max_leverage', 2);
    done(await stage.sign('product_owner', hash, product));
    await change('max_order_size_internal', '40000');
    expect(refused(await stage.sign('executive', hash, executive)).message).toMatch(
      /max_order_size_internal was 50000 to 75000 and is 40000 to 75000/,
    );
  });

  test('GO after the window', async () => {
    const hash = await signedBy(3);
    await owner.query('ALTER TABLE signoff_texts DISABLE TRIGGER signoff_texts_keep');
    await owner.query(
      "UPDATE signoff_texts SET opened_at = opened_at - interval '1 day', closes_at = closes_at - interval '1 day' WHERE hash = $1",
      [hash],
    );
    await owner.query('ALTER TABLE signoff_texts ENABLE TRIGGER signoff_texts_keep');
    expect(refused(await stage.sign('executive', hash, executive)).message).toMatch(/could be signed until/);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({
      state: 'draft',
      lastVoid: { reason: 'Its time to be signed is over.' },
    });
  });

  test('GO after NO-GO, which is one press, ends the run and changes nothing', async () => {
    const hash = await signedBy(3);
    expect(
      refused(await answered(() => execute(declineForm, { runId: stage.runId, gate: 0 }, risk.actor))).code,
    ).toBe('forbidden');
    done(await answered(() => execute(declineForm, { runId: stage.runId, gate: 0 }, executive.actor)));
    expect(await stage.where()).toEqual({ ...NOTHING, state: 'no-go', form: 'declined' });
    expect(refused(await stage.sign('executive', hash, executive)).message).toMatch(/NO-GO ends the run/);
  });

  test('a statement left out, a narrow result unread, another name, no second factor', async () => {
    const hash = await signedBy(0);
    expect(
      refused(await stage.sign('engineer', hash, engineer, { statements: ['validated'] })).message,
    ).toMatch(/^statements/);
    expect(refused(await stage.sign('engineer', hash, engineer, { narrow: [] })).message).toMatch(/^narrow/);
    expect(refused(await stage.sign('engineer', hash, engineer, { name: 'Somebody' })).message).toMatch(
      /^name/,
    );
    expect(refused(await stage.sign('engineer', hash, engineer, {}, { stepUp: undefined })).code).toBe(
      'step_up_required',
    );
  });

  test('opening while something does not pass, and what is open already', async () => {
    await stage.sampled(240);
    expect(refused(await stage.open(engineer)).message).toMatch(/Latency, P50 fails\./);
    await stage.sampled(195);
    done(await stage.open(engineer));
    expect(refused(await stage.open(risk)).message).toMatch(/open for signature already/);
    const noted = answered(() =>
      execute(noteForm, { runId: stage.runId, gate: 0, note: 'market', text: 'x' }, engineer.actor),
    );
    expect(refused(await noted).message).toMatch(/its notes stay/);
  });
});

describe("Bulkhead's own look", () => {
  test('finds void what does not hold, says what, and leaves the rest alone', async () => {
    const hash = await signedBy(2);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({ state: 'open', hash });
    await stage.venue('1.5.0');
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({
      ...{ state: 'draft', hash: null },
      lastVoid: {
        ...{ by: 'Bulkhead', signedBy: ['Test engineer', 'Test risk_manager'] },
        differences: [{ part: 'build', what: 'router', was: '1.4.0', is: '1.5.0' }],
      },
    });
    const { hash: again } = done(await stage.open(engineer));
    expect(again).not.toBe(hash);
    expect(refused(await stage.sign('engineer', hash, engineer)).message).toMatch(
      /has changed since you read it/,
    );
  });

  test('closes the form of a run that is over', async () => {
    await signedBy(2);
    await stage.plan(risk);
    await voidingRound(log);
    const { rows } = await owner.query(
      "SELECT state FROM signoff_forms WHERE state NOT IN ('approved', 'declined') AND run_id <> $1",
      [stage.runId],
    );
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['closed']));
  });
});

describe('the database itself', () => {
  test('refuses forged signatures, changed texts and decisions that nobody signed', async () => {
    const hash = await signedBy(1);
    await expect(insert(hash, 'product_owner', product)).rejects.toMatchObject({ code: 'BH001' });
    await expect(insert(hash, 'risk_manager', product)).rejects.toMatchObject({ code: 'BH001' });
    await expect(insert(hash, 'risk_manager', engineer)).rejects.toMatchObject({ code: 'BH001' });
    await expect(
      owner.query("UPDATE signoff_texts SET body = body || ' ' WHERE hash = $1", [hash]),
    ).rejects.toMatchObject({ code: 'BH001' });
    await expect(approve()).rejects.toMatchObject({ code: 'BH001' });
    await expect(
      owner.query(
        "INSERT INTO canary_gates (id, run_id, from_stage, decision, snapshot_hash, verdicts, decided_by, decided_name, at) VALUES (gen_random_uuid(), $1, 0, 'go', $2, '[]', $3, 'x', clock_timestamp())",
        [stage.runId, hash, executive.actor.id],
      ),
    ).rejects.toMatchObject({ code: 'BH001' });
  });
});

describe('the bundle', () => {
  test('is sealed by the worker and verifies offline, a passkey by its own signature', async () => {
    const actor = await signedIn(owner, executive.actor.id);
    const device = new Authenticator();
    const offer = await ask(readFactorOffer, {}, actor);
    if (!offer.ok) throw new Error(offer.error.message);
    const { nonce, options } = offer.value.passkey;
    await owner.query('DELETE FROM totp_uses');
    const enrol = { name: 'Phone', nonce, response: device.create(challengeIn(options)) };
    done(
      await answered(() =>
        execute(addPasskey, enrol, actor, { stepUp: { kind: 'totp', code: codeOf(executive.account) } }),
      ),
    );
    const hash = await signedBy(3);
    const input = stage.input('executive', hash, executive);
    const asked = refused(await answered(() => execute(signForm, input, actor)));
    const ways = stepUpDetails(asked.details)?.passkey;
    if (!ways) throw new Error('no passkey was asked for');
    const stepUp = {
      kind: 'passkey',
      nonce: ways.nonce,
      response: device.get(challengeIn(ways.options)),
    } as const;
    // The proof is of this very input: of another it proves nothing.
    const other = await answered(() =>
      execute(signForm, { ...input, hash: 'f'.repeat(64) }, actor, { stepUp }),
    );
    expect(refused(other).code).toBe('step_up_required');
    done(await answered(() => execute(signForm, input, actor, { stepUp })));

    const name = `CN-${stage.number}-0`;
    expect(await signoffBundle(name, engineer.actor)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await sealingRound(key)).toBeGreaterThan(0);
    expect(await sealingRound(key)).toBe(0);
    const pool = openPool(opened.app, log);
    await checkpointRound({
      pool,
      url: opened.app,
      key,
      file: join(folder, 'checkpoints', 'audit.ndjson'),
      log,
    });
    await pool.end();
    const bundle = await signoffBundle(name, engineer.actor);
    if (!bundle.ok) throw new Error(bundle.error.message);
    const verdict = await verifySignoff(bundle.value.text, key.publicKey);
    expect(verdict).toMatchObject({
      broken: null,
      passkeys: 1,
      sealed: { form: name, decision: 'go', hash },
    });
    expect(verdict.snapshot?.changes).toMatchObject([{ to: '75000' }]);
    expect((await form()).sealed).toBe(true);
    expect(
      (await verifySignoff(bundle.value.text.replace('Test risk_manager', 'Test risk_managex'))).broken,
    ).not.toBeNull();
  });
});
