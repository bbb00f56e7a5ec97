// The second person in the database itself: what the application's own role may not write, whatever the code above it does.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { syncCatalogue } from '#lib/commands/changes/sync-catalogue.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { tellRules } from '#scripts/database/rules.ts';
import { answered } from '#test/console-database.ts';
import {
  asked,
  earlier,
  INTERVAL,
  openStage,
  outcome,
  reason,
  type Somebody,
  type Stage,
  set,
  settle,
  somebody,
  to,
} from './second-person-stage.ts';

let stage: Stage;
let asker: Somebody;
let second: Somebody;
let third: Somebody;
const idOf = (who: Somebody) => who.account.personId;

beforeAll(async () => {
  stage = await openStage();
  asker = await somebody(stage, 'risk_manager');
  second = await somebody(stage, 'super_admin');
  third = await somebody(stage, 'super_admin');
});
afterAll(() => stage.close());

let requestId: string;
beforeEach(async () => {
  await settle(to(501));
  await settle(to(500));
  requestId = (await asked(asker.actor, [to(1_000)])).id;
});

type Statement = readonly [sql: string, values?: readonly unknown[]];

/** SQLSTATE of the refusal, or 'written' when the application may do this. Nothing of it stays. */
async function tried(...statements: readonly Statement[]): Promise<string> {
  const { app } = stage;
  await app.query('BEGIN');
  try {
    for (const [sql, values] of statements) await app.query(sql, [...(values ?? [])]);
    await app.query('SET CONSTRAINTS ALL IMMEDIATE');
    return 'written';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await app.query('ROLLBACK');
  }
}

const RULE = 'BH001';
const CHECK = '23514';
const RIGHTS = '42501';

const decided = (state: string, by: string) =>
  [
    "UPDATE change_requests SET state = $2, decided_by = $3, decided_name = 'N', decided_at = now() WHERE id = $1",
    [requestId, state, by],
  ] as const;

const SET = `INSERT INTO change_sets (id, epoch, revision, command, actor_kind, actor_id, actor_name, reason, direction, budget_ms,
  authority, incident, request_id, approved_by, approved_name, committed_at)
  VALUES ($1, 1, 900001, 'set-switches', $2, $3, 'N', 'r', $4, 1000, $5, $6, $7, $8, 'N', now())`;

interface Forged {
  id?: string;
  by?: string;
  kind?: string;
  direction?: string;
  authority: string;
  incident?: string;
  request?: string;
  approvedBy?: string;
}

function changeSet(forged: Forged) {
  const { id = randomUUID(), by = idOf(asker), kind = 'person', direction = 'raising', authority } = forged;
  const { incident = null, request = null, approvedBy = null } = forged;
  return [SET, [id, kind, by, direction, authority, incident, request, approvedBy]] as const;
}

const change = (setId: string, name = INTERVAL, from = '500', value = '1000', direction = 'raising') =>
  [
    `INSERT INTO switch_changes (change_set_id, switch, symbol, old_value, new_value, old_inherited, new_inherited, direction, epoch, revision, at)
     VALUES ($1, $2, '', $3, $4, false, false, $5, 1, 900001, now())`,
    [setId, name, from, value, direction],
  ] as const;

const glass = (setId: string, by: string, incident = 'INC-1', reviewer: string | null = null) =>
  [
    `INSERT INTO break_glass (change_set_id, incident, person_id, person_name, reviewed_by, reviewed_at)
     VALUES ($1, $2, $3, 'N', $4, CASE WHEN $4::uuid IS NULL THEN NULL ELSE now() END)`,
    [setId, incident, by, reviewer],
  ] as const;

