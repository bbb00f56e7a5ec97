// Rules of releases in the database itself: whoever writes past the application is refused, and nothing is half done.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  CHECKLIST_KEYS,
  RELEASE_MOVES,
  RELEASE_STATE_NAMES,
  type ReleaseState,
  STRATEGIES,
  STRATEGY_NAMES,
} from '#lib/catalog/releases.ts';
import { isActive, weightsAt } from '#lib/rules/releases/release.ts';
import { createAccount } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { aRelease, noReleases } from '#test/release-rows.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let people: { starter: string; approver: string };

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  const [engineer, manager] = [await createAccount('engineer'), await createAccount('risk_manager')];
  people = { starter: engineer.personId, approver: manager.personId };
});
afterAll(async () => {
  await owner?.end();
  await opened?.close();
});
beforeEach(() => noReleases(owner));

const rowOf = async () => (await owner.query('SELECT to_jsonb(r) AS row FROM releases r')).rows[0]?.row;

/** The whole transaction is refused, at the latest at its end, and the release is as it was. */
async function refused(sql: string, words: RegExp | string): Promise<void> {
  const before = await rowOf();
  const tried = (async () => {
    await owner.query('BEGIN');
    try {
      await owner.query(sql);
      await owner.query('COMMIT');
    } catch (error) {
      await owner.query('ROLLBACK');
      throw error;
    }
  })();
  await expect(tried, sql).rejects.toThrow(words);
  expect(await rowOf()).toEqual(before);
}

const ENDED =
  "ended_at = clock_timestamp() + interval '2 hours', ended_by_kind = 'system', ended_by_id = 'x', ended_name = 'X'";
const APPROVED = `approved_at = clock_timestamp(), approved_name = 'X', approved_by`;

// biome-ignore format: a row a line
test.each<[string, ReleaseState, string, RegExp | string]>([
  ['its starter approves it', 'planned', `UPDATE releases SET state = 'approved', ${APPROVED} = started_by`, 'releases_second_person'],
  ['nobody approves it', 'planned', "UPDATE releases SET state = 'approved'", 'releases_no_traffic_unapproved'],
  ['traffic before approval', 'planned', "UPDATE releases SET share = 5, step = 1, traffic_at = now(), stepped_at = now(), baseline = '{}'", /next step/],
  ['in progress without a step', 'approved', "UPDATE releases SET state = 'in_progress'", /by a step/],
  ['monitoring without a step', 'approved', "UPDATE releases SET state = 'monitoring', full_at = now()", /by a step/],
  ['a first step without a baseline', 'approved', "UPDATE releases SET state = 'in_progress', share = 5, step = 1", /next step/],
  ['a step left out', 'in_progress', 'UPDATE releases SET share = 50, step = 3', /next step/],
  ['another share than planned', 'in_progress', 'UPDATE releases SET share = 50, step = 2', /next step/],
  ['a share without a step', 'in_progress', 'UPDATE releases SET share = 20', /by a step/],
  ['a step back', 'in_progress', 'UPDATE releases SET share = 0, step = 0', /next step/],
  ['a step while it is paused', 'paused', "UPDATE releases SET share = 20, step = 2, state = 'in_progress'", /next step/],
  ['a step beyond the last', 'monitoring', 'UPDATE releases SET step = 5, share = 100', /next step/],
  ['part of the traffic back', 'monitoring', `UPDATE releases SET state = 'rolled_back', share = 50, ${ENDED}`, /all traffic back/],
  ['a rollback that is none', 'in_progress', `UPDATE releases SET state = 'rolled_back', ${ENDED}`, /all traffic back/],
  ['success before its hour', 'monitoring', "UPDATE releases SET state = 'succeeded', ended_at = full_at + interval '59 minutes', ended_by_kind = 'person', ended_by_id = 'x', ended_name = 'X'", /after an hour/],
  ['a step after a rollback', 'rolled_back', 'UPDATE releases SET share = 20, step = 2', /is over/],
  ['a step after success', 'succeeded', 'UPDATE releases SET share = 20, step = 2', /is over/],
  ['another end', 'rolled_back', "UPDATE releases SET ended_name = 'Somebody else'", /is over/],
  ['another trigger afterwards', 'rolled_back', "UPDATE releases SET trigger = 'p99'", /is over/],
  ['effective before it was rolled back', 'rolled_back', "UPDATE releases SET effective_at = ended_at - interval '1 second'", /effective after/],
  ['weights without a release', 'approved', "UPDATE gateway_servers SET weight = 5 WHERE side = 'green'", /weights are not the share/],
  ['a share that the gateway is not told', 'in_progress', 'UPDATE releases SET share = 20, step = 2, stepped_at = now()', /weights are not the share/],
  ['other weights than the share', 'in_progress', "UPDATE gateway_servers SET weight = 50 WHERE name = 'green-1'", /weights are not the share/],
  ['a rollback that leaves the traffic where it is', 'in_progress', `UPDATE releases SET state = 'rolled_back', share = 0, ${ENDED}`, /weights are not the share/],
  ['the other side is live, for no release', 'planned', "UPDATE gateway_sides SET live = NOT live WHERE side = 'blue'; UPDATE gateway_sides SET live = true WHERE side = 'green'", /weights are not the share/],
  ['live is not where the last success was', 'succeeded', "UPDATE gateway_sides SET live = false WHERE side = 'green'; UPDATE gateway_sides SET live = true WHERE side = 'blue'; UPDATE gateway_servers SET weight = (CASE side WHEN 'blue' THEN 100 ELSE 0 END)", /newest release that succeeded/],
])('refused: %s', async (_what, state, sql, words) => {
  await aRelease(owner, state, people);
  await refused(sql, words);
});

