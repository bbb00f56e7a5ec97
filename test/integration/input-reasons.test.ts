// Bad reasons through every command that takes one, and the queries of reads: a helpful 4xx each, and nothing changed.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { ERRORS } from '#lib/catalog/errors.ts';
import { permissionOf } from '#lib/catalog/permissions.ts';
import { CHECKLIST_KEYS } from '#lib/catalog/releases.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, machine } from '#test/console-accounts.ts';
import { answered, keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { type Traces, tracesOf } from '#test/console-traces.ts';
import { anOpenForm } from '#test/open-form.ts';
import { aRelease } from '#test/release-rows.ts';
import { aColdTransfer, aColdTransferRow, aWithdrawalRow } from '#test/withdrawals.ts';

const admin = person('super_admin', 'risk_manager');
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let untouched: Traces;
let changeSetId: string | null;
let [somebody, token, key] = ['', '', ''];
let [requestId, deadlineId, releaseId] = ['', '', ''];
let [pendingId, heldId, transferId] = ['', '', ''];
const [assessmentId, runId, firingId] = [randomUUID(), randomUUID(), randomUUID()];
const incidentId = randomUUID();
const [counted, isolated] = [`router-${randomUUID()}`, `router-${randomUUID()}`];
const executor = 'executor-silent';
let openForm: { runId: string; gate: number };

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, admin);
  const input = { switch: 'hedge_max_leverage', value: 2, reason: 'To be undone' };
  const made = await answered(() => execute(setSwitch, input, admin));
  if (!made.ok) throw new Error(made.error.message);
  changeSetId = made.value.changeSetId;
  // One that waits for a second person, asked for by somebody else, and one that is temporary.
  const other = await actorOfBearer((await createAccount('risk_manager')).token);
  const raise = { switch: 'routing_mode', value: 'NORMAL_MODE', reason: 'To be refused, one day' };
  const asked = await answered(() => execute(setSwitch, raise, other));
  if (!asked.ok) throw new Error(asked.error.message);
  requestId = asked.value.request?.id ?? '';
  const until = new Date(Date.now() + 7_200_000).toISOString();
  await answered(() =>
    execute(
      setSwitch,
      { switch: 'max_order_size_internal', value: '9000', reason: 'For two hours', until },
      other,
    ),
  );
  const { rows: deadlines } = await owner.query('SELECT id FROM value_deadlines');
  deadlineId = deadlines[0].id;
  for (const [id, since] of [
    [counted, null],
    [isolated, new Date()],
  ] as const) {
    await owner.query(
      `INSERT INTO instances (id, service, edge_id, mode, epoch, revision, started_at, registered_at, last_seen_at, isolated_at)
       VALUES ($1, 'router', 'edge-1', 'live', 1, 1, clock_timestamp(), clock_timestamp(), clock_timestamp(), $2)`,
      [id, since],
    );
  }
  await owner.query(
    `INSERT INTO executors (id, edge_id, connected, open_orders, started_at, last_seen_at)
     VALUES ($1, 'edge-1', true, 0, clock_timestamp(), clock_timestamp() - interval '1 minute')`,
    [executor],
  );
  somebody = (await createAccount('auditor')).personId;
  const { rows } = await owner.query('SELECT id FROM personal_tokens WHERE person_id = $1', [somebody]);
  token = rows[0].id;
  const actor = await machine('switches:read');
  if (actor.kind === 'service') key = actor.id;
  await owner.query(
    `INSERT INTO assessments (id, tree, symptom, started_by, started_name) VALUES ($1, 'canary', 'drawdown', $2, 'Somebody')`,
    [assessmentId, somebody],
  );
  await owner.query(
    `INSERT INTO procedure_runs (id, procedure_key, procedure, title, reason, started_name) VALUES ($1, 'test', $2, 'Test', 'Test', 'Somebody')`,
    [
      runId,
      JSON.stringify({
        ...{ key: 'test', title: 'Test', kind: 'checklist', startedBy: ['super_admin'] },
        stages: [
          {
            ...{ key: 'stage', title: 'Stage' },
            steps: [{ key: 'step', title: 'Step', kind: 'tick', evidence: 'none', optional: true }],
          },
        ],
      }),
    ],
  );
  await owner.query(
    `INSERT INTO firings (id, source, fingerprint, starts_at, alert, title, priority, labels, annotations, fired_at, received_at, heard_at)
     VALUES ($1, 'api', 'test', now(), 'hl-disconnected', 'Test', 'P0', '[]', '[]', now(), now(), now())`,
    [firingId],
  );
  await owner.query(
    `INSERT INTO incidents (id, title, severity, source, began_at, opened_at, opened_by, opened_name, respond_by)
     VALUES ($1, 'Test', 'high', 'hand', clock_timestamp(), clock_timestamp(), $2, 'Somebody', clock_timestamp())`,
    [incidentId, somebody],
  );
  const { runId: canary, gate } = await anOpenForm(owner, somebody);
  openForm = { runId: canary, gate };
  const starter = (await createAccount('engineer')).personId;
  releaseId = (await aRelease(owner, 'in_progress', { starter, approver: somebody })).id;
  pendingId = (await aWithdrawalRow(owner, 'pending')).id;
  heldId = (await aWithdrawalRow(owner, 'held', { decidedBy: somebody })).id;
  transferId = (await aColdTransferRow(owner, somebody)).id;
  untouched = await tracesOf(owner);
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

