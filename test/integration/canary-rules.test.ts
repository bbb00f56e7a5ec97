// The rules of runs on a real PostgreSQL: every verb in every state by its command, and every write that goes round the commands with the application's own role.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CANARY_STATES, type CanaryState, RETRY_HOURS } from '#lib/catalog/canary-runs.ts';
import { PROGRAMMES } from '#lib/catalog/programmes.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import { readCanaries } from '#lib/reads/canary/read-canaries.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { ask } from '#lib/reads/read.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { CANARY_MOVES, type CanaryVerb } from '#lib/rules/canary/canary-run.ts';
import { execute } from '#lib/write/execute.ts';
import { forgetRuns, frozenProgramme, stageRun } from '#test/canary-stage.ts';
import { keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { type SaidPrometheus, sayingPrometheus } from '#test/prometheus-answers.ts';

const people = [
  person('risk_manager'),
  person('engineer'),
  person('product_owner'),
  person('executive'),
] as const;
const [risk, engineer, , executive] = people;
let owner: pg.Client;
/** With the role that the console and the worker have. */
let app: pg.Client;
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let prometheus: SaidPrometheus;

beforeAll(async () => {
  prometheus = await sayingPrometheus();
  process.env.PROMETHEUS_URL = prometheus.url;
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  app = new pg.Client({ connectionString: opened.app });
  await Promise.all([owner.connect(), app.connect()]);
  await keepPeople(owner, ...people);
});

afterAll(async () => {
  delete process.env.PROMETHEUS_URL;
  await prometheus?.close();
  await Promise.all([owner?.end(), app?.end()]);
  await opened?.close();
});

beforeEach(() => forgetRuns(owner));

const STATES = Object.keys(CANARY_STATES) as CanaryState[];
const definition = frozenProgramme('phase-3');

function staged(state: CanaryState, more: Partial<Parameters<typeof stageRun>[1]> = {}) {
  const stage = state === 'draft' ? 0 : state === 'passed' ? definition.stages.length : 1;
  return stageRun(owner, { definition, state, stage, plannedBy: risk, ...more });
}

function send(name: string, input: object, actor: typeof risk | typeof SYSTEM = risk) {
  const command = COMMANDS.get(name);
  if (!command) throw new Error(`there is no command ${name}`);
  return execute(command, input, actor) as ReturnType<
    typeof execute<object, void, object, object, { state: string }>
  >;
}

const reason = 'As the desk decided';
const EVIDENCE = { check: 'kill-switch', holds: true, text: 'Done in staging' };

/** The command of each verb that is not a gate's, what it sends, and the state it leads to. */
const BY_COMMAND: readonly (readonly [CanaryVerb, string, object, CanaryState | null])[] = [
  ['pause', 'pause-canary', { reason }, 'paused'],
  ['resume', 'resume-canary', { reason }, 'running'],
  ['extend', 'extend-canary', { minutes: 60, reason }, null],
  ['abort', 'abort-canary', { reason }, 'aborted'],
  ['note-evidence', 'note-canary-evidence', EVIDENCE, null],
  ['retry', 'retry-canary', { reason }, null],
];

describe.each(STATES)('a run that is %s', (state) => {
  test.each(BY_COMMAND)('%s', async (verb, name, input, to) => {
    // A failure that is tried again lies far enough back.
    const runId = await staged(state, { endedAgo: (RETRY_HOURS + 1) * 3_600, enteredAgo: 60 * 3_600 });
    const answer = await send(name, { runId, ...input });
    const allowed: true | string = CANARY_MOVES[state][verb];
    if (allowed === true) {
      expect(answer).toMatchObject({ ok: true });
      const { rows } = await owner.query('SELECT state FROM canary_runs WHERE id = $1', [runId]);
      expect(rows).toEqual([{ state: to ?? state }]);
    } else {
      expect(answer).toMatchObject({
        error: { code: 'conflict', message: expect.stringContaining(`: ${allowed}.`) },
      });
    }
  });

  test('nothing fails it by saying so', async () => {
    const runId = await staged(state);
    const answer = await send('fail-canary', { runId }, SYSTEM);
    expect(answer).toMatchObject(
      ['draft', 'running', 'paused'].includes(state)
        ? { error: { code: 'conflict' } }
        : { value: { changed: false, state } },
    );
  });
});

/** What one statement with the application's role may do to the state: all else takes a gate, a breach or a person. */
const BY_SQL: Readonly<Partial<Record<CanaryState, readonly CanaryState[]>>> = {
  draft: ['draft', 'aborted'],
  running: ['running', 'paused', 'aborted'],
  paused: ['running', 'paused', 'aborted'],
};

describe.each(STATES)('with SQL, a run that is %s', (from) => {
  test.each(STATES)('becomes %s only as its states allow', async (to) => {
    const runId = await staged(from);
    const ends = !['draft', 'running', 'paused'].includes(to);
    const write = app.query(
      `UPDATE canary_runs SET state = $2::text, version = version + 1,
         paused_at = CASE WHEN $2::text = 'paused' THEN coalesce(paused_at, clock_timestamp()) END,
         ended_at = CASE WHEN $3 THEN clock_timestamp() END, ended_name = CASE WHEN $3 THEN 'x' END,
         end_reason = CASE WHEN $3 THEN 'x' END,
         ended_by = CASE WHEN $3 AND $2::text <> 'failed' THEN $4::uuid END
       WHERE id = $1`,
      [runId, to, ends, risk.id],
    );
    if (BY_SQL[from]?.includes(to)) await write;
    else await expect(write).rejects.toThrow();
  });
});

describe("the clock of a run is nobody's", () => {
  // biome-ignore format: a row a line
  const REFUSED: readonly (readonly [string, CanaryState, string, RegExp])[] = [
    ['an earlier beginning', 'running', "stage_entered_at = stage_entered_at - interval '1 day'", /only goes on/],
    ['an earlier beginning under the same version', 'running', "stage_entered_at = stage_entered_at - interval '1 day', version = version", /one version|only goes on/],
    ['a later beginning', 'running', 'stage_entered_at = clock_timestamp()', /only goes on/],
    ['another first day', 'running', "started_at = started_at - interval '7 days'", /only goes on/],
    ['an extension taken back', 'running', 'extended_seconds = -1', /only goes on|check/],
    ['an extension beyond two weeks', 'running', 'extended_seconds = 1209601', /14 days/],
    ['a pause of yesterday', 'running', "state = 'paused', paused_at = clock_timestamp() - interval '1 day'", /paused now/],
    ['a pause that is moved', 'paused', "paused_at = paused_at + interval '1 second'", /paused now/],
    ['two versions at once', 'running', 'version = version + 2', /one version/],
    ['an end of yesterday', 'running', "state = 'aborted', ended_at = clock_timestamp() - interval '1 day', ended_name = 'x', end_reason = 'x', ended_by = planned_by", /ends now/],
    ['an end by nobody', 'running', "state = 'aborted', ended_at = clock_timestamp(), ended_name = 'x', end_reason = 'x'", /ends now/],
    ['a failure by a person', 'running', "state = 'failed', ended_at = clock_timestamp(), ended_name = 'x', end_reason = 'x', ended_by = planned_by", /ends now/],
    ['the next stage', 'running', "stage = 2, stage_entered_at = clock_timestamp(), extended_seconds = 0", /time of this stage/],
    ['two stages at once', 'running', "stage = 3, stage_entered_at = clock_timestamp()", /time of this stage|signed the gate/],
    ['a stage back', 'running', "stage = 0, stage_entered_at = clock_timestamp()", /./],
    ['another definition', 'running', "definition = replace(definition, '50000', '500000')", /cannot be changed/],
    ['another planner', 'running', "planned_at = clock_timestamp()", /cannot be changed/],
  ];

  test.each(REFUSED)('%s', async (_what, state, set, why) => {
    const runId = await staged(state);
    const version = /version =/.test(set) ? '' : ', version = version + 1';
    await expect(app.query(`UPDATE canary_runs SET ${set}${version} WHERE id = $1`, [runId])).rejects.toThrow(
      why,
    );
  });

  test('a pause counts for nothing', async () => {
    const runId = await staged('paused');
    await owner.query(`UPDATE canary_runs SET paused_at = paused_at - interval '1 hour' WHERE id = $1`, [
      runId,
    ]);
    const resume = (seconds: number) =>
      app.query(
        `UPDATE canary_runs SET state = 'running', paused_at = NULL, paused_seconds = $2, version = version + 1 WHERE id = $1`,
        [runId, seconds],
      );
    await expect(resume(0)).rejects.toThrow('the time of a pause does not count');
    await expect(resume(3_000)).rejects.toThrow('the time of a pause does not count');
    await resume(3_601);
  });

  test('the next stage when its time is over takes a gate, and a pause holds it', async () => {
    const runId = await staged('running', { enteredAgo: 4 * 86_400 });
    const next = `UPDATE canary_runs SET stage = 2, stage_entered_at = clock_timestamp(), extended_seconds = 0,
      version = version + 1 WHERE id = $1`;
    await expect(app.query(next, [runId])).rejects.toThrow('nobody signed the gate');
    await owner.query(`UPDATE canary_runs SET extended_seconds = 172800 WHERE id = $1`, [runId]);
    await expect(app.query(next, [runId])).rejects.toThrow('time of this stage is not over');
  });
});

describe('a run begins as a plan, one of each programme', () => {
  const insert = (more: Readonly<Record<string, string>> = {}) => {
    const columns = {
      programme: `'phase-3'`,
      definition: '$1',
      reason: `'x'`,
      stage_entered_at: 'now()',
      planned_by: '$2',
      planned_name: `'x'`,
      planned_at: 'now()',
      ...more,
    };
    return app.query(
      `INSERT INTO canary_runs (${Object.keys(columns).join(', ')}) VALUES (${Object.values(columns).join(', ')})`,
      [JSON.stringify(definition), risk.id],
    );
  };

  test.each([
    ['under way', { state: `'running'`, stage: '1', started_at: 'now()' }, 'begins as a plan'],
    ['extended', { extended_seconds: '60' }, 'begins as a plan'],
    ['with a version', { version: '7' }, 'begins as a plan'],
    [
      'over',
      { state: `'aborted'`, ended_at: 'now()', ended_name: `'x'`, end_reason: `'x'` },
      'begins as a plan',
    ],
    [
      'of yesterday',
      { planned_at: `now() - interval '1 day'`, stage_entered_at: `now() - interval '1 day'` },
      'planned now',
    ],
    ['watched since yesterday', { stage_entered_at: `now() - interval '1 day'` }, 'planned now'],
    ['as what did not fail', { retry_of: `(SELECT id FROM canary_runs LIMIT 1)` }, ''],
  ] as const)('%s: refused', async (_what, more, why) => {
    await staged('passed');
    await expect(insert(more)).rejects.toThrow(why || 'has not failed');
  });

  test.each(['draft', 'running', 'paused'] as const)(
    'beside one that is %s: refused, in words and in the database',
    async (state) => {
      await staged(state);
      await expect(insert()).rejects.toThrow('is not over');
      expect(await send('plan-canary', { programme: 'phase-3', reason })).toMatchObject({
        error: {
          code: 'conflict',
          message: expect.stringMatching(/^CN-\d+ is (planned already|under way): .+ or end it first\.$/),
        },
      });
      const listed = await ask(readCanaries, {}, risk);
      expect(listed.ok && listed.value.programmes.find(({ key }) => key === 'phase-3')?.open).toMatchObject({
        begun: state !== 'draft',
      });
    },
  );

  test('two that are under way, of any programmes: refused', async () => {
    await staged('running');
    const other = frozenProgramme('production-canary');
    await expect(
      stageRun(owner, { definition: other, state: 'running', stage: 1, plannedBy: risk }),
    ).rejects.toThrow('canary_runs_one_active');
  });
});

describe('48 hours after a failure', () => {
  const HOUR = 3_600;

  test.each(PROGRAMMES.map(({ key }) => key))(
    '%s is not planned before, and the moment is said to the millisecond',
    async (key) => {
      const failed = frozenProgramme(key);
      const runId = await stageRun(owner, {
        ...{ definition: failed, state: 'failed', stage: 1, plannedBy: risk },
        ...{ enteredAgo: 49 * HOUR, endedAgo: RETRY_HOURS * HOUR - 30 },
      });
      const { rows } = await owner.query('SELECT ended_at FROM canary_runs WHERE id = $1', [runId]);
      const until = new Date(rows[0].ended_at.getTime() + RETRY_HOURS * HOUR * 1_000).toISOString();
      for (const [name, input] of [
        ['retry-canary', { runId, reason }],
        ['plan-canary', { programme: key, reason }],
      ] as const) {
        const answer = await send(name, input);
        expect(answer).toMatchObject({ error: { code: 'conflict', details: { until } } });
        expect(answer.ok ? '' : answer.error.message).toContain(until);
      }
      const body = await ask(readCanary, { id: runId }, risk);
      expect(body).toMatchObject({ value: { retryAt: until, can: expect.arrayContaining(['retry']) } });
      const list = await ask(readCanaries, {}, risk);
      expect(list.ok && list.value.programmes.find((one) => one.key === key)?.waitsUntil).toBe(until);
      await expect(
        app.query(
          `INSERT INTO canary_runs (programme, definition, reason, stage_entered_at, planned_by, planned_name, planned_at)
         VALUES ($1, $2, 'x', now(), $3, 'x', now())`,
          [key, JSON.stringify(failed), risk.id],
        ),
      ).rejects.toThrow('less than 48 hours ago');
      await owner.query('ALTER TABLE canary_runs DISABLE TRIGGER canary_runs_keep');
      await owner.query(`UPDATE canary_runs SET ended_at = ended_at - interval '31 seconds' WHERE id = $1`, [
        runId,
      ]);
      await owner.query('ALTER TABLE canary_runs ENABLE TRIGGER canary_runs_keep');
      expect(await send('retry-canary', { runId, reason })).toMatchObject({ ok: true });
    },
  );
});

describe('a gate', () => {
  const hash = 'a'.repeat(64);
  const gate = (runId: string, more: { stage?: number; decision?: string; verdicts?: object[] } = {}) =>
    app.query(
      `INSERT INTO canary_gates (id, run_id, from_stage, decision, snapshot_hash, verdicts, decided_by, decided_name, at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, 'x', clock_timestamp())`,
      [
        runId,
        more.stage ?? 0,
        more.decision ?? 'go',
        hash,
        JSON.stringify(more.verdicts ?? []),
        executive.id,
      ],
    );

  test('is decided where the run stands, by a form that four people signed', async () => {
    const draft = await staged('draft');
    await expect(gate(draft, { stage: 1 })).rejects.toThrow('does not stand at this gate');
    await expect(gate(draft)).rejects.toThrow();
    await expect(gate(draft, { decision: 'no-go' })).rejects.toThrow();
    await forgetRuns(owner);
    await expect(gate(await staged('failed'), { stage: 1 })).rejects.toThrow('does not stand at this gate');
  });

  /** Only the check of the verdicts is looked at: the others refuse what no form has decided. */
  async function judged(
    target: typeof definition,
    stage: number,
    verdicts: readonly object[],
  ): Promise<unknown> {
    await forgetRuns(owner);
    const state = stage === 0 ? 'draft' : 'running';
    const runId = await stageRun(owner, { definition: target, state, stage, plannedBy: risk });
    await owner.query(
      'ALTER TABLE canary_gates DISABLE TRIGGER USER; ALTER TABLE canary_gates ENABLE TRIGGER canary_gates_judged',
    );
    try {
      return await gate(runId, { stage, verdicts: [...verdicts] }).then(
        () => null,
        (error: Error) => error.message,
      );
    } finally {
      await owner.query('ALTER TABLE canary_gates ENABLE TRIGGER USER');
    }
  }

  const verdicts = (keys: readonly { key: string }[], group: string, verdict = 'pass') =>
    keys.map(({ key }) => ({ group, key, verdict, value: null }));

  test('says of every criterion that it passes', async () => {
    const { before, checks, stages, passCriteria } = definition;
    const first = [...verdicts(before.acceptance, 'acceptance'), ...verdicts(checks, 'checks')];
    expect(await judged(definition, 0, first)).toBeNull();
    expect(await judged(definition, 0, [])).toMatch(/nothing says that .* passes/);
    for (const [index] of first.entries()) {
      const one = first.map((verdict, at) =>
        at === index ? { ...verdict, verdict: 'insufficient' } : verdict,
      );
      expect(await judged(definition, 0, one)).toMatch(/passes/);
      expect(await judged(definition, 0, first.toSpliced(index, 1))).toMatch(/passes/);
    }
    const later = [
      ...verdicts(stages[0]?.acceptance ?? [], 'acceptance'),
      ...verdicts(passCriteria, 'pass'),
      ...verdicts(checks, 'checks'),
    ];
    expect(await judged(definition, 1, later)).toBeNull();
    expect(
      await judged(
        definition,
        1,
        later.filter(({ group }) => group !== 'pass'),
      ),
    ).toMatch(/passes/);
  });

  test('of targets takes as many as the programme asks for, and not those of another group', async () => {
    const production = frozenProgramme('production-canary');
    const [stage] = production.stages;
    if (!stage?.targets) throw new Error('no targets');
    const { criteria, least } = stage.targets;
    const must = [
      ...verdicts(stage.acceptance, 'acceptance'),
      ...verdicts(production.passCriteria, 'pass'),
      ...verdicts(production.checks, 'checks'),
    ];
    const with_ = (passing: number) => [
      ...must,
      ...verdicts(criteria.slice(0, passing), 'targets'),
      ...verdicts(criteria.slice(passing), 'targets', 'fail'),
    ];
    expect(await judged(production, 1, with_(least))).toBeNull();
    expect(await judged(production, 1, with_(least - 1))).toMatch('too few of the targets pass');
    expect(await judged(production, 1, must)).toMatch('too few of the targets pass');
  });
});

describe('what was decided stays', () => {
  test.each([
    ['canary_gates', 'decided_name'],
    ['canary_gate_lines', 'person_name'],
    ['canary_breaches', 'guard'],
    ['canary_evidence', 'text'],
  ])('%s is not changed and not deleted by the application', async (table, column) => {
    await expect(app.query(`UPDATE ${table} SET ${column} = 'x'`)).rejects.toThrow('permission denied');
    await expect(app.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
  });

  test('a run, its stages and its samples are not deleted by the application', async () => {
    for (const table of ['canary_runs', 'canary_stages', 'canary_samples'])
      await expect(app.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
  });

  test('a stage takes a gate of its own, and is left once', async () => {
    const runId = await staged('running');
    await owner.query(
      `ALTER TABLE canary_gates DISABLE TRIGGER USER; ALTER TABLE canary_stages DISABLE TRIGGER USER`,
    );
    await owner.query(
      `INSERT INTO canary_gates (id, run_id, from_stage, decision, snapshot_hash, verdicts, decided_by, decided_name, at)
       VALUES (gen_random_uuid(), $1, 0, 'go', $2, '[]', $3, 'x', now())`,
      [runId, 'b'.repeat(64), executive.id],
    );
    await owner.query(
      `INSERT INTO canary_stages (run_id, stage, gate_id, entered_at) SELECT run_id, 1, id, at FROM canary_gates`,
    );
    await owner.query(
      `ALTER TABLE canary_gates ENABLE TRIGGER USER; ALTER TABLE canary_stages ENABLE TRIGGER USER`,
    );
    await expect(
      app.query(
        `INSERT INTO canary_stages (run_id, stage, gate_id, entered_at) SELECT run_id, 2, id, at FROM canary_gates`,
      ),
    ).rejects.toThrow();
    await expect(app.query(`UPDATE canary_stages SET entered_at = now()`)).rejects.toThrow(
      'stays what it was',
    );
    await app.query('UPDATE canary_stages SET left_at = now()');
    await expect(app.query('UPDATE canary_stages SET left_at = NULL')).rejects.toThrow('stays what it was');
  });

  test('evidence is of a run that goes on', async () => {
    const runId = await staged('aborted');
    await expect(
      app.query(
        `INSERT INTO canary_evidence (id, run_id, stage, key, holds, text, person_id, person_name, at)
         VALUES (gen_random_uuid(), $1, 1, 'kill-switch', true, 'x', $2, 'x', now())`,
        [runId, engineer.id],
      ),
    ).rejects.toThrow('this run is over');
  });
});
