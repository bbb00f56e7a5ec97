// Access of people on a real database: one-time links, roles, disabling, resets, and what holds under races.
import { randomUUID } from 'node:crypto';
import { Secret, TOTP as Totp } from 'otpauth';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOfBearer, actorOfSession } from '#app/_entry/actor.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import { readFactorOffer } from '#lib/reads/access/read-factor-offer.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, ANONYMOUS } from '#lib/rules/actor.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount, openSessionOf, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let admin: Account;

beforeAll(async () => {
  process.env.NEXTAUTH_URL = 'http://localhost:3000';
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  admin = await createAccount('super_admin');
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

const PASSWORD = 'four unrelated words here';
const reason = 'changes place in the company';

/** Runs a command; `by` an account proves itself with a code that was not used yet. */
async function run(
  name: string,
  input: object,
  by: Account | Actor,
): Promise<Executed<Record<string, unknown>>> {
  if ('kind' in by) return answered(() => execute(commandOf(name), input, by));
  return (await readyTo(name, by))(input);
}

function commandOf(name: string) {
  const command = COMMANDS.get(name);
  if (!command) throw new Error(`no command ${name}`);
  return command;
}

/** Signs in with a second factor and answers the press of the button. */
async function readyTo(
  name: string,
  by: Account,
): Promise<(input: object) => Promise<Executed<Record<string, unknown>>>> {
  // Codes count once: what was used before is forgotten, so that one account can prove itself often.
  await owner.query('DELETE FROM totp_uses WHERE person_id = $1', [by.personId]);
  const actor = await signedIn(owner, by.personId);
  const stepUp = { kind: 'totp', code: codeOf(by) } as const;
  return (input) => answered(() => execute(commandOf(name), input, actor, { stepUp }));
}

const outcome = (result: Executed<unknown>) => (result.ok ? 'done' : result.error.code);
const contentOf = (result: Executed<Record<string, unknown>>) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const secretOf = (link: unknown) => String(link).split('#')[1] ?? '';

async function invited(...roles: Role[]): Promise<{ email: string; link: string; linkId: string }> {
  const email = `${randomUUID()}@exchange.example`;
  const made = contentOf(await run('invite-person', { email, name: 'Grace', roles }, admin));
  return { email, link: secretOf(made.link), linkId: String(made.linkId) };
}

describe('an invitation', () => {
  test('shows what it is for, becomes an account with its roles, and works once', async () => {
    const { email, link } = await invited('risk_manager', 'auditor');
    const look = contentOf(await run('look-at-link', { link }, ANONYMOUS));
    expect(look).toMatchObject({
      kind: 'invitation',
      email,
      name: 'Grace',
      roles: ['risk_manager', 'auditor'],
    });
    expect(contentOf(await run('use-link', { link, password: PASSWORD }, ANONYMOUS))).toEqual({ email });
    const { rows } = await owner.query(
      'SELECT p.id, p.totp_secret, r.granted_by FROM people p JOIN person_roles r ON r.person_id = p.id WHERE email = $1',
      [email],
    );
    expect(rows.map((row) => row.granted_by)).toEqual([admin.personId, admin.personId]);
    const typed = { email, password: PASSWORD, totp: '', userAgent: null, address: null, browser: null };
    const session = contentOf(await run('sign-in', typed, ANONYMOUS));
    expect(await actorOfSession(String(session.sessionId))).toMatchObject({ factor: 'none' });
    expect(outcome(await run('use-link', { link, password: PASSWORD }, ANONYMOUS))).toBe('not_found');
    expect(outcome(await run('look-at-link', { link }, ANONYMOUS))).toBe('not_found');
  });

  test('used twenty times at once it makes one account', async () => {
    const { email, link } = await invited('auditor');
    const results = await Promise.all(
      Array.from({ length: 20 }, () => run('use-link', { link, password: PASSWORD }, ANONYMOUS)),
    );
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    const { rows } = await owner.query('SELECT count(*)::int FROM people WHERE email = $1', [email]);
    expect(rows[0].count).toBe(1);
  });

  test('a password that is refused leaves the link as it was', async () => {
    const { link } = await invited('auditor');
    for (const password of ['short', 'password1234', 'bulkhead12345']) {
      expect(await run('use-link', { link, password }, ANONYMOUS)).toMatchObject({
        ok: false,
        error: { code: 'invalid_value', message: expect.stringMatching(/Choose/) },
      });
    }
    expect(outcome(await run('use-link', { link, password: PASSWORD }, ANONYMOUS))).toBe('done');
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['withdrawn', (id) => run('withdraw-link', { link: id }, admin)],
    [
      'past its time',
      (id) =>
        owner.query("UPDATE one_time_links SET expires_at = now() - interval '1 second' WHERE id = $1", [id]),
    ],
  ])('%s it opens nothing', async (_name, end) => {
    const { link, linkId } = await invited('auditor');
    await end(linkId);
    expect(outcome(await run('use-link', { link, password: PASSWORD }, ANONYMOUS))).toBe('not_found');
  });

  test('a second one for an address takes the place of the first; one with an account gets none', async () => {
    const { email, link } = await invited('auditor');
    const second = contentOf(
      await run('invite-person', { email, name: 'Grace', roles: ['operations'] }, admin),
    );
    expect(outcome(await run('look-at-link', { link }, ANONYMOUS))).toBe('not_found');
    expect(
      outcome(await run('use-link', { link: secretOf(second.link), password: PASSWORD }, ANONYMOUS)),
    ).toBe('done');
    expect(outcome(await run('invite-person', { email, name: 'Grace', roles: ['auditor'] }, admin))).toBe(
      'conflict',
    );
  });

  test('its secret is nowhere but in the answer', async () => {
    const { link } = await invited('auditor');
    const { rows } = await owner.query(
      `SELECT (SELECT count(*) FROM audit_log a WHERE a::text LIKE $1)::int AS audit,
        (SELECT count(*) FROM one_time_links l WHERE l::text LIKE $1)::int AS links,
        (SELECT count(*) FROM idempotency_records i WHERE i::text LIKE $1)::int AS answers`,
      [`%${link.slice(4)}%`],
    );
    expect(rows[0]).toEqual({ audit: 0, links: 0, answers: 0 });
  });

  test.each<[string, object]>([
    ['an address that is none', { email: 'nobody', name: 'A', roles: ['auditor'] }],
    ['a role that is none', { email: 'a@b.example', name: 'A', roles: ['root'] }],
    ['no role', { email: 'a@b.example', name: 'A', roles: [] }],
    ['one role twice', { email: 'a@b.example', name: 'A', roles: ['auditor', 'auditor'] }],
    ['a name of invisible characters', { email: 'a@b.example', name: '\u202e\u200b', roles: ['auditor'] }],
    ['an unknown field', { email: 'a@b.example', name: 'A', roles: ['auditor'], admin: true }],
  ])('with %s is refused as input', async (_name, input) => {
    expect(outcome(await run('invite-person', input, admin))).toBe('invalid_input');
  });
});

describe('roles', () => {
  test('change at the next request; losing one ends sessions, getting one does not', async () => {
    const bob = await createAccount('operations');
    const session = await openSessionOf(owner, bob.personId);
    const more = await run(
      'change-roles',
      { person: bob.personId, roles: ['operations', 'auditor'], reason },
      admin,
    );
    expect(contentOf(more)).toEqual({ changed: true, signedOut: false });
    expect(await actorOfSession(session)).toMatchObject({ roles: expect.arrayContaining(['auditor']) });
    const fewer = await run('change-roles', { person: bob.personId, roles: ['auditor'], reason }, admin);
    expect(contentOf(fewer)).toEqual({ changed: true, signedOut: true });
    expect(await actorOfSession(session)).toBe(ANONYMOUS);
    expect(await actorOfBearer(bob.token)).toMatchObject({ roles: ['auditor'] });
    const none = await run('change-roles', { person: bob.personId, roles: ['auditor'], reason }, admin);
    expect(contentOf(none)).toEqual({ changed: false, signedOut: false });
  });

  test('nobody’s own: refused, on record, and by the database too', async () => {
    const input = { person: admin.personId, roles: ['super_admin', 'risk_manager'], reason };
    expect(outcome(await run('change-roles', input, admin))).toBe('forbidden');
    const { rows } = await owner.query('SELECT kind FROM audit_log ORDER BY seq DESC LIMIT 1');
    expect(rows[0].kind).toBe('command.denied');
    await expect(
      owner.query("INSERT INTO person_roles (person_id, role, granted_by) VALUES ($1, 'auditor', $1)", [
        admin.personId,
      ]),
    ).rejects.toThrow(/not_by_oneself/);
  });
});

describe('the last super admin', () => {
  test('stays one of two who take each other’s role away at the same moment, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const [one, two] = [await createAccount('super_admin'), await createAccount('super_admin')];
      await owner.query(
        'UPDATE people SET disabled_at = now() WHERE id <> ALL ($1) AND disabled_at IS NULL',
        [[one.personId, two.personId]],
      );
      const act = round % 2 === 0 ? 'change-roles' : 'disable-person';
      const target = (who: Account) =>
        act === 'change-roles'
          ? { person: who.personId, roles: ['auditor'], reason }
          : { person: who.personId, reason };
      // Both stand before their buttons: who is disabled first could not even sign in any more.
      const [first, second] = [await readyTo(act, one), await readyTo(act, two)];
      const results = await Promise.all([first(target(two)), second(target(one))]);
      expect(results.filter((result) => result.ok).length).toBeLessThanOrEqual(1);
      const { rows } = await owner.query(
        `SELECT count(*)::int FROM people p JOIN person_roles r ON r.person_id = p.id
         WHERE r.role = 'super_admin' AND p.disabled_at IS NULL`,
      );
      expect(rows[0].count).toBeGreaterThanOrEqual(1);
      await owner.query('UPDATE people SET disabled_at = NULL WHERE id = $1', [admin.personId]);
    }
  });
});

