// Deciding on a real database: different people, exactly what was shown, one approval of many at once, and plain SQL that gets no further.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { approveWithdrawals } from '#lib/commands/withdrawals/approve-withdrawals.ts';
import { expireWithdrawal } from '#lib/commands/withdrawals/expire-withdrawal.ts';
import { holdWithdrawal } from '#lib/commands/withdrawals/hold-withdrawal.ts';
import { rejectWithdrawal } from '#lib/commands/withdrawals/reject-withdrawal.ts';
import { resumeWithdrawal } from '#lib/commands/withdrawals/resume-withdrawal.ts';
import { undoWithdrawalApproval } from '#lib/commands/withdrawals/undo-withdrawal-approval.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawal } from '#lib/reads/withdrawals/read-withdrawal.ts';
import { readWithdrawals } from '#lib/reads/withdrawals/read-withdrawals.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { aWithdrawalRow, type WithdrawalRow } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
interface Person {
  account: Account;
  actor: Actor;
}
let ann: Person;
let bea: Person;
let sam: Person;
let ida: Person;

const somebody = async (...roles: Parameters<typeof createAccount>): Promise<Person> => {
  const account = await createAccount(...roles);
  return { account, actor: await actorOfBearer(account.token) };
};

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  ann = await somebody('operations');
  bea = await somebody('operations');
  sam = await somebody('super_admin');
  ida = await somebody('auditor');
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

const itemOf = ({ id, contentHash, usdValue }: WithdrawalRow) => ({
  withdrawalId: id,
  contentHash,
  usdValue,
});

/** Their code of this half minute, which is theirs once: whoever proves more often does it with an earlier or later one. */
function approve(person: Person, rows: readonly WithdrawalRow[], step?: number) {
  const stepUp =
    step === undefined ? undefined : { kind: 'totp' as const, code: codeOf(person.account, step) };
  return answered(() => execute(approveWithdrawals, { items: rows.map(itemOf) }, person.actor, { stepUp }));
}

const tell = (command: AnyCommand, row: WithdrawalRow, person: Person, reason = 'Looked at by a test') =>
  answered(() => execute(command, { withdrawalId: row.id, reason }, person.actor));

async function shown(row: WithdrawalRow) {
  const result = await ask(readWithdrawal, { withdrawalId: row.id }, ida.actor);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.withdrawal;
}

const LARGE = { usd: '50000', people: 2, rule: 'large' } as const;

