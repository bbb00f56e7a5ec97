// Step-up: a code or a passkey, each once, bound to one command with one input; wrong ones are counted.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPasskey } from '#lib/commands/access/add-passkey.ts';
import { changeRoles } from '#lib/commands/access/change-roles.ts';
import { invitePerson } from '#lib/commands/access/invite-person.ts';
import { type StepUpDetails, stepUpDetails } from '#lib/contract/access.ts';
import { readFactorOffer } from '#lib/reads/access/read-factor-offer.ts';
import { ask } from '#lib/reads/read.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { Failure } from '#lib/rules/result.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { proofFromHeader, type StepUpProof } from '#lib/write/step-up.ts';
import { Authenticator, challengeIn, type Twist } from '#test/authenticator.ts';
import { type Account, codeOf, createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let admin: Account;
let actor: Actor;
let target: Account;

beforeAll(async () => {
  process.env.NEXTAUTH_URL = 'http://localhost:3000';
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** A super admin of this test alone, so that codes and counts of other tests do not matter. */
async function fresh(): Promise<void> {
  admin = await createAccount('super_admin');
  actor = await signedIn(owner, admin.personId);
  target = await createAccount('auditor');
}

const INPUT = () => ({ person: target.personId, roles: ['operations'], reason: 'moves to operations' });

function change(stepUp?: StepUpProof, input: object = INPUT(), idempotencyKey?: string) {
  return answered(() => execute(changeRoles, input, actor, { stepUp, idempotencyKey }));
}

function outcome(result: Executed<unknown>): string {
  return result.ok ? 'done' : result.error.code;
}

function detailsOf(result: Executed<unknown>): StepUpDetails {
  const { error } = result as { error: Failure };
  const details = stepUpDetails(error.details);
  if (!details) throw new Error(`it named no way to prove it: ${JSON.stringify(error)}`);
  return details;
}

async function rolesOf(personId: string): Promise<string[]> {
  const { rows } = await owner.query('SELECT role FROM person_roles WHERE person_id = $1 ORDER BY role', [
    personId,
  ]);
  return rows.map((row) => row.role);
}

async function enrol(): Promise<Authenticator> {
  const authenticator = new Authenticator();
  const offer = await ask(readFactorOffer, {}, actor);
  if (!offer.ok) throw new Error(offer.error.message);
  const { nonce, options } = offer.value.passkey;
  const input = { name: 'Laptop', nonce, response: authenticator.create(challengeIn(options)) };
  const made = await answered(() =>
    execute(addPasskey, input, actor, { stepUp: { kind: 'totp', code: codeOf(admin, -1) } }),
  );
  if (!made.ok) throw new Error(made.error.message);
  return authenticator;
}

describe('without a proof', () => {
  test('the command is refused, says how, and changes nothing', async () => {
    await fresh();
    const refused = await change();
    expect(outcome(refused)).toBe('step_up_required');
    expect(detailsOf(refused)).toEqual({ methods: ['totp'] });
    expect(await rolesOf(target.personId)).toEqual(['auditor']);
  });

  test('somebody without a second factor is told to set one up', async () => {
    await fresh();
    await owner.query('UPDATE people SET totp_secret = NULL WHERE id = $1', [admin.personId]);
    actor = await signedIn(owner, admin.personId);
    expect(outcome(await change())).toBe('second_factor_required');
  });
});

describe('a code', () => {
  test('proves it once: the entry says so, and the same code proves nothing more', async () => {
    await fresh();
    const code = codeOf(admin);
    expect(outcome(await change({ kind: 'totp', code }))).toBe('done');
    expect(await rolesOf(target.personId)).toEqual(['operations']);
    const { rows } = await owner.query(
      "SELECT details FROM audit_log WHERE kind = 'person.roles_changed' ORDER BY seq DESC LIMIT 1",
    );
    expect(JSON.parse(rows[0].details)).toMatchObject({ provenBy: 'code' });
    expect(outcome(await change({ kind: 'totp', code }, { ...INPUT(), roles: ['auditor'] }))).toBe(
      'step_up_required',
    );
  });

  test('a repeat with the same key gets the same answer, though its code is spent', async () => {
    await fresh();
    const proof = { kind: 'totp', code: codeOf(admin) } as const;
    const first = await change(proof, INPUT(), 'one-attempt');
    const again = await change(proof, INPUT(), 'one-attempt');
    expect([outcome(first), outcome(again)]).toEqual(['done', 'done']);
    expect(again).toMatchObject({ replayed: true });
  });

  test('twenty at once count once', async () => {
    await fresh();
    const code = codeOf(admin);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        change({ kind: 'totp', code }, { ...INPUT(), reason: `attempt ${n}` }),
      ),
    );
    const { rows } = await owner.query(
      "SELECT count(*)::int FROM audit_log WHERE kind = 'person.roles_changed' AND details::json->>'personId' = $1",
      [target.personId],
    );
    expect(rows[0].count).toBe(1);
    expect(results.filter((one) => one.ok)).toHaveLength(1);
  });

  test('five wrong ones, also in parallel, and the next is 429 though right; later it is right again', async () => {
    await fresh();
    const wrong = codeOf(admin) === '000000' ? '000001' : '000000';
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => change({ kind: 'totp', code: wrong })),
    );
    const counted = guesses.map(outcome).filter((code) => code === 'step_up_required').length;
    expect(counted).toBeLessThanOrEqual(5);
    for (let guess = counted; guess < 5; guess++) await change({ kind: 'totp', code: wrong });
    const limited = await change({ kind: 'totp', code: codeOf(admin) });
    expect(limited).toMatchObject({
      ok: false,
      error: { code: 'rate_limited', details: { retryAfterSeconds: 900 } },
    });
    await owner.query("UPDATE sign_in_attempts SET at = at - interval '15 minutes'");
    expect(outcome(await change({ kind: 'totp', code: codeOf(admin) }))).toBe('done');
  });

  test('is not used up, and no key is taken, when the command is refused for another reason', async () => {
    await fresh();
    const proof = { kind: 'totp', code: codeOf(admin) } as const;
    expect(outcome(await change(proof, { ...INPUT(), reason: 'x' }, 'same-key'))).toBe('invalid_reason');
    expect(outcome(await change(proof, INPUT(), 'same-key'))).toBe('done');
  });
});

