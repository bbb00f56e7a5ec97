// Rolling back on a real database: the preview says what the command does, to any moment and across a restore, and nothing is done that was not shown.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { resetToDefault } from '#lib/commands/changes/reset-to-default.ts';
import { rollbackMatrix } from '#lib/commands/changes/rollback-matrix.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { undoChangeSet } from '#lib/commands/changes/undo-change-set.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { RollbackBody } from '#lib/contract/rollback.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { readChanges } from '#lib/reads/changes/read-changes.ts';
import { readRollback } from '#lib/reads/changes/read-rollback.ts';
import { ask } from '#lib/reads/read.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { codeOf, createAccount } from '#test/console-accounts.ts';
import { answered, keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { agreed, approve } from '#test/second-person.ts';

const risk = person('risk_manager');
const admin = { ...person('super_admin', 'risk_manager'), name: 'Test admin' };
const reason = 'Rehearsing the way back';
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, risk, admin);
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** Every test begins at the values of the first start. */
let start: string;
beforeEach(async () => {
  start ??= await clock();
  const back = await answered(() => execute(rollbackMatrix, { at: start, reason }, admin));
  if (!back.ok) throw new Error(back.error.message);
  if (back.value.request) await approve(back.value.request.id);
});

async function clock(): Promise<string> {
  const { rows } = await owner.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now.toISOString() ?? '';
}

function send(
  command: AnyCommand,
  input: Record<string, unknown>,
  actor: PersonActor = risk,
): Promise<Executed<ChangeAnswer>> {
  return answered(() => execute(command, { reason, ...input }, actor));
}

function run(command: AnyCommand, input: Record<string, unknown>, actor = risk): Promise<ChangeAnswer> {
  return agreed(send(command, input, actor));
}

async function preview(query: Record<string, unknown>, actor = risk): Promise<RollbackBody> {
  const read = await ask(readRollback, query, actor);
  if (!read.ok) throw new Error(`${read.error.code}: ${read.error.message}`);
  return read.value;
}

async function matrix(): Promise<Matrix> {
  const { rows } = await owner.query(
    "SELECT body->'switches' AS switches FROM snapshots ORDER BY epoch DESC, revision DESC LIMIT 1",
  );
  return rows[0].switches;
}

/** What a change set did, as the preview writes it. */
async function doneBy(answer: ChangeAnswer): Promise<unknown[]> {
  const read = await ask(readChanges, { id: answer.changeSetId }, risk);
  if (!read.ok) throw new Error(read.error.message);
  return sorted(read.value.items[0]?.changes ?? []);
}

function sorted<One extends { switch: string; symbol: string | null }>(changes: readonly One[]): One[] {
  return changes.toSorted((a, b) => `${a.switch}/${a.symbol}`.localeCompare(`${b.switch}/${b.symbol}`));
}

function shownIn(body: RollbackBody): unknown[] {
  return sorted(body.changes).map(({ changedBy: _by, changedAt: _at, ...change }) => change);
}

const places = (list: readonly { switch: string; symbol: string | null }[]) =>
  sorted(list).map((one) => (one.symbol ? `${one.switch}/${one.symbol}` : one.switch));