describe('approving', () => {
  test('one approval lets a routine request wait its minute', async () => {
    const row = await aWithdrawalRow(owner, 'pending');
    expect(await approve(ann, [row])).toMatchObject({
      ok: true,
      value: { items: [{ state: 'approved', approvals: 1 }] },
    });
    const { sendAfter, approvedAt, causes } = await shown(row);
    expect(Date.parse(sendAfter ?? '') - Date.parse(approvedAt ?? '')).toBe(60_000);
    expect(causes.map(({ key }) => key)).toEqual(['undo']);
  });

  test('above $10,000 with a proof, and by two different people', async () => {
    const [cay, dan] = [await somebody('operations'), await somebody('risk_manager')];
    const row = await aWithdrawalRow(owner, 'pending', LARGE);
    expect(await approve(cay, [row])).toMatchObject({ ok: false, error: { code: 'step_up_required' } });
    expect(await approve(cay, [row], 0)).toMatchObject({
      ok: true,
      value: { items: [{ state: 'pending', approvals: 1 }] },
    });
    expect((await shown(row)).causes.map(({ text }) => text)).toEqual(['Needs a second approval']);
    expect(await approve(cay, [row], 1)).toMatchObject({
      ok: false,
      error: { code: 'forbidden', message: expect.stringMatching(/already/) },
    });
    expect(await approve(dan, [row], 0)).toMatchObject({
      ok: true,
      value: { items: [{ state: 'approved', approvals: 2 }] },
    });
    const { rows } = await owner.query(
      'SELECT kind, details FROM audit_log WHERE subject = $1 ORDER BY seq',
      [`W-${row.number}`],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['withdrawal.approved-first', 'withdrawal.approved']);
    expect(JSON.parse(rows[0].details)).toMatchObject({ provenBy: 'code', contentHash: row.contentHash });
  });

  test('a smaller value sent than is stored is no way around the proof', async () => {
    const cay = await somebody('operations');
    const row = await aWithdrawalRow(owner, 'pending', LARGE);
    expect(await approve(cay, [{ ...row, usdValue: '50' }])).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await approve(cay, [{ ...row, contentHash: '0'.repeat(64) }], 0)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect((await shown(row)).approvals).toEqual([]);
  });

  test("the last approval above $100,000 is a super admin's when no other one was", async () => {
    const [cay, tom] = [await somebody('operations'), await somebody('super_admin')];
    const row = await aWithdrawalRow(owner, 'pending', {
      ...{ usd: '150000', people: 2, oneOf: 'super_admin', rule: 'largest' },
      approvedBy: [{ id: ann.account.personId, role: 'operations' }],
    });
    expect(await approve(cay, [row], 0)).toMatchObject({
      ok: false,
      error: { code: 'forbidden', message: expect.stringMatching(/super admin/) },
    });
    expect(await approve(tom, [row], 0)).toMatchObject({
      ok: true,
      value: { items: [{ state: 'approved' }] },
    });
  });

  test('whoever owns the key that asked for it does not approve it', async () => {
    const row = await aWithdrawalRow(owner, 'pending', { requestedBy: ann.account.personId });
    expect(await approve(ann, [row])).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await approve(bea, [row])).toMatchObject({ ok: true });
  });

  test('several of one rule together, each on record; of different rules not at all', async () => {
    const rows = [await aWithdrawalRow(owner, 'pending'), await aWithdrawalRow(owner, 'pending')];
    const other = await aWithdrawalRow(owner, 'pending', { rule: 'young-account', people: 2, usd: '2000' });
    expect(await approve(ann, [...rows, other])).toMatchObject({
      ok: false,
      error: { code: 'rule_violated' },
    });
    expect(await approve(ann, rows)).toMatchObject({
      ok: true,
      value: { items: [{ state: 'approved' }, { state: 'approved' }] },
    });
    for (const row of rows) {
      const { rows: entries } = await owner.query('SELECT kind FROM audit_log WHERE subject = $1', [
        `W-${row.number}`,
      ]);
      expect(entries).toEqual([{ kind: 'withdrawal.approved' }]);
    }
  });

  test('one of several that cannot be approved leaves the others as they were', async () => {
    const [good, held] = [
      await aWithdrawalRow(owner, 'pending'),
      await aWithdrawalRow(owner, 'held', { decidedBy: bea.account.personId }),
    ];
    expect(await approve(ann, [good, held])).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect((await shown(good)).state).toBe('pending');
  });

  test('a hundred final approvals at once: one', async () => {
    const row = await aWithdrawalRow(owner, 'pending');
    const people = [ann, bea, sam];
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        execute(approveWithdrawals, { items: [itemOf(row)] }, (people[at % 3] ?? ann).actor),
      ),
    );
    const codes = results.map((one) => (one.ok ? 'ok' : one.error.code));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(
      [...new Set(codes)].filter((code) => !['ok', 'conflict', 'forbidden', 'unavailable'].includes(code)),
    ).toEqual([]);
    const { rows } = await owner.query(
      'SELECT count(*)::int AS count FROM withdrawal_approvals WHERE withdrawal_id = $1',
      [row.id],
    );
    expect(rows[0].count).toBe(1);
  });
});