describe('a passkey', () => {
  test('signs this very command and input; the session counts as proven', async () => {
    await fresh();
    const authenticator = await enrol();
    const details = detailsOf(await change());
    expect(details.methods).toEqual(['totp', 'passkey']);
    const { nonce, options } = details.passkey as NonNullable<StepUpDetails['passkey']>;
    const proof = { kind: 'passkey', nonce, response: authenticator.get(challengeIn(options)) } as const;
    // For another input it counts nothing.
    expect(outcome(await change(proof, { ...INPUT(), roles: ['super_admin'] }))).toBe('step_up_required');
    expect(outcome(await change(proof))).toBe('done');
    expect(outcome(await change(proof, { ...INPUT(), roles: ['auditor'] }))).toBe('step_up_required');
  });

  test('an answer counts once', async () => {
    await fresh();
    const authenticator = await enrol();
    const { nonce, options } = detailsOf(await change()).passkey as NonNullable<StepUpDetails['passkey']>;
    const proof = { kind: 'passkey', nonce, response: authenticator.get(challengeIn(options)) } as const;
    const results = await Promise.all(Array.from({ length: 8 }, () => change(proof)));
    expect(results.filter((one) => one.ok)).toHaveLength(1);
  });

  test.each<[string, Twist]>([
    ['from another origin', { origin: 'https://bulkhead.attacker.example' }],
    ['for another site', { rpId: 'attacker.example' }],
    ['without its owner', { unverified: true }],
    ['that is an enrolment', { type: 'webauthn.create' }],
    ['that has not counted on, like a copy', { counter: 0 }],
  ])('an answer %s counts nothing', async (_name, twist) => {
    await fresh();
    const authenticator = await enrol();
    const { nonce, options } = detailsOf(await change()).passkey as NonNullable<StepUpDetails['passkey']>;
    // Its counter stands at 1 first, so that a copy at 0 is behind.
    if (twist.counter === 0)
      await owner.query('UPDATE passkeys SET counter = 5 WHERE person_id = $1', [admin.personId]);
    const response = authenticator.get(challengeIn(options), twist);
    expect(outcome(await change({ kind: 'passkey', nonce, response }))).toBe('step_up_required');
    expect(await rolesOf(target.personId)).toEqual(['auditor']);
  });

  test('somebody else’s answers nothing', async () => {
    await fresh();
    const stranger = await enrol();
    const nonceOfMine = async () =>
      detailsOf(await change()).passkey as NonNullable<StepUpDetails['passkey']>;
    await nonceOfMine();
    await fresh();
    await enrol();
    const { nonce, options } = await nonceOfMine();
    const response = stranger.get(challengeIn(options));
    expect(outcome(await change({ kind: 'passkey', nonce, response }))).toBe('step_up_required');
  });
});

describe('the header', () => {
  test('takes a code, or the answer of a passkey as base64url', () => {
    expect(proofFromHeader(null)).toEqual({ ok: true, value: undefined });
    expect(proofFromHeader('totp 123456')).toEqual({ ok: true, value: { kind: 'totp', code: '123456' } });
    const answer = { nonce: 'n', response: new Authenticator().get('abc') };
    const text = Buffer.from(JSON.stringify(answer)).toString('base64url');
    expect(proofFromHeader(`passkey ${text}`)).toEqual({ ok: true, value: { kind: 'passkey', ...answer } });
  });

  test.each([
    '',
    'totp',
    'totp ',
    'sms 123456',
    'passkey',
    'passkey e30',
    'passkey %%%',
    'passkey bnVsbA',
    'totp 1 2',
  ])('%j is refused', (header) => {
    expect(proofFromHeader(header)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });
});

test('a token of somebody proves nothing by itself', async () => {
  await fresh();
  const byToken: Actor = { ...(actor as Extract<Actor, { kind: 'person' }>), via: 'token' };
  const invite = { email: 'new@exchange.example', name: 'New', roles: ['auditor'] };
  const refused = await answered(() => execute(invitePerson, invite, byToken));
  expect(outcome(refused)).toBe('step_up_required');
});