describe('the whole matrix to a moment', () => {
  test('brings values and overrides back, those that came and those that went, exactly as it was shown', async () => {
    await run(setSwitch, { switch: 'normal_threshold', symbol: 'BTC', value: '4000' });
    const before = await matrix();
    const at = await clock();
    await run(resetToDefault, { switch: 'normal_threshold', symbol: 'BTC' });
    await run(setSwitches, {
      changes: [
        { switch: 'normal_threshold', symbol: 'ETH', value: '1000' },
        { switch: 'force_hl_latency_ms', value: 400 },
      ],
    });
    const shown = await preview({ at });
    expect(places(shown.changes)).toEqual([
      'force_hl_latency_ms',
      'normal_threshold/BTC',
      'normal_threshold/ETH',
    ]);
    expect(shown).toMatchObject({ direction: 'raising', waits: false, heldBy: null, missing: [] });
    expect(shown.changes.find((one) => one.switch === 'force_hl_latency_ms')).toMatchObject({
      changedBy: risk.name,
    });
    expect(shown.changes.find((one) => one.symbol === 'ETH')).toMatchObject({ newInherited: true });
    expect(Date.parse(shown.from ?? '')).toBeLessThanOrEqual(Date.parse(at));

    const done = await run(rollbackMatrix, { at, expected: positionId(shown) });
    expect(await doneBy(done)).toEqual(shownIn(shown));
    expect(await matrix()).toEqual(before);
    expect(await preview({ at })).toMatchObject({ changes: [], heldBy: 'Every value holds already.' });
    expect(await run(rollbackMatrix, { at })).toMatchObject({ changed: false });
  });

  test('asks a risk manager about nothing but what differs', async () => {
    const at = await clock();
    await run(setSwitch, { switch: 'hedge_max_leverage', value: 2 });
    // A super admin's switches are as they were: they are not in the way.
    expect(await preview({ at })).toMatchObject({ heldBy: null });
    await run(setSwitch, { switch: 'withdrawal_enabled', value: false }, admin);
    const shown = await preview({ at });
    expect(shown.heldBy).toContain('withdrawal_enabled');
    // Direction and waiting are said also to whoever may not.
    expect(shown).toMatchObject({ direction: 'raising', waits: true });
    const refused = await send(rollbackMatrix, { at, expected: positionId(shown) });
    expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden', message: shown.heldBy } });
    expect(await preview({ at }, admin)).toMatchObject({ heldBy: null, waits: true });
  });

  test('with a critical switch in it waits for a second person, and happens as it was shown', async () => {
    const before = await matrix();
    const at = await clock();
    await run(setSwitches, {
      changes: [
        { switch: 'new_orders_enabled', value: false },
        { switch: 'force_hl_latency_ms', value: 300 },
      ],
    });
    const shown = await preview({ at });
    expect(shown).toMatchObject({ waits: true, direction: 'raising' });
    const asked = await send(rollbackMatrix, { at, expected: positionId(shown) });
    expect(asked).toMatchObject({ ok: true, value: { changed: false, changeSetId: null } });
    expect((await matrix()).new_orders_enabled).toEqual({ value: false });
    const done = await agreed(Promise.resolve(asked));
    expect(await doneBy(done)).toEqual(shownIn(shown));
    expect(await matrix()).toEqual(before);
  });

  test('does nothing that was not shown: the position of the difference has to hold still', async () => {
    const at = await clock();
    await run(setSwitch, { switch: 'hedge_max_leverage', value: 2 });
    const shown = await preview({ at });
    await run(setSwitch, { switch: 'force_hl_latency_ms', value: 350 }, admin);
    const refused = await send(rollbackMatrix, { at, expected: positionId(shown) });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'conflict', details: { epoch: shown.epoch, revision: shown.revision + 1 } },
    });
    expect((await matrix()).hedge_max_leverage).toEqual({ value: 2 });
    const again = await preview({ at });
    expect(places(again.changes)).toEqual(['force_hl_latency_ms', 'hedge_max_leverage']);
    await run(rollbackMatrix, { at, expected: positionId(again) });
    expect(await preview({ at })).toMatchObject({ changes: [] });
  });

  test('a time before the first revision, or one that has not come, is refused alike by both', async () => {
    for (const [at, code] of [
      ['2001-01-01T00:00:00Z', 'not_found'],
      ['2999-01-01T00:00:00Z', 'invalid_input'],
    ] as const) {
      const read = await ask(readRollback, { at }, risk);
      expect([read.ok ? 'ok' : read.error.code, at]).toEqual([code, at]);
      const command = await send(rollbackMatrix, { at });
      expect([command.ok ? 'ok' : command.error.code, at]).toEqual([code, at]);
    }
  });

  test('says what is owed for break-glass apart: whoever belongs to its incident is not held', async () => {
    const at = await clock();
    await run(setSwitch, { switch: 'hedge_max_leverage', value: 2 });
    const somebody = await createAccount('risk_manager');
    const breaking = {
      switch: 'liquidation_check_interval_ms',
      value: 1_000,
      breakGlass: { incident: 'INC-7' },
    };
    const stepUp = { kind: 'totp', code: codeOf(somebody) } as const;
    const broken = await answered(async () =>
      execute(setSwitch, { reason, ...breaking }, await actorOfBearer(somebody.token), { stepUp }),
    );
    expect(broken).toMatchObject({ ok: true, value: { changed: true } });
    try {
      const shown = await preview({ at });
      expect(shown).toMatchObject({ owesReview: true, direction: 'raising' });
      const refused = await send(rollbackMatrix, { at });
      expect(refused).toMatchObject({ error: { code: 'break_glass_debt', message: shown.heldBy } });
      expect(await send(rollbackMatrix, { at, incident: 'INC-7' })).toMatchObject({ ok: true });
    } finally {
      await owner.query(
        "UPDATE break_glass SET reviewed_by = $1, reviewed_name = 'Other', reviewed_at = clock_timestamp(), review_note = 'Explained' WHERE reviewed_by IS NULL",
        [risk.id],
      );
    }
  });
});