describe('somebody who is disabled', () => {
  test('is out at once: sessions, tokens, open links; enabling gives none of them back', async () => {
    const bob = await createAccount('operations');
    const session = await openSessionOf(owner, bob.personId);
    expect(outcome(await run('disable-person', { person: bob.personId, reason }, admin))).toBe('done');
    expect(await actorOfSession(session)).toBe(ANONYMOUS);
    expect(await actorOfBearer(bob.token)).toBe(ANONYMOUS);
    expect(outcome(await run('enable-person', { person: bob.personId, reason }, admin))).toBe('done');
    expect(await actorOfSession(session)).toBe(ANONYMOUS);
    expect(await actorOfBearer(bob.token)).toBe(ANONYMOUS);
    const typed = { email: bob.email, password: bob.password, totp: codeOf(bob) };
    const back = await run('sign-in', { ...typed, userAgent: null, address: null, browser: null }, ANONYMOUS);
    expect(contentOf(back).sessionId).not.toBeNull();
  });
});

describe('a reset', () => {
  test('takes everything away until its link is used; then a password and a new factor', async () => {
    const bob = await createAccount('risk_manager');
    const session = await openSessionOf(owner, bob.personId);
    const made = contentOf(await run('reset-second-factor', { person: bob.personId, reason }, admin));
    expect(await actorOfSession(session)).toBe(ANONYMOUS);
    expect(await actorOfBearer(bob.token)).toBe(ANONYMOUS);
    const typed = (password: string) => ({
      ...{ email: bob.email, password, totp: '' },
      ...{ userAgent: null, address: null, browser: null },
    });
    expect(contentOf(await run('sign-in', typed(bob.password), ANONYMOUS)).sessionId).toBeNull();
    const link = secretOf(made.link);
    expect(outcome(await run('use-link', { link, password: PASSWORD }, ANONYMOUS))).toBe('done');
    const opened = contentOf(await run('sign-in', typed(PASSWORD), ANONYMOUS));
    const actor = await actorOfSession(String(opened.sessionId));
    const write = { switch: 'hedge_max_leverage', value: 1.5, reason: 'after the reset' };
    expect(outcome(await run('set-switch', write, actor))).toBe('second_factor_required');
    const offer = await ask(readFactorOffer, {}, actor);
    if (!offer.ok) throw new Error(offer.error.message);
    const code = new Totp({ secret: Secret.fromBase32(offer.value.totp.secret) }).generate();
    const wrong = code === '000000' ? '000001' : '000000';
    const proof = { offer: offer.value.totp.offer };
    expect(outcome(await run('set-up-totp', { ...proof, code: wrong }, actor))).toBe('invalid_value');
    expect(outcome(await run('set-up-totp', { ...proof, code }, actor))).toBe('done');
    const proven = await actorOfSession(String(opened.sessionId));
    expect(proven).toMatchObject({ factor: 'proven' });
    expect(outcome(await run('set-switch', write, proven))).toBe('done');
  });

  test('is never for oneself, in the database neither', async () => {
    expect(outcome(await run('reset-second-factor', { person: admin.personId, reason }, admin))).toBe(
      'forbidden',
    );
    await expect(
      owner.query(
        `INSERT INTO one_time_links (kind, link_hash, email, name, roles, person_id, issued_by, expires_at)
         VALUES ('reset', repeat('0', 64), 'a@b.example', 'A', '{}', $1, $1, now())`,
        [admin.personId],
      ),
    ).rejects.toThrow(/not_for_oneself/);
  });
});