/**
 * Every command that takes a reason, with an input that would change something. A new one that is missing fails below.
 * Those that ask for a proof ask before they look at the reason: test/integration/step-up.test.ts.
 */
const WITH_REASON: Readonly<Record<string, () => Record<string, unknown>>> = {
  'set-switch': () => ({ switch: 'hedge_enabled', value: false }),
  'set-switches': () => ({ changes: [{ switch: 'normal_threshold', value: '1' }] }),
  'apply-config': () => ({ yaml: 'environment: production\nswitches: { hedge_enabled: false }' }),
  'rollback-switch': () => ({ switch: 'hedge_max_leverage', at: new Date().toISOString() }),
  'rollback-matrix': () => ({ at: new Date().toISOString() }),
  'undo-change-set': () => ({ changeSetId }),
  'reset-to-default': () => ({ switch: 'hedge_max_leverage' }),
  'refuse-change': () => ({ requestId }),
  'press-level': () => ({ level: 2 }),
  'leave-level': () => ({}),
  'restart-after-stop': () => ({}),
  'emergency-stop': () => ({ confirm: 'STOP' }),
  'command-executors': () => ({ command: 'cancel_all_orders' }),
  'retire-executor': () => ({ executor }),
  'move-deadline': () => ({ deadlineId, until: new Date(Date.now() + 3_600_000).toISOString() }),
  'close-assessment': () => ({ assessmentId }),
  'act-on-firing': () => ({ firingId }),
  'act-on-storm': () => ({ firingId, until: new Date().toISOString() }),
  'resolve-firing': () => ({ firingId }),
  'raise-drill': () => ({ alert: 'hl-disconnected' }),
  'set-alert-policy': () => ({ alert: 'hl-disconnected', policy: 'off' }),
  'set-rota': () => ({
    ...{ timeZone: 'UTC', firstDay: '2026-01-05' },
    shifts: [{ name: 'Primary', from: '09:00', people: [somebody] }],
  }),
  'set-override': () => ({
    ...{ person: somebody, from: new Date().toISOString() },
    until: new Date(Date.now() + 3_600_000).toISOString(),
  }),
  'send-test-page': () => ({}),
  'start-run': () => ({ procedure: 'daily-operations' }),
  'pass-over-step': () => ({ runId, step: 'step' }),
  'end-run': () => ({ runId }),
  'plan-canary': () => ({ programme: 'phase-2' }),
  'retry-canary': () => ({ runId }),
  'pause-canary': () => ({ runId }),
  'resume-canary': () => ({ runId }),
  'extend-canary': () => ({ runId, minutes: 60 }),
  'abort-canary': () => ({ runId }),
  'set-incident-severity': () => ({ incidentId, severity: 'low' }),
  'mitigate-incident': () => ({ incidentId }),
  'resolve-incident': () => ({ incidentId }),
  'void-form': () => openForm,
  'start-release': () => ({
    ...{ to: 'v1.2.5', from: 'v1.2.4', strategy: 'canary', notes: { added: ['Scores'] } },
    checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
  }),
  'refuse-release': () => ({ releaseId }),
  'withdraw-release': () => ({ releaseId }),
  'pause-release': () => ({ releaseId }),
  'resume-release': () => ({ releaseId }),
  'roll-back-release': () => ({ releaseId }),
  'hold-withdrawal': () => ({ withdrawalId: pendingId }),
  'reject-withdrawal': () => ({ withdrawalId: pendingId }),
  'resume-withdrawal': () => ({ withdrawalId: heldId }),
  'record-cold-transfer': () => aColdTransfer(),
  'end-cold-transfer': () => ({ transferId, as: 'cancelled' }),
  'isolate-instance': () => ({ instance: counted }),
  'restore-instance': () => ({ instance: isolated }),
  'disable-person': () => ({ person: somebody }),
  'revoke-key': () => ({ key }),
  'revoke-token': () => ({ token }),
};