describe('one change set undone', () => {
  const changes = [
    { switch: 'hedge_max_leverage', value: 2 },
    { switch: 'force_hl_latency_ms', value: 400 },
    { switch: 'betting_threshold', symbol: 'SOL', value: '20000' },
  ];

  test('gives everything back as it was shown, and keeps what others changed elsewhere', async () => {
    const { changeSetId } = await run(setSwitches, { changes });
    await run(setSwitch, { switch: 'force_hl_volatility_pct', value: 4 }, admin);
    const shown = await preview({ changeSetId });
    expect(shown).toMatchObject({ from: null, conflicts: [], missing: [], heldBy: null });
    const done = await run(undoChangeSet, { changeSetId, expected: positionId(shown) });
    expect(await doneBy(done)).toEqual(shownIn(shown));
    expect(await matrix()).toMatchObject({
      hedge_max_leverage: { value: 3 },
      force_hl_latency_ms: { value: 500 },
      betting_threshold: { value: '50000' },
      force_hl_volatility_pct: { value: 4 },
    });
    expect((await matrix()).betting_threshold).not.toHaveProperty('overrides');
    expect(await preview({ changeSetId })).toMatchObject({ changes: [], heldBy: expect.any(String) });
  });

  test('leaves what somebody changed since: all or nothing, or the rest alone', async () => {
    const { changeSetId } = await run(setSwitches, { changes });
    await run(setSwitch, { switch: 'hedge_max_leverage', value: 1.5 }, admin);
    const shown = await preview({ changeSetId });
    expect(shown.conflicts).toMatchObject([
      { switch: 'hedge_max_leverage', made: 2, value: 1.5, changedBy: admin.name },
    ]);
    expect(places(shown.changes)).toEqual(['betting_threshold/SOL', 'force_hl_latency_ms']);

    const whole = await send(undoChangeSet, { changeSetId });
    expect(whole).toMatchObject({
      ok: false,
      error: { code: 'conflict', details: { conflicts: ['hedge_max_leverage'] } },
    });
    expect((await matrix()).force_hl_latency_ms).toEqual({ value: 400 });

    const rest = await run(undoChangeSet, { changeSetId, skipConflicts: true, expected: positionId(shown) });
    expect(await doneBy(rest)).toEqual(shownIn(shown));
    expect((await matrix()).hedge_max_leverage).toEqual({ value: 1.5 });
    expect(await preview({ changeSetId })).toMatchObject({
      changes: [],
      heldBy: expect.stringContaining('Changed again since'),
    });
    // Now that all of it was changed since, there is no rest.
    expect(await send(undoChangeSet, { changeSetId, skipConflicts: true })).toMatchObject({
      error: { code: 'conflict' },
    });
  });

  test('does nothing that was not shown: the rest may have become another one', async () => {
    const { changeSetId } = await run(setSwitches, { changes });
    await run(setSwitch, { switch: 'hedge_max_leverage', value: 1.5 }, admin);
    const shown = await preview({ changeSetId });
    await run(setSwitch, { switch: 'force_hl_latency_ms', value: 300 }, admin);
    const late = await send(undoChangeSet, { changeSetId, skipConflicts: true, expected: positionId(shown) });
    expect(late).toMatchObject({
      ok: false,
      error: { code: 'conflict', details: { revision: shown.revision + 1 } },
    });
    expect((await matrix()).betting_threshold).toMatchObject({ overrides: { SOL: '20000' } });
  });

  test('that closed a critical switch waits for a second person, and names the change set it undid', async () => {
    const { changeSetId } = await run(setSwitch, { switch: 'trading_enabled', value: false });
    const shown = await preview({ changeSetId });
    expect(shown).toMatchObject({ waits: true, direction: 'raising', heldBy: null });
    const asked = await send(undoChangeSet, { changeSetId, expected: positionId(shown) });
    const requestId = (asked.ok && asked.value.request?.id) || '';
    expect(await approve(requestId)).toMatchObject({ ok: true, value: { changed: true } });
    expect((await matrix()).trading_enabled).toEqual({ value: true });
    const { rows } = await owner.query(
      'SELECT undoes_id FROM change_sets ORDER BY committed_at DESC LIMIT 1',
    );
    expect(rows).toEqual([{ undoes_id: changeSetId }]);
  });
});

test('across a restore: the matrix goes back to what held before it, a change set from before it cannot be undone', async () => {
  const before = await matrix();
  const at = await clock();
  const { changeSetId } = await run(setSwitch, { switch: 'force_hl_latency_ms', value: 250 });
  const old = await preview({ at });
  // What restoring a backup does to the matrix: its values again, in a new epoch.
  await owner.query(
    `INSERT INTO snapshots (epoch, revision, body, published_at)
     SELECT h.epoch + 1, h.revision, s.body || jsonb_build_object('epoch', h.epoch + 1), clock_timestamp()
     FROM matrix_head h JOIN snapshots s USING (epoch, revision)`,
  );
  await owner.query('UPDATE matrix_head SET epoch = epoch + 1, published_at = clock_timestamp()');

  // The revision is the same, the epoch is not: what was shown before the restore does not count.
  const stale = await send(rollbackMatrix, { at, expected: positionId(old) });
  expect(stale).toMatchObject({ ok: false, error: { code: 'conflict', details: { epoch: old.epoch + 1 } } });
  const shown = await preview({ at });
  expect(shown).toMatchObject({ epoch: old.epoch + 1, revision: old.revision });
  const done = await run(rollbackMatrix, { at, expected: positionId(shown) });
  expect(done).toMatchObject({ changed: true, epoch: shown.epoch, revision: shown.revision + 1 });
  expect(await matrix()).toEqual(before);

  const read = await ask(readRollback, { changeSetId }, risk);
  expect(read).toMatchObject({ ok: false, error: { code: 'conflict' } });
  const undo = await send(undoChangeSet, { changeSetId });
  expect(undo).toMatchObject({
    ok: false,
    error: { code: 'conflict', message: !read.ok && read.error.message },
  });
});
