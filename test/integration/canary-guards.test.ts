// Every guard of every programme on a real PostgreSQL: breached alone and together, of a run under way and of one that has ended; and what the database refuses of it.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CanaryState } from '#lib/catalog/canary-runs.ts';
import { PROGRAMMES } from '#lib/catalog/programmes.ts';
import { planCanary } from '#lib/commands/canary/plan-canary.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { ask } from '#lib/reads/read.ts';
import type { FrozenGuard, FrozenProgramme } from '#lib/rules/canary/programme.ts';
import { execute } from '#lib/write/execute.ts';
import { forgetRuns, frozenProgramme, putInForce, stageRun } from '#test/canary-stage.ts';
import { keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { type SaidPrometheus, sayingPrometheus } from '#test/prometheus-answers.ts';
import { canaryRound } from '#worker/canary-rounds.ts';

const risk = person('risk_manager');
const silent = { debug() {}, info() {}, warn() {}, error() {} };
let owner: pg.Client;
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let prometheus: SaidPrometheus;

beforeAll(async () => {
  prometheus = await sayingPrometheus();
  process.env.PROMETHEUS_URL = prometheus.url;
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, risk);
});

afterAll(async () => {
  delete process.env.PROMETHEUS_URL;
  await prometheus?.close();
  await owner?.end();
  await opened?.close();
});

beforeEach(() => forgetRuns(owner));

const round = () => canaryRound(silent as never, prometheus.client);

/** A little beyond the limit, and exactly on it: only beyond is a breach. */
const beyond = ({ is, threshold }: FrozenGuard) => threshold + (is === '>' ? 0.01 : -0.01);

/** What Prometheus says when these guards are breached, and the others are not, and lie exactly on their limits. */
function breached(definition: FrozenProgramme, ...keys: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    definition.guards.map((guard) => [
      guard.query,
      keys.includes(guard.key) ? beyond(guard) : guard.threshold,
    ]),
  );
}

async function staged(key: string, state: CanaryState, stage?: number) {
  const definition = frozenProgramme(key);
  const at = stage ?? definition.stages.length;
  const runId = await stageRun(owner, { definition, state, stage: at, plannedBy: risk });
  await putInForce(owner, { definition, stage: at });
  // What guards roll back must not hold already.
  await owner.query(
    `UPDATE switch_values SET value = CASE switch WHEN 'routing_mode' THEN '"NORMAL_MODE"'::jsonb ELSE 'true'::jsonb END
     WHERE switch IN ('routing_mode', 'global_betting_enabled', 'liquidation_enabled', 'new_orders_enabled',
       'withdrawal_enabled', 'strategies_enabled') AND symbol = ''`,
  );
  return { definition, runId };
}

async function look(id: string) {
  const body = await ask(readCanary, { id }, risk);
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
}

async function changesOf(runId: string) {
  const { rows } = await owner.query(
    `SELECT DISTINCT c.id, c.authority, c.actor_kind, c.direction, c.committed_at,
       (SELECT jsonb_object_agg(s.switch, s.new_value) FROM switch_changes s WHERE s.change_set_id = c.id) AS values
     FROM canary_breaches b JOIN change_sets c ON c.id = b.change_set_id WHERE b.run_id = $1 ORDER BY c.committed_at`,
    [runId],
  );
  return rows;
}

const settingsOf = (...guards: readonly FrozenGuard[]) =>
  Object.fromEntries(
    guards.flatMap(({ rollback }) => rollback.settings.map((one) => [one.switch, one.value])),
  );

const inForce = async (settings: Readonly<Record<string, unknown>>) => {
  const { rows } = await owner.query(
    `SELECT switch, value FROM switch_values WHERE symbol = '' AND switch = ANY($1)`,
    [Object.keys(settings)],
  );
  return Object.fromEntries(rows.map((row) => [row.switch, row.value]));
};

/** Of each programme every guard, in its first and its last stage, running and paused. */
const CASES = PROGRAMMES.flatMap(({ key, guards, stages }) =>
  guards.flatMap((guard) =>
    ([1, stages.length] as const)
      .filter((stage, index, all) => all.indexOf(stage) === index)
      .flatMap((stage) =>
        (['running', 'paused'] as const).map((state) => [key, guard.title, guard.key, stage, state] as const),
      ),
  ),
);