/** Without one, these take the reason that they offer. */
const OFFERED: ReadonlySet<string> = new Set(['act-on-firing', 'act-on-storm']);

const JUNK: readonly (readonly [string, unknown])[] = [
  ...([
    ['nothing', undefined],
    ['null', null],
    ['a number', 12345],
    ['a list', ['because']],
    ['an object', { a: 1 }],
  ] as const),
  ...([
    ['an empty text', ''],
    ['spaces', '        '],
    ['two characters', 'no'],
    ['zero-width spaces', '\u200b'.repeat(12)],
  ] as const),
  ...([
    ['Hangul fillers', '\u3164'.repeat(12)],
    ['U+0000', 'because\u0000of this'],
    ['a lone surrogate', 'because \ud83d of this'],
  ] as const),
  ...([
    ['10,000 characters', 'x'.repeat(10_000)],
    ['501 characters', 'x'.repeat(501)],
    ['a line break', 'line one\nline two'],
  ] as const),
  ...([
    ['an escape sequence', '\u001b[2Jcleared the screen'],
    ['a bidi override', 'fine \u202eton si siht'],
  ] as const),
  ...([
    ['HTML', '<script>alert(1)</script>'],
    ['a broken tag', 'see <img src=x onerror=alert(1)'],
    ['a BOM inside', 'one\ufefftwo three'],
  ] as const),
];

describe.each(Object.keys(WITH_REASON))('%s', (name) => {
  const command = COMMANDS.get(name) as AnyCommand;

  test.each(JUNK.filter(([, junk]) => junk !== undefined || !OFFERED.has(name)))(
    'refuses %s as a reason',
    async (_name, reason) => {
      const result = await answered(() => execute(command, { ...WITH_REASON[name]?.(), reason }, admin));
      if (result.ok) throw new Error('accepted');
      expect(result.error.code, result.error.message).toBe('invalid_reason');
      expect(result.error.message).toMatch(
        /^(Give|The|A change that raises exposure needs) [\x20-\x7e]{10,150}\.$/,
      );
      expect(await tracesOf(owner)).toEqual(untouched);
    },
  );
});

test('every command that takes a reason is above', () => {
  const takes = [...COMMANDS.values()].filter((command) => {
    const shape = (command.input as { shape?: Record<string, unknown> }).shape;
    return shape !== undefined && 'reason' in shape && permissionOf(command.name).stepUp === undefined;
  });
  expect(takes.map((command) => command.name).sort()).toEqual(Object.keys(WITH_REASON).sort());
});