describe('a request', () => {
  test.each([
    'number = 999',
    "command = 'x'",
    `requested_by = '${randomUUID()}'`,
    "requested_at = requested_at - interval '1 second'",
    "expires_at = expires_at + interval '1 second'",
    "reason = 'another reason'",
    "direction = 'reducing'",
    `changes = '[{"switch":"x"}]'`,
    `diff_hash = repeat('a', 64)`,
    `places = '{}'`,
    'epoch = 2',
    'based_on = 0',
    "incident = 'INC-9'",
    'until = now()',
    `owner_id = '${randomUUID()}'`,
    `undoes_id = '${randomUUID()}'`,
    `subject_kind = 'level-press', subject_id = '${randomUUID()}'`,
  ])('is not edited: %s', async (assignment) => {
    expect(await tried([`UPDATE change_requests SET ${assignment} WHERE id = $1`, [requestId]])).toBe(RULE);
  });

  test('is decided by another, once; its end is nobody else’s to claim', async () => {
    expect(await tried(decided('approved', idOf(second)))).toBe('written');
    expect(await tried(decided('approved', idOf(asker)))).toBe(CHECK);
    expect(await tried(decided('refused', idOf(asker)))).toBe(CHECK);
    expect(await tried(decided('withdrawn', idOf(second)))).toBe(CHECK);
    expect(await tried(decided('approved', idOf(second)), decided('approved', idOf(third)))).toBe(RULE);
    expect(await tried(decided('refused', idOf(second)), decided('approved', idOf(third)))).toBe(RULE);
    expect(await tried(["UPDATE change_requests SET state = 'void' WHERE id = $1", [requestId]])).toBe(CHECK);
    expect(await tried(['DELETE FROM change_requests WHERE id = $1', [requestId]])).toBe(RIGHTS);
  });

  test('is not approved after its time, nor by or for somebody without access', async () => {
    for (const who of [asker, second]) {
      await stage.owner.query('UPDATE people SET disabled_at = now() WHERE id = $1', [idOf(who)]);
      expect(await tried(decided('approved', idOf(second)))).toBe(RULE);
      await stage.owner.query('UPDATE people SET disabled_at = NULL WHERE id = $1', [idOf(who)]);
    }
    await earlier(stage, 'change_requests', ['requested_at', 'expires_at'], '30 minutes');
    expect(await tried(decided('approved', idOf(second)))).toBe(RULE);
  });

  test('begins open, and ends within half an hour', async () => {
    const copied = (state: string, minutes: number) =>
      [
        `INSERT INTO change_requests (number, state, command, requested_by, requested_name, expires_at, reason, direction, changes,
           diff_hash, places, epoch, based_on, decided_by, decided_at)
         SELECT 999999, $2, command, requested_by, requested_name, clock_timestamp() + make_interval(mins => $3), reason, direction, changes,
           repeat('b', 64), places, epoch, based_on, CASE WHEN $2 = 'approved' THEN $4::uuid END, now()
         FROM change_requests WHERE id = $1`,
        [requestId, state, minutes, idOf(second)],
      ] as const;
    expect(await tried(copied('open', 29))).toBe('written');
    expect(await tried(copied('approved', 29))).toBe(RULE);
    expect(await tried(copied('open', 32))).toBe(CHECK);
  });
});

describe('a change set', () => {
  const approved = (more: Partial<Forged> = {}) => {
    const id = randomUUID();
    const forged = { id, authority: 'approved', request: requestId, approvedBy: idOf(second), ...more };
    return { id, insert: changeSet(forged) };
  };

  test('"approved" takes an approved request, of these two people', async () => {
    const yes = decided('approved', idOf(second));
    const right = approved();
    expect(await tried(yes, right.insert, change(right.id))).toBe('written');
    expect(await tried(right.insert, change(right.id))).toBe(RULE);
    expect(await tried(decided('refused', idOf(second)), right.insert)).toBe(RULE);
    expect(await tried(yes, approved({ by: idOf(third) }).insert)).toBe(RULE);
    expect(await tried(yes, approved({ approvedBy: idOf(third) }).insert)).toBe(RULE);
    expect(await tried(yes, approved({ by: idOf(second) }).insert)).toMatch(/^(BH001|23514)$/);
    expect(await tried(yes, changeSet({ authority: 'approved' }))).toMatch(/^(BH001|23514)$/);
    expect(await tried(yes, right.insert, change(right.id), approved().insert)).toBe('23505');
  });

  test('"approved" is exactly what was asked for', async () => {
    const yes = decided('approved', idOf(second));
    const { id, insert } = approved();
    expect(await tried(yes, insert)).toBe(RULE);
    expect(await tried(yes, insert, change(id, INTERVAL, '500', '9000'))).toBe(RULE);
    expect(await tried(yes, insert, change(id, 'withdrawal_enabled', 'false', 'true'))).toBe(RULE);
    const more = change(id, 'trading_enabled', 'false', 'true');
    expect(await tried(yes, insert, change(id), more)).toBe(RULE);
  });

  test.each(['single', 'approved'])('"%s" alone raises no critical switch', async (authority) => {
    const id = randomUUID();
    expect(await tried(changeSet({ id, authority }), change(id))).toMatch(/^(BH001|23514)$/);
  });

  test('one person takes no limit off, and raises what is not critical', async () => {
    const id = randomUUID();
    const single = changeSet({ id, authority: 'single' });
    expect(await tried(single, change(id, 'daily_net_loss_limit', '"50000"', 'null'))).toBe(RULE);
    expect(await tried(single, change(id, 'hedge_max_leverage', '3', '5'))).toBe('written');
  });

  test('"level", "emergency", "alert" and "system" are not a way around', async () => {
    for (const authority of ['level', 'emergency', 'alert']) {
      const id = randomUUID();
      expect(await tried(changeSet({ id, authority }), change(id)), authority).toBe(RULE);
    }
    expect(await tried(changeSet({ authority: 'system' }))).toBe(CHECK);
    expect(await tried(changeSet({ authority: 'nobody' }))).toBe(CHECK);
  });

  test('"break_glass" has an incident and its own row, unreviewed, of its author', async () => {
    const id = randomUUID();
    const broken = changeSet({ id, authority: 'break_glass', incident: 'INC-1' });
    expect(await tried(broken, change(id), glass(id, idOf(asker)))).toBe('written');
    expect(await tried(broken, change(id))).toBe(RULE);
    expect(await tried(broken)).toBe(RULE);
    expect(await tried(changeSet({ id, authority: 'break_glass' }))).toBe(CHECK);
    expect(await tried(broken, change(id), glass(id, idOf(second)))).toBe(RULE);
    expect(await tried(broken, change(id), glass(id, idOf(asker), 'INC-2'))).toBe(RULE);
    expect(await tried(broken, change(id), glass(id, idOf(asker), 'INC-1', idOf(second)))).toBe(RULE);
    const single = changeSet({ id, authority: 'single', incident: 'INC-1' });
    expect(await tried(single, glass(id, idOf(asker)))).toBe(RULE);
  });

  test('during a debt nothing is raised outside its incident; a review is by another, once', async () => {
    const id = randomUUID();
    const broken = [
      changeSet({ id, authority: 'break_glass', incident: 'INC-1' }),
      change(id),
      glass(id, idOf(asker)),
    ] as const;
    const next = (incident?: string, direction = 'raising') =>
      [
        SET.replace('900001', '900002'),
        [randomUUID(), 'person', idOf(third), direction, 'single', incident ?? null, null, null],
      ] as const;
    const review = (by: string) =>
      [
        "UPDATE break_glass SET reviewed_by = $2, reviewed_name = 'N', reviewed_at = now() WHERE change_set_id = $1",
        [id, by],
      ] as const;
    expect(await tried(...broken, next())).toBe(RULE);
    expect(await tried(...broken, next('INC-2'))).toBe(RULE);
    expect(await tried(...broken, next('INC-1'))).toBe('written');
    expect(await tried(...broken, next(undefined, 'reducing'))).toBe('written');
    expect(await tried(...broken, review(idOf(asker)))).toBe(CHECK);
    expect(await tried(...broken, review(idOf(second)), next())).toBe('written');
    expect(await tried(...broken, review(idOf(second)), review(idOf(third)))).toBe(RULE);
    expect(await tried(...broken, ["UPDATE break_glass SET incident = 'INC-3'"])).toBe(RULE);
  });

  test('stays what it is', async () => {
    expect(await tried(["UPDATE change_sets SET authority = 'system'"])).toBe(RIGHTS);
    expect(await tried(["UPDATE switch_changes SET direction = 'reducing'"])).toBe(RIGHTS);
  });
});