describe('taking back, holding, going on', () => {
  test('only whoever approved it takes that back, and its approvals begin anew', async () => {
    const row = await aWithdrawalRow(owner, 'approved', {
      approvedBy: [{ id: ann.account.personId, role: 'operations' }],
    });
    expect(
      await answered(() => execute(undoWithdrawalApproval, { withdrawalId: row.id }, bea.actor)),
    ).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(
      await answered(() => execute(undoWithdrawalApproval, { withdrawalId: row.id }, ann.actor)),
    ).toMatchObject({ ok: true, value: { state: 'pending', approvals: 0 } });
    expect(await approve(ann, [row])).toMatchObject({ ok: true });
  });

  test('what somebody approved stands among what they can take back, for its minute and for them alone', async () => {
    const undoable = async (person: Person) => {
      const result = await ask(readWithdrawals, { tab: 'unknown' }, person.actor);
      if (!result.ok) throw new Error(result.error.message);
      return result.value.undoable.map(({ withdrawalId }) => withdrawalId);
    };
    const mine = await aWithdrawalRow(owner, 'pending');
    const over = await aWithdrawalRow(owner, 'pending');
    await approve(ann, [mine, over]);
    await owner.query(
      "UPDATE withdrawals SET approved_at = now() - interval '2 minutes', send_after = now() - interval '1 minute' WHERE id = $1",
      [over.id],
    );
    expect(await undoable(ann)).toContain(mine.id);
    expect(await undoable(ann)).not.toContain(over.id);
    expect(await undoable(bea)).not.toContain(mine.id);
    await answered(() => execute(undoWithdrawalApproval, { withdrawalId: mine.id }, ann.actor));
    expect(await undoable(ann)).not.toContain(mine.id);
  });

  test('what anybody decided stands under the queue, the newest first, as it stands since, and counts for the day', async () => {
    const queue = async () => {
      const result = await ask(readWithdrawals, { tab: 'unknown' }, ida.actor);
      if (!result.ok) throw new Error(result.error.message);
      return result.value;
    };
    const before = await queue();
    const [approved, held, rejected, undone] = [
      await aWithdrawalRow(owner, 'pending'),
      await aWithdrawalRow(owner, 'pending'),
      await aWithdrawalRow(owner, 'pending'),
      await aWithdrawalRow(owner, 'pending'),
    ];
    await approve(ann, [approved, undone]);
    await tell(holdWithdrawal, held, bea);
    await tell(rejectWithdrawal, rejected, sam);
    await answered(() => execute(undoWithdrawalApproval, { withdrawalId: undone.id }, ann.actor));
    const { decided, today, now } = await queue();
    expect(decided.slice(0, 3).map((one) => [one.verb, one.by, one.withdrawal.number])).toEqual([
      ['rejected', 'Test super_admin', rejected.number],
      ['held', 'Test operations', held.number],
      ['approved', 'Test operations', approved.number],
    ]);
    expect(decided.map(({ withdrawal }) => withdrawal.number)).not.toContain(undone.number);
    if (now.slice(0, 10) === before.now.slice(0, 10)) {
      expect(today).toEqual({
        approved: before.today.approved + 1,
        held: before.today.held + 1,
        rejected: before.today.rejected + 1,
      });
    }
  });

  test('a held one is approved by nobody; when it goes on, earlier approvals count no more', async () => {
    const row = await aWithdrawalRow(owner, 'pending', {
      ...LARGE,
      approvedBy: [{ id: ann.account.personId, role: 'operations' }],
    });
    expect(await tell(holdWithdrawal, row, bea)).toMatchObject({ ok: true, value: { state: 'held' } });
    expect((await shown(row)).decision).toMatchObject({ reason: 'Looked at by a test' });
    expect(await approve(await somebody('operations'), [row], 0)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await tell(resumeWithdrawal, row, bea)).toMatchObject({
      ok: true,
      value: { state: 'pending', approvals: 0 },
    });
    expect(await shown(row)).toMatchObject({ approvals: [], decision: null });
  });

  test('a rejected one is over', async () => {
    const row = await aWithdrawalRow(owner, 'pending');
    expect(await tell(rejectWithdrawal, row, ann)).toMatchObject({ ok: true, value: { state: 'rejected' } });
    for (const command of [holdWithdrawal, resumeWithdrawal, rejectWithdrawal])
      expect(await tell(command, row, ann)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await approve(ann, [row])).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  test('after two hours an approval counts no more, and not a second before', async () => {
    const row = await aWithdrawalRow(owner, 'approved', {
      approvedBy: [{ id: ann.account.personId, role: 'operations' }],
    });
    const expire = () => answered(() => execute(expireWithdrawal, { withdrawalId: row.id }, SYSTEM));
    expect(await expire()).toMatchObject({ ok: true, value: { changed: false } });
    await owner.query('UPDATE withdrawals SET expires_at = clock_timestamp() WHERE id = $1', [row.id]);
    expect((await shown(row)).causes.map(({ key }) => key)).toContain('expired');
    expect(await expire()).toMatchObject({ ok: true, value: { changed: true } });
    expect(await expire()).toMatchObject({ ok: true, value: { changed: false } });
    expect(await shown(row)).toMatchObject({ state: 'expired', sendAfter: null });
    expect(await tell(resumeWithdrawal, row, bea)).toMatchObject({ ok: true, value: { state: 'pending' } });
  });

  test('its job waits in the queue for that time', async () => {
    const row = await aWithdrawalRow(owner, 'pending');
    await approve(ann, [row]);
    const { rows } = await owner.query('SELECT run_at FROM graphile_worker.jobs WHERE key = $1', [
      `expire-${row.id}-1`,
    ]);
    expect(rows).toEqual([{ run_at: new Date((await shown(row)).expiresAt ?? '') }]);
  });
});

describe('what keeps an approved one from going out', () => {
  const keys = async (row: WithdrawalRow) => (await shown(row)).causes.map(({ key }) => key);
  const inBlocked = async (row: WithdrawalRow) => {
    const body = await ask(readWithdrawals, { tab: 'blocked', limit: '200' }, ida.actor);
    return body.ok && body.value.items.some(({ withdrawalId }) => withdrawalId === row.id);
  };
  const set = async (name: string, value: unknown) => {
    const input = { switch: name, value, reason: 'Withdrawals are looked at by a test' };
    const result = await answered(() => execute(setSwitch, input, sam.actor));
    if (!result.ok) throw new Error(result.error.message);
  };

  test('the switches, at once, and the limit that one of them names', async () => {
    const [small, large] = [
      await aWithdrawalRow(owner, 'approved', {
        approvedBy: [{ id: ann.account.personId, role: 'operations' }],
      }),
      await aWithdrawalRow(owner, 'approved', {
        ...LARGE,
        approvedBy: [ann, bea].map(({ account }) => ({ id: account.personId, role: 'operations' })),
      }),
    ];
    expect([await inBlocked(small), await inBlocked(large)]).toEqual([false, false]);
    await set('large_withdrawals_enabled', false);
    expect([await keys(small), await keys(large)]).toEqual([['undo'], ['large_withdrawals_enabled', 'undo']]);
    expect([await inBlocked(small), await inBlocked(large)]).toEqual([false, true]);
    await set('withdrawal_enabled', false);
    expect(await keys(small)).toEqual(['withdrawal_enabled', 'undo']);
    expect(await inBlocked(small)).toBe(true);
  });

  test('an approver who was demoted or disabled since', async () => {
    const cay = await somebody('operations');
    const row = await aWithdrawalRow(owner, 'approved', {
      approvedBy: [{ id: cay.account.personId, role: 'operations' }],
    });
    await owner.query('DELETE FROM person_roles WHERE person_id = $1', [cay.account.personId]);
    await owner.query("INSERT INTO person_roles (person_id, role) VALUES ($1, 'auditor')", [
      cay.account.personId,
    ]);
    expect(await keys(row)).toContain('approver');
    expect(await inBlocked(row)).toBe(true);
  });
});

describe('plain SQL of the application', () => {
  let app: pg.Client;
  beforeAll(async () => {
    app = new pg.Client({ connectionString: opened.app });
    await app.connect();
  });
  afterAll(() => app.end());

  const refused = async (text: string, values: unknown[], why: RegExp) =>
    expect(await app.query(text, values).then(String, ({ message }) => message)).toMatch(why);
  const insert = `INSERT INTO withdrawal_approvals (withdrawal_id, round, person_id, person_name, roles, content_hash)
    VALUES ($1, $2, $3, 'Approver', '{operations}', $4)`;
  const approved = `UPDATE withdrawals SET state = 'approved', approved_at = now(), send_after = now() + interval '1 minute',
    expires_at = now() + interval '2 hours' WHERE id = $1`;

  test('approves nothing without its approvals, or without the role that the rule names', async () => {
    const row = await aWithdrawalRow(owner, 'pending', {
      ...LARGE,
      approvedBy: [{ id: ann.account.personId, role: 'operations' }],
    });
    await refused(approved, [row.id], /takes 2 approvals and has 1/);
    const largest = await aWithdrawalRow(owner, 'pending', {
      ...{ usd: '150000', people: 2, oneOf: 'super_admin' },
      approvedBy: [ann, bea].map(({ account }) => ({ id: account.personId, role: 'operations' })),
    });
    await refused(approved, [largest.id], /takes the approval of a super_admin/);
  });

  test('gives no second approval, none for another content or round, and none of who asked', async () => {
    const by = ann.account.personId;
    const row = await aWithdrawalRow(owner, 'pending', {
      ...LARGE,
      requestedBy: bea.account.personId,
      approvedBy: [{ id: by, role: 'operations' }],
    });
    await refused(insert, [row.id, 1, by, row.contentHash], /duplicate key/);
    await refused(insert, [row.id, 1, sam.account.personId, '0'.repeat(64)], /as it stands/);
    await refused(insert, [row.id, 2, sam.account.personId, row.contentHash], /as it stands/);
    await refused(
      insert,
      [row.id, 1, bea.account.personId, row.contentHash],
      /nobody approves what they asked for/,
    );
    await owner.query(
      'UPDATE withdrawals SET amended_at = now(), amended_by = $2, round = 2, expires_at = NULL WHERE id = $1',
      [row.id, sam.account.personId],
    );
    await refused(
      insert,
      [row.id, 2, sam.account.personId, row.contentHash],
      /nobody approves what they asked for/,
    );
    const blocked = await aWithdrawalRow(owner, 'pending', { people: null, rule: 'block' });
    await refused(insert, [blocked.id, 1, by, blocked.contentHash], /as it stands/);
  });

  test('changes no content, value or rule under its approvals, and no approval at all', async () => {
    const row = await aWithdrawalRow(owner, 'pending', {
      ...LARGE,
      approvedBy: [{ id: ann.account.personId, role: 'operations' }],
    });
    for (const change of [
      "address = '0x0000000000000000000000000000000000000001'",
      'amount = amount + 1',
      'usd_value = 1',
      'people = 1',
      "rule = 'routine'",
      "network = 'arbitrum'",
      "asset = 'USDT'",
      "memo = 'other'",
    ])
      await refused(`UPDATE withdrawals SET ${change} WHERE id = $1`, [row.id], /starts again/);
    for (const change of ["caller_id = 'other'", "account = 'other'"])
      await refused(`UPDATE withdrawals SET ${change} WHERE id = $1`, [row.id], /set once/);
    await refused(
      'UPDATE withdrawal_approvals SET roles = $2 WHERE withdrawal_id = $1',
      [row.id, ['super_admin']],
      /permission denied/,
    );
    await refused('DELETE FROM withdrawals WHERE id = $1', [row.id], /permission denied/);
  });

  test('goes no way that is none', async () => {
    const rejected = await aWithdrawalRow(owner, 'rejected', { decidedBy: ann.account.personId });
    await refused('UPDATE withdrawals SET risk_score = 1 WHERE id = $1', [rejected.id], /over/);
    const held = await aWithdrawalRow(owner, 'held', { decidedBy: ann.account.personId });
    await refused(
      "UPDATE withdrawals SET state = 'pending', decided_at = NULL, decided_by = NULL, decided_name = NULL, decision_reason = NULL WHERE id = $1",
      [held.id],
      /without its earlier approvals/,
    );
    await refused(
      "UPDATE withdrawals SET amount = 'NaN', round = 2 WHERE id = $1",
      [held.id],
      /check constraint/,
    );
  });
});
