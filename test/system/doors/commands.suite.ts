// Every command over HTTP against a table by hand, an entry a command: by each role, by nobody, by a machine key, from foreign pages, and with credentials that are over.
import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import { errorCode } from '../http.ts';
import { accountOf, command, headRevision, serviceKey, sql, tokenOf } from '../installation.ts';
import { type Session, sessionOf } from '../sign-in.ts';
import { ALL, type Outcome } from './command-doors/door.ts';
import { DOOR_NAMES, DOORS, ELSEWHERE } from './command-doors.ts';

const reason = 'asked at every door of the console';
const FORBIDDEN: Outcome = [403, 'forbidden'];
const UNAUTHENTICATED: Outcome = [401, 'unauthenticated'];

async function expectOutcome(
  name: string,
  headers: Record<string, string>,
  [status, code]: Outcome,
  who: string,
) {
  const answer = await command(name, DOORS[name]?.input ?? {}, headers);
  expect.soft([who, answer.status, errorCode(answer)]).toEqual([who, status, code]);
}

async function denials(): Promise<number> {
  const [row] = await sql<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_log WHERE kind = 'command.denied'",
  );
  return row?.count ?? 0;
}

describe('commands over HTTP', () => {
  let revision = 0;
  let sessions: Partial<Record<Role, Session>> = {};
  beforeAll(async () => {
    revision = await headRevision();
    sessions = { risk_manager: await sessionOf('risk_manager'), auditor: await sessionOf('auditor') };
  });

  test('the table names every command and every role there is', () => {
    expect([...DOOR_NAMES, ...ELSEWHERE].sort()).toEqual([...COMMANDS.keys()].sort());
    expect([...ALL].sort()).toEqual([...ROLE_NAMES].sort());
  });

  test.for(Object.entries(DOORS))('%s', async ([name, door]) => {
    const before = await denials();
    for (const role of ALL) {
      const outcome = door.roles.includes(role) ? door.outcome : FORBIDDEN;
      await expectOutcome(name, tokenOf(role), outcome, role);
    }
    await expectOutcome(name, serviceKey(), FORBIDDEN, 'machine key');
    await expectOutcome(name, {}, door.anybody ? door.outcome : UNAUTHENTICATED, 'nobody');
    for (const [role, session] of Object.entries(sessions)) {
      // A session, unlike a token, can be signed out: that is the sign-in suite's.
      if (name === 'sign-out') continue;
      const outcome = door.roles.includes(role as Role) ? door.outcome : FORBIDDEN;
      await expectOutcome(name, session.headers, outcome, `${role} by session`);
      const { cookie } = session.headers;
      await expectOutcome(name, { cookie }, FORBIDDEN, `${role} by session, from no page`);
      await expectOutcome(
        name,
        { cookie, origin: 'https://evil.example' },
        FORBIDDEN,
        `${role}, foreign page`,
      );
    }
    const byRole = ALL.length - door.roles.length;
    const bySession = Object.keys(sessions).filter((role) => !door.roles.includes(role as Role)).length;
    // Refused people and machines are on the record; nobody, and pages that are not ours, are not.
    expect(await denials()).toBe(before + byRole + 1 + (name === 'sign-out' ? 0 : bySession));
  });

  test.for([...ELSEWHERE, 'no-such-command', '__proto__', 'constructor', 'set-switch%00', 'SET-SWITCH'])(
    '%s is no command here',
    async (name) => {
      for (const headers of [tokenOf('super_admin'), serviceKey(), {}]) {
        const answer = await command(name, {}, headers);
        expect.soft([answer.status, errorCode(answer)]).toEqual([404, 'not_found']);
      }
    },
  );

  test('switches of the super admin are closed to the risk manager, and the refusal names them', async () => {
    for (const name of [
      'global_betting_enabled',
      'liquidation_enabled',
      'withdrawal_enabled',
      'global_api_enabled',
    ]) {
      const answer = await command('set-switch', { switch: name, value: false, reason });
      expect.soft([answer.status, errorCode(answer)]).toEqual([403, 'forbidden']);
      expect.soft(answer.text).toContain('super admin');
    }
  });

  test.for([
    ['a token that never was', { authorization: `Bearer bht_00000000_${'0'.repeat(32)}` }],
    ['a key that never was', { 'x-api-key': `bhk_00000000_${'0'.repeat(32)}` }],
    ['a word', { authorization: 'Bearer super_admin' }],
    ['basic authentication', { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` }],
    ['U+0000 by escape', { authorization: 'Bearer bht_%00' }],
    ['a very long token', { authorization: `Bearer bht_${'x'.repeat(8_000)}` }],
  ] as const)('%s is nobody', async ([, headers]) => {
    await expectOutcome('set-switch', headers, UNAUTHENTICATED, 'nobody');
  });

  test('revoked and expired credentials, and those of a disabled person, are nobody', async () => {
    const { email } = accountOf('risk_manager');
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    const credentials: string[] = [];
    for (const column of ['revoked_at', 'expires_at']) {
      const [token, key] = [`bht_doorsdoo_${randomUUID()}`, `bhk_doorsdoo_${randomUUID()}`];
      await sql(
        `INSERT INTO personal_tokens (person_id, name, prefix, token_hash, ${column})
         SELECT id, 'over', 'bht_doorsdoo', $1, now() - interval '1 second' FROM people WHERE email = $2`,
        [hash(token), email],
      );
      await sql(
        `INSERT INTO api_keys (name, prefix, key_hash, scopes, ${column})
         VALUES ('over', 'bhk_doorsdoo', $1, ARRAY['switches:read'], now() - interval '1 second')`,
        [hash(key)],
      );
      credentials.push(token, key);
    }
    const disabled = `bht_doorsdis_${randomUUID()}`;
    await sql(
      `WITH person AS (INSERT INTO people (email, name, disabled_at) VALUES ($1, 'Gone', now()) RETURNING id),
         roles AS (INSERT INTO person_roles (person_id, role) SELECT id, 'super_admin' FROM person)
       INSERT INTO personal_tokens (person_id, name, prefix, token_hash) SELECT id, 'gone', 'bht_doorsdis', $2 FROM person`,
      [`gone-${randomUUID()}@bulkhead.example`, hash(disabled)],
    );
    for (const credential of [...credentials, disabled]) {
      await expectOutcome(
        'set-switch',
        { authorization: `Bearer ${credential}` },
        UNAUTHENTICATED,
        credential,
      );
    }
  });

  test('none of it moved the matrix', async () => {
    expect(await headRevision()).toBe(revision);
  });
});