describe('each failure rule of the manuals rolls back by itself', () => {
  test.each(CASES)('%s: %s (%s) in stage %i, %s', async (key, _title, guardKey, stage, state) => {
    const { definition, runId } = await staged(key, state, stage);
    const guard = definition.guards.find((one) => one.key === guardKey);
    if (!guard) throw new Error(guardKey);
    prometheus.say(breached(definition));
    await round();
    expect((await look(runId)).run.state).toBe(state);
    // Another value of the same round is not filed twice: the round before is made an earlier one.
    await owner.query(`UPDATE canary_samples SET at = at - interval '15 seconds'`);
    prometheus.say(breached(definition, guardKey));
    await round();
    const body = await look(runId);
    expect(body.run).toMatchObject({
      ...{ state: 'failed', endedBy: 'Bulkhead', endReason: expect.stringContaining(guard.title) },
    });
    expect(body.breaches).toMatchObject([
      {
        ...{ guard: guardKey, value: beyond(guard), threshold: guard.threshold, unit: guard.unit },
        rollback: guard.rollback.label,
        samples: [{ value: beyond(guard) }, { value: guard.threshold }],
      },
    ]);
    const changes = await changesOf(runId);
    expect(changes).toMatchObject([{ authority: 'guard', actor_kind: 'system', values: settingsOf(guard) }]);
    expect(['reducing', 'rollback']).toContain(changes[0]?.direction);
    expect(await inForce(settingsOf(guard))).toEqual(settingsOf(guard));
    const { rows } = await owner.query(
      `SELECT actor_kind, reason, change_set_id, details::jsonb FROM audit_log WHERE kind = 'canary.guard_breached'
       ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows).toMatchObject([
      {
        ...{
          actor_kind: 'system',
          change_set_id: changes[0]?.id,
          reason: expect.stringContaining(guard.title),
        },
        details: { guard: guardKey, query: guard.query, evidence: [{ value: beyond(guard) }, {}] },
      },
    ]);
  });
});

describe('several guards in one round', () => {
  test.each(PROGRAMMES.map(({ key }) => key))(
    '%s: all of them are carried out, once, by two workers',
    async (key) => {
      const { definition, runId } = await staged(key, 'running');
      const { guards } = definition;
      prometheus.say(breached(definition, ...guards.map((guard) => guard.key)));
      await Promise.all([round(), round()]);
      const body = await look(runId);
      expect(body.run.state).toBe('failed');
      expect(body.breaches.map((one) => one.guard).sort()).toEqual(guards.map((one) => one.key).sort());
      for (const { title } of guards) expect(body.run.endReason).toContain(title);
      const [changes, ...more] = await changesOf(runId);
      expect(more).toEqual([]);
      expect(changes.values).toEqual(settingsOf(...guards));
      expect(await inForce(settingsOf(...guards))).toEqual(settingsOf(...guards));
      await Promise.all([round(), round()]);
      expect((await look(runId)).breaches).toHaveLength(guards.length);
    },
  );
});

const OVER = ['passed', 'no-go', 'aborted'] as const;

describe('people are told of a rollback', () => {
  const channelId = randomUUID();
  beforeAll(async () => {
    await owner.query(
      `INSERT INTO channels (id, kind, name, sealed, shown, from_step, made_at, made_by)
       VALUES ($1, 'slack', 'Desk', 'sealed', 'hooks.slack.example', 0, now(), $2)`,
      [channelId, risk.id],
    );
  });
  afterAll(() => owner.query('UPDATE channels SET removed_at = now(), removed_by = made_by'));

  test.each(['running', 'passed'] as const)(
    'of a run that is %s: once, with every figure and where to look',
    async (state) => {
      await owner.query('DELETE FROM notifications');
      const { definition, runId } = await staged('phase-3', state);
      prometheus.say(breached(definition, 'liquidation-failure', 'low-reserve'));
      await Promise.all([round(), round()]);
      await round();
      const { run } = await look(runId);
      const titleOf = (key: string) => definition.guards.find((guard) => guard.key === key)?.title;
      const { rows } = await owner.query('SELECT kind, content, urgency, lane FROM notifications');
      expect(rows).toMatchObject([
        {
          ...{ kind: 'canary.rolled_back', urgency: 0 },
          content: {
            ...{ canary: { id: runId, number: run.number }, failed: state === 'running', nobodyOnCall: true },
            told: [{ name: risk.name, as: 'risk manager' }],
            breaches: [
              { title: titleOf('liquidation-failure'), value: '0.01', limit: '0' },
              { title: titleOf('low-reserve'), value: '$199,999.99', limit: '$200,000' },
            ],
          },
        },
      ]);
    },
  );
});

describe('a run that has ended is guarded while what it set is in force', () => {
  test.each(OVER)('%s: a breach is rolled back, and then its guards are disarmed', async (state) => {
    const { definition, runId } = await staged('phase-3', state);
    prometheus.say(breached(definition));
    await round();
    const before = await look(runId);
    expect(before.run).toMatchObject({ state, guarded: true });
    expect(before.guards.map((guard) => guard.state)).toEqual(['armed', 'armed', 'armed']);
    expect(before.disarmed).toBeNull();
    await owner.query(`UPDATE canary_samples SET at = at - interval '15 seconds'`);
    prometheus.say(breached(definition, 'liquidation-failure'));
    await Promise.all([round(), round()]);
    const after = await look(runId);
    expect(after.run).toMatchObject({ state, endedBy: 'Somebody' });
    expect(after.breaches).toMatchObject([{ guard: 'liquidation-failure' }]);
    expect(await changesOf(runId)).toHaveLength(1);
    await round();
    const disarmed = await look(runId);
    expect(disarmed.run.guarded).toBe(false);
    expect(disarmed.disarmed?.why).toContain('Back to Phase 1');
    expect(disarmed.guards.map((guard) => guard.state)).toEqual(['waits', 'waits', 'waits']);
    // Whoever opens it again by hand does so on their own account.
    await owner.query(`UPDATE switch_values SET value = '"NORMAL_MODE"' WHERE switch = 'routing_mode'`);
    await round();
    expect(await changesOf(runId)).toHaveLength(1);
    const again = await execute(planCanary, { programme: 'phase-3', reason: 'Once more' }, risk);
    expect(again).toMatchObject({ error: { code: 'conflict', details: { until: expect.any(String) } } });
  });

  test('a rollback that closes a part leaves the other guards armed, and each acts once', async () => {
    const { definition, runId } = await staged('phase-3', 'running');
    prometheus.say(breached(definition, 'wrong-liquidation'));
    await round();
    expect((await look(runId)).run).toMatchObject({ state: 'failed', guarded: true });
    await owner.query(`UPDATE canary_samples SET at = at - interval '15 seconds' WHERE NOT EXISTS (
      SELECT 1 FROM canary_breaches b WHERE b.run_id = canary_samples.run_id AND b.guard = key AND b.sample_at = canary_samples.at)`);
    prometheus.say(breached(definition, 'wrong-liquidation', 'low-reserve'));
    await owner.query(`DELETE FROM canary_samples WHERE key = 'low-reserve'`);
    await round();
    const body = await look(runId);
    expect(body.breaches.map((one) => one.guard).sort()).toEqual(['low-reserve', 'wrong-liquidation']);
    expect((await changesOf(runId)).map((one) => one.values)).toEqual([
      { liquidation_enabled: false },
      { new_orders_enabled: false, withdrawal_enabled: false },
    ]);
    expect(body.run.guarded).toBe(true);
    await round();
    expect((await look(runId)).breaches).toHaveLength(2);
  });

  test('a blind guard of it is told of as one of a run under way', async () => {
    const { runId } = await staged('phase-3', 'passed');
    prometheus.say({});
    await round();
    const body = await look(runId);
    expect(body.guards.map((guard) => guard.state)).toEqual(['blind', 'blind', 'blind']);
  });

  test('a later run that sets the same switches takes over', async () => {
    const { definition, runId } = await staged('phase-3', 'passed');
    await stageRun(owner, { definition, state: 'running', stage: 1, enteredAgo: 30, plannedBy: risk });
    prometheus.say(breached(definition));
    await round();
    expect((await look(runId)).disarmed?.why).toMatch(/^CN-\d+ has set the same switches/);
  });

  test('another programme does not take over', async () => {
    const { definition, runId } = await staged('phase-3', 'passed');
    const other = frozenProgramme('production-canary');
    await stageRun(owner, { definition: other, state: 'running', stage: 1, enteredAgo: 30, plannedBy: risk });
    prometheus.say({ ...breached(definition), ...breached(other) });
    await round();
    expect((await look(runId)).run.guarded).toBe(true);
  });
});

describe('the database refuses', () => {
  const disarm = (runId: string) =>
    owner.query(
      `UPDATE canary_runs SET disarmed_at = clock_timestamp(), disarmed_why = 'x', version = version + 1 WHERE id = $1`,
      [runId],
    );

  test('to disarm guards while what the run set is in force', async () => {
    const { runId } = await staged('phase-3', 'passed');
    await expect(disarm(runId)).rejects.toThrow('its guards stay armed');
    await owner.query(
      `UPDATE switch_values SET value = CASE switch WHEN 'routing_mode' THEN '"HL_MODE"'::jsonb ELSE 'false'::jsonb END
       WHERE switch IN ('routing_mode', 'global_betting_enabled')`,
    );
    await disarm(runId);
    await expect(
      owner.query('UPDATE canary_runs SET disarmed_at = NULL, disarmed_why = NULL WHERE id = $1', [runId]),
    ).rejects.toThrow('over');
  });

  test('to disarm those of a run that is under way, and any other change of one that is over', async () => {
    const { runId } = await staged('phase-3', 'running');
    await expect(disarm(runId)).rejects.toThrow('canary_runs_disarmed_whole');
    await forgetRuns(owner);
    const { runId: over } = await staged('phase-3', 'passed');
    for (const set of ["state = 'running'", "end_reason = 'y'", 'stage = 1', 'version = version + 1'])
      await expect(owner.query(`UPDATE canary_runs SET ${set} WHERE id = $1`, [over])).rejects.toThrow(
        'over',
      );
  });

  test('a failure that no guard brought, and a breach that is none', async () => {
    const { definition, runId } = await staged('phase-2', 'running');
    const failing = `UPDATE canary_runs SET state = 'failed', ended_at = clock_timestamp(), ended_name = 'x', end_reason = 'x' WHERE id = $1`;
    await expect(owner.query(failing, [runId])).rejects.toThrow('no guard of this run was breached');
    prometheus.say(breached(definition));
    await round();
    const breach = (value: number, threshold: number) =>
      owner.query(
        `INSERT INTO canary_breaches (run_id, stage, guard, sample_at, value, threshold, evidence, at)
         SELECT run_id, 4, key, at, $2, $3, '[]', clock_timestamp() FROM canary_samples WHERE run_id = $1`,
        [runId, value, threshold],
      );
    await expect(breach(1, 1)).rejects.toThrow('this is not a breach');
    await expect(breach(2, 1)).rejects.toThrow('this is not a breach');
    await expect(breach(1, 0.5)).rejects.toThrow('this is not a breach');
  });

  test('a change by a guard that none of the breached ones names', async () => {
    const { definition, runId } = await staged('phase-3', 'running');
    prometheus.say(breached(definition, 'wrong-liquidation', 'low-reserve'));
    await round();
    const [set] = await changesOf(runId);
    await expect(
      owner.query(
        `INSERT INTO switch_changes (change_set_id, switch, old_value, new_value, direction, epoch, revision, at)
         SELECT change_set_id, 'routing_mode', '"NORMAL_MODE"', '"HL_MODE"', direction, epoch, revision, at
         FROM switch_changes WHERE change_set_id = $1 LIMIT 1`,
        [set.id],
      ),
    ).rejects.toThrow('not what the canary sets');
  });
});
