// Sign-in: right and wrong factors, codes that count once, and limits on guessing.
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOfBearer, actorOfSession } from '#app/_entry/actor.ts';
import type { SignInAnswer } from '#lib/commands/access/opened-session.ts';
import { signIn } from '#lib/commands/access/sign-in.ts';
import { ANONYMOUS } from '#lib/rules/actor.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount, openSessionOf } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

type Typed = Partial<{ email: string; password: string; totp: string; address: string | null }>;

function attempt(account: Account, typed: Typed = {}): Promise<Executed<SignInAnswer>> {
  const { email, password } = account;
  const right = {
    email,
    password,
    totp: codeOf(account),
    userAgent: 'a browser',
    address: null,
    browser: null,
  };
  return answered(() => execute(signIn, { ...right, ...typed }, ANONYMOUS));
}

/** `in` with the session, `refused`, or the code of the failure. */
function outcome(result: Executed<SignInAnswer>): string {
  if (!result.ok) return result.error.code;
  return result.value.sessionId ? 'in' : 'refused';
}

async function sessions(personId: string): Promise<number> {
  const { rows } = await owner.query('SELECT count(*)::int FROM sessions WHERE person_id = $1', [personId]);
  return rows[0].count;
}

async function auditEntries(): Promise<number> {
  const { rows } = await owner.query('SELECT seq::int FROM audit_head');
  return rows[0].seq;
}

describe('with', () => {
  test('the right password and code a session opens, and the audit log names the person', async () => {
    const account = await createAccount('risk_manager');
    const result = await attempt(account);
    if (!result.ok || !result.value.sessionId) throw new Error('refused');
    expect(result.value).toMatchObject({
      personId: account.personId,
      email: account.email,
      name: 'Test risk_manager',
    });
    expect(await actorOfSession(result.value.sessionId)).toEqual({
      ...{ kind: 'person', id: account.personId, name: 'Test risk_manager', email: account.email },
      ...{ roles: ['risk_manager'], via: 'session', sessionId: result.value.sessionId, factor: 'proven' },
    });
    const { rows } = await owner.query(
      'SELECT kind, actor_kind, actor_id, subject FROM audit_log ORDER BY seq DESC LIMIT 1',
    );
    expect(rows[0]).toEqual({
      ...{ kind: 'session.opened', actor_kind: 'person', actor_id: account.personId, subject: account.email },
    });
  });

  test('spaces and capitals in the address, and the code of the step before, it opens too', async () => {
    const account = await createAccount('auditor');
    const typed = { email: ` ${account.email.toUpperCase()} `, totp: ` ${codeOf(account, -1)} ` };
    expect(outcome(await attempt(account, typed))).toBe('in');
  });

  // biome-ignore format: a mistake a line
  test.each<[string, (account: Account) => Typed]>([
    ['a wrong password', () => ({ password: 'not this one at all' })],
    ['an empty password', () => ({ password: '' })],
    ['the password in capitals', ({ password }) => ({ password: password.toUpperCase() })],
    ['a space after the password', ({ password }) => ({ password: `${password} ` })],
    ['a wrong code', (account) => ({ totp: codeOf(account) === '000000' ? '000001' : '000000' })],
    ['an empty code', () => ({ totp: '' })],
    ['a code of two minutes ago', (account) => ({ totp: codeOf(account, -4) })],
    ['a code of two minutes from now', (account) => ({ totp: codeOf(account, 4) })],
    ['a code in full-width digits', (account) => ({ totp: codeOf(account).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))) })],
    ['an address nobody has', () => ({ email: `${randomUUID()}@test.invalid` })],
    ['an empty address', () => ({ email: '' })],
    ['an address in SQL', () => ({ email: "' OR true --" })],
  ])('%s it does not, and which one was wrong is not said', async (_name, mistake) => {
    const account = await createAccount('risk_manager');
    const entries = await auditEntries();
    const result = await attempt(account, mistake(account));
    expect(result).toMatchObject({
      ok: true,
      value: { sessionId: null, personId: null, name: null, email: null },
    });
    expect(await sessions(account.personId)).toBe(0);
    // Counted, so that a flood of guesses cannot queue before an emergency stop; not a link of the chain.
    expect(await auditEntries()).toBe(entries);
    const { rows } = await owner.query('SELECT subject FROM sign_in_attempts ORDER BY at DESC LIMIT 1');
    expect(rows[0].subject).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, Record<string, unknown>]>([
    ['U+0000 in the address', { email: 'a\u0000@test.invalid' }],
    ['half a character in the password', { password: '\ud83d' }],
    ['a password of a megabyte', { password: 'x'.repeat(1_000_000) }],
    ['an address of a megabyte', { email: 'x'.repeat(1_000_000) }],
    ['a code of a megabyte', { totp: '1'.repeat(1_000_000) }],
    ['a list for a password', { password: ['a'] }],
    ['an unknown field', { remember: true }],
    ['roles of their choice', { roles: ['super_admin'] }],
  ])('%s it is refused as input', async (_name, typed) => {
    const account = await createAccount('auditor');
    const result = await attempt(account, typed as Typed);
    expect(outcome(result)).toBe('invalid_input');
    expect(JSON.stringify(result).length).toBeLessThan(1_000);
  });

  test('a person who is disabled it does not, and their sessions and tokens are over', async () => {
    const account = await createAccount('super_admin');
    // Without another one the database refuses.
    await createAccount('super_admin');
    const sessionId = await openSessionOf(owner, account.personId);
    await owner.query('UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1', [account.personId]);
    expect(outcome(await attempt(account))).toBe('refused');
    expect(await actorOfSession(sessionId)).toBe(ANONYMOUS);
    expect(await actorOfBearer(account.token)).toBe(ANONYMOUS);
  });

  test('a second factor sealed under another secret it fails loudly, never opens', async () => {
    const account = await createAccount('auditor');
    await owner.query("UPDATE people SET totp_secret = 'v1.AAAA' WHERE id = $1", [account.personId]);
    await expect(attempt(account)).rejects.toThrow();
    expect(await sessions(account.personId)).toBe(0);
  });
});