test('an offer of a secret is good for the person it was made to, and not for a token', async () => {
  const [bob, eve] = [await createAccount('auditor'), await createAccount('auditor')];
  await owner.query('UPDATE people SET totp_secret = NULL WHERE id = ANY ($1)', [
    [bob.personId, eve.personId],
  ]);
  const [bobs, eves] = [await signedIn(owner, bob.personId), await signedIn(owner, eve.personId)];
  const offer = await ask(readFactorOffer, {}, bobs);
  if (!offer.ok) throw new Error(offer.error.message);
  const code = new Totp({ secret: Secret.fromBase32(offer.value.totp.secret) }).generate();
  const input = { offer: offer.value.totp.offer, code };
  expect(outcome(await run('set-up-totp', input, eves))).toBe('invalid_value');
  expect(outcome(await run('set-up-totp', input, await actorOfBearer(bob.token)))).toBe('forbidden');
  expect(outcome(await run('set-up-totp', input, bobs))).toBe('done');
});

test('a stranger’s wrong passwords lock nobody out of a browser they are known in; a super admin opens the rest', async () => {
  const bob = await createAccount('risk_manager');
  const typed = { email: bob.email, userAgent: null, address: null };
  const first = contentOf(
    await run('sign-in', { ...typed, password: bob.password, totp: codeOf(bob), browser: null }, ANONYMOUS),
  );
  const browser = String(first.browser);
  const guess = { ...typed, password: 'guessing and guessing', totp: '000000', browser: null };
  for (let n = 0; n < 5; n++) await run('sign-in', guess, ANONYMOUS);
  const right = (known: string | null, steps: number) => ({
    ...{ ...typed, password: bob.password, totp: codeOf(bob, steps), browser: known },
  });
  expect(outcome(await run('sign-in', right(null, 1), ANONYMOUS))).toBe('rate_limited');
  // Somebody else's mark, or a changed one, is none.
  const forged = browser.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect(outcome(await run('sign-in', right(forged, 1), ANONYMOUS))).toBe('rate_limited');
  expect(contentOf(await run('sign-in', right(browser, 1), ANONYMOUS)).sessionId).not.toBeNull();
  expect(contentOf(await run('allow-sign-in', { person: bob.personId }, admin))).toEqual({ changed: true });
  await owner.query('DELETE FROM totp_uses WHERE person_id = $1', [bob.personId]);
  expect(contentOf(await run('sign-in', right(null, 0), ANONYMOUS)).sessionId).not.toBeNull();
});