test('a release begins as a plan of the side that has the traffic', async () => {
  const begin = (state: string, fromSide: string, toSide: string) => `
    INSERT INTO releases (id, strategy, from_version, to_version, from_side, to_side, checklist, notes, reason, state,
      started_at, started_by, started_name)
    VALUES (gen_random_uuid(), 'canary', 'v1', 'v2', '${fromSide}', '${toSide}', '[]', '{}', 'x', '${state}', now(), '${people.starter}', 'X')`;
  await refused(begin('approved', 'blue', 'green'), /begins as a plan/);
  await refused(begin('planned', 'green', 'blue'), /from the side that has the traffic/);
});

test('every question of the checklist is answered before it is approved', async () => {
  for (const key of CHECKLIST_KEYS) {
    await aRelease(owner, 'planned', people);
    await owner.query('ALTER TABLE releases DISABLE TRIGGER releases_keep');
    await owner.query('UPDATE releases SET checklist = checklist - $1', [key]);
    await owner.query('ALTER TABLE releases ENABLE TRIGGER releases_keep');
    await refused(
      `UPDATE releases SET state = 'approved', ${APPROVED} = '${people.approver}'`,
      /whole checklist/,
    );
  }
  await aRelease(owner, 'planned', people);
  await owner.query(`UPDATE releases SET state = 'approved', ${APPROVED} = '${people.approver}'`);
});

test('the database knows the plans of the catalogue', async () => {
  for (const strategy of STRATEGY_NAMES) {
    const { rows } = await owner.query('SELECT release_plan($1) AS plan', [strategy]);
    expect(rows[0].plan).toEqual(STRATEGIES[strategy].steps);
  }
});

test('a rolling update has one instance for another, and no half of each', async () => {
  const told = (
    weights: Readonly<Record<string, number>>,
  ) => `UPDATE gateway_servers s SET weight = w.value::int
    FROM jsonb_each_text('${JSON.stringify(weights)}') w WHERE w.key = s.name`;
  const step = (number: number, share: number, state: string) =>
    `UPDATE releases SET step = ${number}, share = ${share}, state = '${state}', stepped_at = now(), traffic_at = coalesce(traffic_at, now()),
      baseline = coalesce(baseline, '{}'), full_at = (CASE WHEN ${share} = 100 THEN now() END)`;
  await owner.query(`INSERT INTO releases (id, strategy, from_version, to_version, from_side, to_side, checklist, notes, reason,
      state, started_at, started_by, started_name)
    VALUES (gen_random_uuid(), 'rolling', 'v1', 'v2', 'blue', 'green', '${JSON.stringify(CHECKLIST_KEYS)}', '{}', 'x', 'planned', now(), '${people.starter}', 'X')`);
  await owner.query(`UPDATE releases SET state = 'approved', ${APPROVED} = '${people.approver}'`);
  const first = step(1, 50, 'in_progress');
  await refused(`${first}; ${told(weightsAt('canary', 'green', 50))}`, /weights are not the share/);
  await refused(
    `${first}; ${told({ 'blue-1': 100, 'blue-2': 0, 'green-1': 0, 'green-2': 100 })}`,
    /weights are not/,
  );
  await owner.query(`BEGIN; ${first}; ${told(weightsAt('rolling', 'green', 50))}; COMMIT`);
  await owner.query(
    `BEGIN; ${step(2, 100, 'monitoring')}; ${told(weightsAt('rolling', 'green', 100))}; COMMIT`,
  );
  expect(await rowOf()).toMatchObject({ state: 'monitoring', share: 100 });
});

test('no state follows another but as the catalogue says', async () => {
  for (const from of RELEASE_STATE_NAMES) {
    const leadsTo: readonly (string | null)[] = Object.values(RELEASE_MOVES[from]);
    for (const to of RELEASE_STATE_NAMES.filter((state) => state !== from && !leadsTo.includes(state))) {
      // A step of one strategy leads from approved to monitoring at once.
      if (from === 'in_progress' && to === 'monitoring') continue;
      await aRelease(owner, from, people);
      const over = !isActive(to) && isActive(from) ? `, ${ENDED}` : '';
      const back = to === 'rolled_back' ? ', share = 0' : '';
      await refused(`UPDATE releases SET state = '${to}'${back}${over}`, /./);
    }
  }
});