test('what the manual and people write is kept as it was written, in every column', async () => {
  const reason = `O'Brien & "Zoë": P&L -3%, margin < 150% → HL_MODE; DROP TABLE people; -- 🚨 日本語 ${'%s %d \\n'}`;
  const input = { switch: 'force_hl_latency_ms', value: 400, reason };
  const result = await answered(() => execute(setSwitch, input, admin));
  if (!result.ok) throw new Error(result.error.message);
  const { rows } = await owner.query(
    'SELECT s.reason AS set_reason, a.reason AS audit_reason FROM change_sets s JOIN audit_log a ON a.change_set_id = s.id WHERE s.id = $1',
    [result.value.changeSetId],
  );
  expect(rows[0]).toEqual({ set_reason: reason, audit_reason: reason });
});

describe('queries of reads', () => {
  const DATES = [
    ...[
      'yesterday',
      '2026-03-19',
      '2026-02-30T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59-23:59',
      '',
    ],
    ...['2026-03-19T03:07:40Z\u0000', '+275760-09-13T00:00:00Z'],
  ];
  const COUNTS = [
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '',
    ' 5',
    '201',
    'NaN',
    '99999999999999999999',
    '５',
    '5;DROP',
  ];
  const NAMES = ['', '\u0000', 'a\u0000b', '\ud800', 'x'.repeat(5_000)];

  // biome-ignore format: a read a line
  const BAD: readonly (readonly [string, Record<string, string>])[] = [
    ...DATES.flatMap((date) => [['audit', { from: date }], ['audit', { to: date }]] as const),
    ...COUNTS.flatMap((count) => ['audit', 'changes'].map((read) => [read, { limit: count }] as const)),
    ...COUNTS.filter((count) => count !== '201').map((count) => ['audit', { before: count }] as const),
    // A place of the history is an epoch and a revision.
    ...COUNTS.filter((count) => count !== '1.5').map((count) => ['switch-history', { switch: 'routing_mode', before: count }] as const),
    ...[...COUNTS, '9', '86401'].filter((count) => count !== '201').map((count) => ['figures', { seconds: count }] as const),
    ...NAMES.flatMap((name) => ['person', 'switch', 'kind'].map((field) => ['audit', { [field]: name }] as const)),
    ...NAMES.filter((name) => name !== '').map((name) => ['audit', { text: name }] as const),
    ...NAMES.flatMap((name) => [['switch-history', { switch: name }], ['runbook-metrics', { runbook: name }], ['outcome', { command: 'set-switch', key: name }], ['outcome', { command: name, key: 'k' }]] as const),
    ...['__proto__', 'constructor', 'nonsense'].flatMap((name) => [['switch-history', { switch: name }], ['runbook-metrics', { runbook: name }]] as const),
    ...['', '1', "'", '\u0000'].flatMap((id) => [['changes', { id }], ['audit', { changeSet: id }]] as const),
    ['outcome', {}], ['switch-history', {}], ['me', { id: '1' }], ['status', { at: 'now' }], ['audit', JSON.parse('{"__proto__":"x"}')],
  ];

  test.each(BAD)('%s does not take %j', async (name, query) => {
    const result = await ask(READS.get(name) as AnyRead, query, admin);
    if (result.ok) throw new Error('answered');
    expect(ERRORS[result.error.code].status).toBeGreaterThanOrEqual(400);
    expect(ERRORS[result.error.code].status).toBeLessThan(500);
    expect(result.error.message).toMatch(/^\S.{9,300}$/s);
    expect(result.error.message).not.toMatch(/undefined|\[object|prisma|SELECT/i);
  });

  test.each([
    '%',
    '_',
    "' OR 1=1 --",
    ':*',
    '&|!()<->',
    '\\',
    '"',
    'ß',
    '日本',
    '🚨',
    '²',
    '½:*',
    'a'.repeat(200),
  ])('audit searches for %j without harm', async (text) => {
    const result = await ask(READS.get('audit') as AnyRead, { text }, admin);
    expect(result).toMatchObject({ ok: true });
  });
});