describe('what the triggers rest on', () => {
  test.each([
    'DELETE FROM critical_switches',
    "INSERT INTO critical_switches VALUES ('x')",
    "UPDATE critical_switches SET switch = 'x'",
    'DELETE FROM level_bundles',
    'DELETE FROM alert_actions',
    "UPDATE alert_actions SET settings = '{}'",
    "UPDATE level_bundles SET settings = '{}'",
    `INSERT INTO level_bundles VALUES (1, '{}')`,
    'TRUNCATE critical_switches',
    'ALTER TABLE switch_changes DISABLE TRIGGER USER',
    "SET session_replication_role = 'replica'",
  ])('is not the application’s to write: %s', async (sql) => {
    expect(await tried([sql])).toBe(RIGHTS);
  });

  test('a start whose catalogue says otherwise than the database was told is refused', async () => {
    const start = () => answered(() => execute(syncCatalogue, {}, SYSTEM));
    expect(outcome(await start())).toBe('done');
    await stage.owner.query('DELETE FROM critical_switches WHERE switch = $1', [INTERVAL]);
    try {
      expect(outcome(await start())).toBe('conflict');
    } finally {
      await stage.owner.query('INSERT INTO critical_switches VALUES ($1)', [INTERVAL]);
    }
  });

  test('each start tells the lists of the catalogue whole: what only an older one had is taken away', async () => {
    const told = async () => [
      (await stage.owner.query('SELECT switch FROM critical_switches ORDER BY switch')).rows,
      (await stage.owner.query('SELECT level, settings FROM level_bundles ORDER BY level')).rows,
      (await stage.owner.query('SELECT * FROM alert_actions ORDER BY alert')).rows,
    ];
    const before = await told();
    await stage.owner.query('ALTER TABLE level_bundles DROP CONSTRAINT level_bundles_level_check');
    await stage.owner.query("INSERT INTO level_bundles VALUES (4, '{}')");
    await stage.owner.query("UPDATE level_bundles SET settings = '{}' WHERE level = 2");
    await stage.owner.query("INSERT INTO critical_switches VALUES ('gone_switch')");
    await stage.owner.query("INSERT INTO alert_actions VALUES ('gone-alert', '{}')");
    await stage.owner.query("UPDATE alert_actions SET settings = '{}' WHERE alert = 'hl-disconnected'");
    await stage.owner.query('DELETE FROM critical_switches WHERE switch = $1', [INTERVAL]);
    await tellRules(stage.ownerUrl);
    expect(await told()).toEqual(before);
  });

  test('the write path says the same in words', async () => {
    expect(outcome(await set(asker.actor, [to(1_000)], { reason }))).toBe('conflict');
  });
});