describe('a code counts once', () => {
  test('used again it is wrong, and so is it for another session', async () => {
    const account = await createAccount('operations');
    const totp = codeOf(account);
    expect(outcome(await attempt(account, { totp }))).toBe('in');
    expect(outcome(await attempt(account, { totp }))).toBe('refused');
    expect(await sessions(account.personId)).toBe(1);
  });

  test('the next one is right', async () => {
    const account = await createAccount('operations');
    expect(outcome(await attempt(account, { totp: codeOf(account) }))).toBe('in');
    expect(outcome(await attempt(account, { totp: codeOf(account, 1) }))).toBe('in');
    expect(await sessions(account.personId)).toBe(2);
  });

  test('a wrong password does not use it up', async () => {
    const account = await createAccount('operations');
    const totp = codeOf(account);
    expect(outcome(await attempt(account, { totp, password: 'mistyped it' }))).toBe('refused');
    expect(outcome(await attempt(account, { totp }))).toBe('in');
  });

  test('20 parallel uses open one session', async () => {
    const account = await createAccount('operations');
    const totp = codeOf(account);
    const results = await Promise.all(Array.from({ length: 20 }, () => attempt(account, { totp })));
    const outcomes = results.map(outcome);
    expect(outcomes.filter((one) => one === 'in')).toHaveLength(1);
    expect(['refused', 'rate_limited', 'unavailable', 'conflict', 'in']).toEqual(
      expect.arrayContaining(outcomes),
    );
    expect(await sessions(account.personId)).toBe(1);
  });
});

describe('attempts are limited', () => {
  const wrong = { password: 'guessing guessing' };

  test('the sixth for one address is refused, even with everything right, and later allowed again', async () => {
    const account = await createAccount('risk_manager');
    for (let guess = 1; guess <= 5; guess++)
      expect(outcome(await attempt(account, wrong)), `${guess}`).toBe('refused');
    const limited = await attempt(account);
    expect(limited).toMatchObject({
      ok: false,
      error: {
        code: 'rate_limited',
        details: { retryAfterSeconds: 900 },
        message: expect.stringContaining('15 minutes'),
      },
    });
    // Somebody else is not concerned.
    expect(outcome(await attempt(await createAccount('risk_manager')))).toBe('in');
    await owner.query("UPDATE sign_in_attempts SET at = at - interval '14 minutes'");
    expect(outcome(await attempt(account))).toBe('rate_limited');
    await owner.query("UPDATE sign_in_attempts SET at = at - interval '61 seconds'");
    expect(outcome(await attempt(account))).toBe('in');
  });

  test('an address that nobody has is limited alike, so that it does not show', async () => {
    const account = await createAccount('auditor');
    const nobody = { email: `${randomUUID()}@test.invalid` };
    const outcomes: string[] = [];
    for (let guess = 1; guess <= 6; guess++) outcomes.push(outcome(await attempt(account, nobody)));
    expect(outcomes).toEqual([...Array(5).fill('refused'), 'rate_limited']);
  });

  test('capitals and spaces do not give new attempts', async () => {
    const account = await createAccount('auditor');
    const written = [
      account.email,
      account.email.toUpperCase(),
      ` ${account.email}`,
      `${account.email}  `,
      `\t${account.email}`,
    ];
    for (const email of written) expect(outcome(await attempt(account, { ...wrong, email }))).toBe('refused');
    expect(outcome(await attempt(account))).toBe('rate_limited');
  });

  test('parallel guesses count one by one', async () => {
    const account = await createAccount('auditor');
    const outcomes = (await Promise.all(Array.from({ length: 10 }, () => attempt(account, wrong)))).map(
      outcome,
    );
    expect(outcomes.filter((one) => one === 'refused').length).toBeLessThanOrEqual(5);
    expect(outcome(await attempt(account))).toBe('rate_limited');
  });

  test('the 51st from one network address is refused, whoever it tries', async () => {
    const address = '203.0.113.7';
    const subject = createHash('sha256').update(`address:${address}`).digest('hex');
    await owner.query('INSERT INTO sign_in_attempts (subject) SELECT $1 FROM generate_series(1, 49)', [
      subject,
    ]);
    const account = await createAccount('auditor');
    expect(outcome(await attempt(account, { ...wrong, address }))).toBe('refused');
    expect(outcome(await attempt(account, { address }))).toBe('rate_limited');
    expect(outcome(await attempt(account, { address: '203.0.113.8' }))).toBe('in');
  });
});
