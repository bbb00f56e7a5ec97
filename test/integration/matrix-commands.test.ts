// Every command by every role, a machine key, Bulkhead itself and nobody: refused without a trace, or allowed, as the table says.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS, type Action, permissionOf } from '#lib/catalog/permissions.ts';
import { CHECKLIST_KEYS, type ReleaseState } from '#lib/catalog/releases.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import { type Actor, ANONYMOUS, SYSTEM } from '#lib/rules/actor.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { callLink } from '#lib/store/alerts/test-call-link.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { misfits } from '#test/api-answers.ts';
import { Authenticator } from '#test/authenticator.ts';
import { CALLERS, type Caller, isAllowed, LISTED_ACTIONS } from '#test/authority.ts';
import { frozenProgramme } from '#test/canary-stage.ts';
import { createAccount, machine, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { tracesOf } from '#test/console-traces.ts';
import { anOpenForm, aPlannedCanary } from '#test/open-form.ts';
import { anHourOfHealth, aRelease, aSample, noReleases } from '#test/release-rows.ts';
import {
  aColdTransfer,
  aColdTransferRow,
  aWalletReport,
  aWithdrawal,
  aWithdrawalRow,
} from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
const people = new Map<Caller, string>();
let keyActor: Actor;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  for (const caller of CALLERS) {
    if (caller === 'key' || caller === 'system' || caller === 'anyone') continue;
    people.set(caller, (await createAccount(caller)).personId);
  }
  keyActor = await machine('switches:read');
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** As the doors see the caller: a person with a session of its own, so that a sign-out ends no other. */
async function actorOf(caller: Caller): Promise<Actor> {
  if (caller === 'key') return keyActor;
  if (caller === 'system') return SYSTEM;
  return caller === 'anyone' ? ANONYMOUS : signedIn(owner, people.get(caller) ?? '');
}

let drawn = 0;
/** Another value each time, so that every allowed change is one. */
const nextLatency = () => 100 + (drawn++ % 300);
const reason = 'Generated matrix of permissions';

async function anInstance(isolated: boolean): Promise<string> {
  const id = `router-${randomUUID()}`;
  await owner.query(
    `INSERT INTO instances (id, service, edge_id, mode, epoch, revision, started_at, registered_at, last_seen_at, isolated_at)
     VALUES ($1, 'router', 'edge-1', 'live', 1, 1, clock_timestamp(), clock_timestamp(), clock_timestamp(), $2)`,
    [id, isolated ? new Date() : null],
  );
  return id;
}

async function aChangeSet(): Promise<string | null> {
  const input = { switch: 'liquidation_check_interval_ms', value: 100 + (drawn++ % 300), reason };
  const made = await answered(() => execute(setSwitch, input, SYSTEM));
  if (!made.ok) throw new Error(made.error.message);
  return made.value.changeSetId;
}

async function aKey(): Promise<string> {
  const actor = await machine('switches:read');
  if (actor.kind !== 'service') throw new Error('a key that is no machine');
  return actor.id;
}

/** A token of the caller; of nobody there when the caller is no person. */
async function aToken(caller: Caller): Promise<string> {
  const { rows } = await owner.query('SELECT id FROM personal_tokens WHERE person_id = $1', [
    people.get(caller) ?? randomUUID(),
  ]);
  return rows[0]?.id ?? randomUUID();
}

/** Somebody new, who may be disabled and reset. */
async function aPerson(): Promise<string> {
  return (await createAccount('auditor')).personId;
}

async function aPasskey(caller: Caller): Promise<string> {
  const id = randomUUID();
  await owner.query(
    `INSERT INTO passkeys (id, person_id, credential_id, public_key, counter, name, backed_up)
     SELECT $1::uuid, id, $1::text, '', 0, 'Laptop', false FROM people WHERE id = $2`,
    [id, people.get(caller) ?? randomUUID()],
  );
  return id;
}

/** An open invitation: its id, and the secret part of the link. */
async function aLink(): Promise<{ id: string; link: string }> {
  const link = `bhl_${randomBytes(32).toString('base64url')}`;
  const { rows } = await owner.query(
    `INSERT INTO one_time_links (kind, link_hash, email, name, roles, issued_by, expires_at)
     VALUES ('invitation', $1, $2, 'New', '{auditor}', $3, clock_timestamp() + interval '1 hour') RETURNING id`,
    [tokenHash(link), `${randomUUID()}@test.invalid`, people.get('super_admin')],
  );
  return { id: rows[0].id, link };
}

/** A change request of somebody else's, or of the caller's own. */
async function aRequest(caller: Caller, own = false): Promise<{ requestId: string; diffHash: string }> {
  const by = own ? (people.get(caller) ?? (await aSuperAdmin())) : await aSuperAdmin();
  const requestId = randomUUID();
  const diffHash = randomBytes(32).toString('hex');
  await owner.query(
    `INSERT INTO change_requests (id, number, command, requested_by, requested_name, expires_at, reason, direction, changes,
       diff_hash, places, epoch, based_on)
     SELECT $1, (SELECT coalesce(max(number), 0) + 1 FROM change_requests), 'set-switch', $2, 'Somebody',
       clock_timestamp() + interval '20 minutes', $3, 'raising', $4, $5, '{force_hl_latency_ms/none}', 1, 1`,
    [
      requestId,
      by,
      reason,
      JSON.stringify([
        {
          ...{ switch: 'force_hl_latency_ms', symbol: null, oldValue: 1, newValue: 2, direction: 'raising' },
          ...{ oldInherited: false, newInherited: false },
        },
      ]),
      diffHash,
    ],
  );
  return { requestId, diffHash };
}

async function aSuperAdmin(): Promise<string> {
  return (await createAccount('super_admin')).personId;
}

/** A request whose time is over. */
async function anOverdueRequest(caller: Caller): Promise<{ requestId: string }> {
  const { requestId } = await aRequest(caller);
  await owner.query('ALTER TABLE change_requests DISABLE TRIGGER change_requests_keep');
  await owner.query(
    "UPDATE change_requests SET requested_at = requested_at - interval '2 hours', expires_at = expires_at - interval '2 hours' WHERE id = $1",
    [requestId],
  );
  await owner.query('ALTER TABLE change_requests ENABLE TRIGGER change_requests_keep');
  return { requestId };
}

async function aDeadline(): Promise<string> {
  const changeSetId = await aChangeSet();
  await owner.query(
    'UPDATE value_deadlines SET ended_at = clock_timestamp(), ended_by = $1 WHERE ended_at IS NULL',
    [changeSetId],
  );
  const { rows } = await owner.query(
    `INSERT INTO value_deadlines (change_set_id, switch, kind, return_value, return_inherited, owner_id, owner_name, until)
     VALUES ($1, 'force_hl_latency_ms', 'temporary', '500', false, $2, 'Somebody', clock_timestamp() + interval '1 hour')
     RETURNING id`,
    [changeSetId, people.get('risk_manager')],
  );
  return rows[0].id;
}

/** A stop that an edge has reported. */
async function anEdgeStop(): Promise<string> {
  const id = randomUUID();
  await owner.query(
    `INSERT INTO edge_stop_reports (id, edge_id, pressed_at, key_id, reason)
     VALUES ($1, 'edge-1', clock_timestamp(), $2, $3)`,
    [id, await aKey(), reason],
  );
  return id;
}

/** An executor that has not been heard for a minute. */
async function aSilentExecutor(): Promise<string> {
  const id = `executor-${randomUUID()}`;
  await owner.query(
    `INSERT INTO executors (id, edge_id, connected, open_orders, started_at, last_seen_at)
     VALUES ($1, 'edge-1', true, 0, clock_timestamp(), clock_timestamp() - interval '1 minute')`,
    [id],
  );
  return id;
}

/** An open firing of this alert; acted on, when it comes with a change set. */
async function aFiring(alert: string, changeSetId: string | null = null): Promise<string> {
  const id = randomUUID();
  const actedAt = changeSetId === null ? null : new Date();
  await owner.query(
    `INSERT INTO firings (id, source, fingerprint, starts_at, alert, title, priority, labels, annotations, fired_at, received_at,
       heard_at, acted_at, acted_by_kind, acted_by_id, acted_by_name, change_set_id, awaits_id, next_step_at)
     SELECT $1::uuid, 'api', $1::text, now(), $2, 'Test', 'P0', '[]', '[]', now(), now(), now(), $3::timestamptz,
       CASE WHEN $3 IS NOT NULL THEN 'system' END, CASE WHEN $3 IS NOT NULL THEN 'bulkhead' END,
       CASE WHEN $3 IS NOT NULL THEN 'Bulkhead' END, $4, $4, now()`,
    [id, alert, actedAt, changeSetId],
  );
  return id;
}

/** A press of a level whose time of observation is over. */
async function anObservedPress(): Promise<string> {
  const { rows } = await owner.query(
    `INSERT INTO level_presses (id, level, settings, pressed_by_kind, pressed_by_id, pressed_by_name, pressed_at, reason,
       before_epoch, before_revision, observe_until)
     VALUES (gen_random_uuid(), 1, '{}', 'person', 'x', 'Somebody', clock_timestamp() - interval '1 hour', $1, 1, 1,
       clock_timestamp() - interval '30 minutes') RETURNING id`,
    [reason],
  );
  return rows[0].id;
}

const soon = () => new Date(Date.now() + 7_200_000).toISOString();

const place = { userAgent: null, address: null, browser: null };
const person = randomUUID();

/** An open assessment whose first question is answered. */
async function anAssessment(): Promise<{ assessmentId: string; answerId: string }> {
  const ids = { assessmentId: randomUUID(), answerId: randomUUID() };
  await owner.query(
    `INSERT INTO assessments (id, tree, symptom, started_by, started_name) VALUES ($1, 'canary', 'drawdown', $2, 'Somebody')`,
    [ids.assessmentId, people.get('operations')],
  );
  await owner.query(
    `INSERT INTO assessment_answers (id, assessment_id, question, option, readings, answered_by, answered_name)
     VALUES ($1, $2, 'stopped', 'yes', '[]', $3, 'Somebody')`,
    [ids.answerId, ids.assessmentId, people.get('operations')],
  );
  return ids;
}

/** An open incident, with what its post-mortem promised. */
async function anIncident(): Promise<{ incidentId: string; itemId: string }> {
  const incidentId = randomUUID();
  const itemId = randomUUID();
  const by = people.get('operations');
  await owner.query(
    `INSERT INTO incidents (id, title, severity, source, began_at, opened_at, opened_by, opened_name, respond_by)
     VALUES ($1, 'Test', 'high', 'hand', clock_timestamp(), clock_timestamp(), $2, 'Somebody', clock_timestamp())`,
    [incidentId, by],
  );
  await owner.query(
    `INSERT INTO post_mortems (incident_id, summary, cause, impact, actions, edited_at, edited_by, edited_name)
     VALUES ($1, 'a', 'b', 'c', 'd', clock_timestamp(), $2, 'Somebody')`,
    [incidentId, by],
  );
  await owner.query(
    `INSERT INTO prevention_items (id, incident_id, place, kind, what, owner_id, owner_name, due_on)
     VALUES ($1, $2, 0, 'code', 'Mend it', $3, 'Somebody', '2026-12-11')`,
    [itemId, incidentId, by],
  );
  return { incidentId, itemId };
}
async function aDecidedWithdrawal(state: 'held' | 'rejected'): Promise<string> {
  return (await aWithdrawalRow(owner, state, { decidedBy: people.get('operations') ?? '' })).id;
}

/** A release in this state of other people's, measured a moment ago. */
async function aReleaseOf(state: ReleaseState, minutes = 2): Promise<{ releaseId: string }> {
  const [starter, approver] = [(await createAccount('engineer')).personId, people.get('risk_manager') ?? ''];
  const release = await aRelease(owner, state, { starter, approver, minutes });
  await aSample(owner, release);
  return { releaseId: release.id };
}

/** One that had an hour of health. */
async function aGoodRelease(): Promise<{ releaseId: string }> {
  const [starter, approver] = [(await createAccount('engineer')).personId, people.get('risk_manager') ?? ''];
  const release = await aRelease(owner, 'monitoring', { starter, approver, minutes: 61 });
  await anHourOfHealth(owner, release);
  return { releaseId: release.id };
}

const ofIncident = async () => ({ incidentId: (await anIncident()).incidentId });

/** The first gate of a canary that somebody has planned. */
const aGate = async () => ({
  ...{ runId: await aPlannedCanary(owner, people.get('operations') ?? ''), gate: 0 },
});

/** The only open run of Phase 2, in its first stage, its guard breached. */
async function aCanary(state: 'running' | 'paused' | 'failed'): Promise<{ runId: string }> {
  const runId = randomUUID();
  await owner.query(
    `UPDATE canary_runs SET state = 'aborted', ended_at = clock_timestamp(), ended_name = 'Somebody', end_reason = 'Test'
     WHERE ended_at IS NULL`,
  );
  // What the commands of other tests let fail lies further back: a programme waits after a failure.
  await owner.query(
    `ALTER TABLE canary_runs DISABLE TRIGGER canary_runs_keep;
     UPDATE canary_runs SET ended_at = ended_at - interval '3 days' WHERE state = 'failed';
     ALTER TABLE canary_runs ENABLE TRIGGER canary_runs_keep`,
  );
  const [planner] = people.values();
  const ended =
    state === 'failed' ? `clock_timestamp() - interval '3 days', 'Bulkhead', 'Test'` : 'NULL, NULL, NULL';
  await owner.query(
    `INSERT INTO canary_runs (id, programme, definition, reason, state, stage, stage_entered_at, started_at, paused_at, planned_by,
       planned_name, planned_at, ended_at, ended_name, end_reason)
     VALUES ($1, 'phase-2', $2, $3, $4::text, 1, clock_timestamp() - interval '1 hour', clock_timestamp(),
       CASE WHEN $4::text = 'paused' THEN clock_timestamp() END, $5, 'Somebody', clock_timestamp(), ${ended})`,
    [runId, JSON.stringify(frozenProgramme('phase-2')), reason, state, planner],
  );
  await owner.query(
    `INSERT INTO canary_samples (run_id, key, at, value) VALUES ($1, 'error-rate', date_trunc('second', clock_timestamp()), 5)`,
    [runId],
  );
  return { runId };
}

/** A run of one stage with this step, started by somebody, with another step after it. */
async function aRun(step: Record<string, unknown>): Promise<{ runId: string; step: string }> {
  const runId = randomUUID();
  const procedure = {
    ...{ key: 'daily-operations', title: 'Test', kind: 'checklist', purpose: 'Test', source: 'Manual 1' },
    startedBy: ['operations', 'engineer', 'risk_manager', 'super_admin'],
    stages: [{ key: 'stage', title: 'Stage', steps: [{ key: 'step', title: 'Step', ...step }, LAST] }],
  };
  await owner.query(
    `INSERT INTO procedure_runs (id, procedure_key, procedure, title, reason, started_name)
     VALUES ($1, 'daily-operations', $2, 'Test', $3, 'Somebody')`,
    [runId, JSON.stringify(procedure), reason],
  );
  return { runId, step: 'step' };
}
const LAST = { key: 'last', title: 'Last', kind: 'tick', evidence: 'none' };

/** Each time another span: two overrides of one time would be refused. */
let spans = 1;
function aSpan(): { from: string; until: string } {
  spans += 2;
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  return { from: at(spans), until: at(spans + 1) };
}

/** Themselves where they may be on call. */
function onCallId(caller: Caller): string {
  const responders: readonly Caller[] = ['operations', 'engineer', 'risk_manager', 'super_admin'];
  return people.get(responders.includes(caller) ? caller : 'engineer') ?? '';
}

async function anOverride(caller: Caller): Promise<string> {
  const id = randomUUID();
  const { from, until } = aSpan();
  await owner.query(
    `INSERT INTO rota_overrides (id, person_id, from_at, until_at, reason, made_at, made_by, made_by_name)
     VALUES ($1, $2, $3, $4, 'a swap', now(), $2, 'Somebody')`,
    [id, onCallId(caller), from, until],
  );
  return id;
}

async function aContact(): Promise<string> {
  const id = randomUUID();
  await owner.query("INSERT INTO contacts (id, severity, name) VALUES ($1, 'low', 'Somebody')", [id]);
  return id;
}

async function aChannel(): Promise<string> {
  const id = randomUUID();
  await owner.query(
    `INSERT INTO channels (id, kind, name, sealed, shown, from_step, made_at, made_by)
     VALUES ($1::uuid, 'slack', $1::text, 'sealed', 'hooks.slack.example', 0, now(), $2)`,
    [id, people.get('super_admin')],
  );
  return id;
}

async function aFailedNotice(): Promise<string> {
  const id = randomUUID();
  const content = { kind: 'on-call.handed-over', from: null, to: 'Ann', note: 'Quiet', at: soon() };
  await owner.query(
    `INSERT INTO notifications (id, channel_id, kind, content, lane, urgency, at, next_at, state, done_at, problem)
     VALUES ($1, $2, 'on-call.handed-over', $3, 'channel', 1, now(), now(), 'failed', now(), 'It answered 400.')`,
    [id, await aChannel(), content],
  );
  return id;
}

async function aCall(): Promise<string> {
  const [page, call] = [randomUUID(), randomUUID()];
  await owner.query(
    `INSERT INTO test_pages (id, number, at, by_id, by_name, reason)
     SELECT $1, coalesce(max(number), 0) + 1, now(), $2, 'Somebody', 'drill' FROM test_pages`,
    [page, people.get('super_admin')],
  );
  await owner.query(
    "INSERT INTO test_calls (id, test_page_id, place, contact) VALUES ($1, $2, 0, 'Somebody')",
    [...[call, page]],
  );
  return call;
}

/** The least that each command takes. A command that is missing here fails the test below. */
const INPUTS: Readonly<Record<string, (caller: Caller) => unknown>> = {
  'set-switch': () => ({ switch: 'force_hl_latency_ms', value: nextLatency(), reason }),
  'set-switches': () => ({ changes: [{ switch: 'force_hl_latency_ms', value: nextLatency() }], reason }),
  'rollback-switch': () => ({ switch: 'hedge_enabled', at: new Date().toISOString(), reason }),
  'rollback-matrix': () => ({ at: new Date().toISOString(), reason }),
  'undo-change-set': async () => ({ changeSetId: await aChangeSet(), reason }),
  'reset-to-default': () => ({ switch: 'hedge_max_leverage', reason }),
  // Level 1 moves routing_mode, which the emergency stop of this file has latched by then.
  'press-level': () => ({ level: 2, reason }),
  'leave-level': () => ({ reason }),
  'confirm-level': async () => ({ pressId: await anObservedPress() }),
  'emergency-stop': () => ({ reason, confirm: 'STOP' }),
  'command-executors': () => ({ command: 'cancel_all_orders', reason }),
  'retire-executor': async () => ({ executor: await aSilentExecutor(), reason }),
  'record-edge-stop': async () => ({ stopId: await anEdgeStop() }),
  'restart-after-stop': () => ({ reason }),
  'approve-change': (caller) => aRequest(caller),
  'refuse-change': async (caller) => ({ requestId: (await aRequest(caller)).requestId, reason }),
  'withdraw-change': async (caller) => ({ requestId: (await aRequest(caller, true)).requestId }),
  'expire-request': (caller) => anOverdueRequest(caller),
  'take-deliveries': () => ({}),
  'confirm-firing': async () => ({ firingId: await aFiring('hl-disconnected') }),
  'confirm-storm': async () => ({
    ...{ firingId: await aFiring('hot-wallet-low'), until: new Date(Date.now() + 60_000).toISOString() },
  }),
  'act-on-storm': async () => ({
    ...{ firingId: await aFiring('hot-wallet-low'), until: new Date(Date.now() + 60_000).toISOString() },
  }),
  'see-rejected': async () => {
    await owner.query(
      `WITH d AS (INSERT INTO deliveries (source, key_id, body, taken_at) VALUES ('api', gen_random_uuid(), 'x', now()) RETURNING id)
       INSERT INTO rejected_alerts (delivery_id, place, why) SELECT id, 0, 'Test' FROM d`,
    );
    return { until: new Date(Date.now() + 60_000).toISOString() };
  },
  'take-over-firing': async () => ({ firingId: await aFiring('hl-disconnected') }),
  // One that Bulkhead carries out by itself, where nobody set another policy.
  'act-on-firing': async () => ({ firingId: await aFiring('liquidation-failing') }),
  'note-firing': async () => ({ firingId: await aFiring('hl-disconnected'), text: 'Seen' }),
  'resolve-firing': async () => ({ firingId: await aFiring('hl-disconnected'), reason }),
  'note-effective': async () => ({ firingId: await aFiring('hl-disconnected', await aChangeSet()) }),
  'escalate-firing': async () => ({ firingId: await aFiring('hl-disconnected') }),
  'raise-drill': () => ({ alert: 'hl-disconnected', reason }),
  'set-alert-policy': () => ({ alert: 'hl-disconnected', policy: 'off', reason }),
  'confirm-by-pagerduty': async () => ({ firingId: await aFiring('hl-disconnected'), agent: 'Ann' }),
  'set-rota': () => ({
    ...{ timeZone: 'UTC', firstDay: '2026-01-05', reason },
    shifts: [{ name: 'Primary', from: '09:00', people: [people.get('engineer')] }],
  }),
  'set-override': (caller) => ({ person: onCallId(caller), ...aSpan(), reason }),
  'remove-override': async (caller) => ({ overrideId: await anOverride(caller) }),
  'hand-over': (caller) => ({ to: onCallId(caller), note: 'All is quiet' }),
  'set-contact': () => ({
    ...{ severity: 'low', name: 'Support', phone: '+1-555-0100', slack: null, email: null },
  }),
  'remove-contact': async () => ({ id: await aContact(), version: 1 }),
  'set-channel': () => ({
    name: `Slack ${randomUUID()}`,
    fromStep: 0,
    settings: { kind: 'slack', url: 'https://hooks.slack.example/services/x' },
  }),
  'remove-channel': async () => ({ id: await aChannel(), version: 1 }),
  'send-again': async () => ({ notificationId: await aFailedNotice() }),
  'send-test-page': () => ({ reason }),
  'answer-test-page': async (caller) => {
    const callId = await aCall();
    return caller === 'anyone' ? { link: callLink('', callId).replace('/answer#', '') } : { callId };
  },
  'review-break-glass': () => ({ breakGlassId: randomUUID(), note: reason }),
  'move-deadline': async () => ({ deadlineId: await aDeadline(), until: soon(), reason }),
  'note-deadline': async () => ({ changeSetId: await aChangeSet() }),
  'start-assessment': () => ({ symptom: 'hl-down' }),
  'answer-question': async () => {
    const { assessmentId } = await anAssessment();
    return { assessmentId, question: 'loss', option: 'better' };
  },
  'take-back-answer': async () => ({ answerId: (await anAssessment()).answerId }),
  'close-assessment': async () => ({ assessmentId: (await anAssessment()).assessmentId, reason }),
  'start-run': () => ({ procedure: 'observe-after-change', reason }),
  'tick-step': () => aRun({ kind: 'tick', evidence: 'none' }),
  'apply-step': () =>
    aRun({ kind: 'apply', settings: [{ switch: 'force_hl_latency_ms', value: nextLatency() }] }),
  'command-step': () => aRun({ kind: 'command', command: 'cancel_all_orders' }),
  'start-observe': () => aRun({ kind: 'observe', seconds: 60, watch: [{ kind: 'instances' }] }),
  'verify-step': () => aRun({ kind: 'verify', check: { kind: 'commands' } }),
  'choose-option': async () => ({
    ...(await aRun({ kind: 'choose', options: [{ key: 'yes', label: 'Yes', note: 'Yes' }] })),
    option: 'yes',
  }),
  'record-fields': async () => ({
    ...(await aRun({
      kind: 'record',
      fields: [{ key: 'net', label: 'Net', type: 'money', required: true }],
    })),
    fields: { net: '-1284.10' },
  }),
  'sign-step': () => aRun({ kind: 'sign', people: 1, statement: 'I have looked.' }),
  'pass-over-step': async () => ({
    ...(await aRun({ kind: 'tick', evidence: 'none', optional: true })),
    reason,
  }),
  'add-run-note': async () => ({
    runId: (await aRun({ kind: 'tick', evidence: 'none' })).runId,
    text: 'Seen',
  }),
  'end-run': async () => ({ runId: (await aRun({ kind: 'tick', evidence: 'none' })).runId, reason }),
  'advance-run': async () => ({ runId: (await aRun({ kind: 'tick', evidence: 'none' })).runId }),
  'isolate-instance': async () => ({ instance: await anInstance(false), reason }),
  'restore-instance': async () => ({ instance: await anInstance(true), reason }),
  'export-audit': () => ({ format: 'lines' }),
  'export-withdrawals': () => ({}),
  'sign-in': () => ({
    ...{ email: `${randomUUID()}@test.invalid`, password: 'wrong', totp: '000000' },
    ...place,
  }),
  'sign-in-with-passkey': () => ({ nonce: 'none', response: new Authenticator().get('none'), ...place }),
  'sign-in-with-oidc': () => ({
    ...{ issuer: 'https://id.test.invalid', subject: randomUUID(), email: `${randomUUID()}@test.invalid` },
    ...{ emailVerified: true, name: 'New', groups: ['staff'], rolesOf: { staff: ['auditor'] }, ...place },
  }),
  'sign-out': () => ({}),
  'invite-person': () => ({ email: `${randomUUID()}@test.invalid`, name: 'New', roles: ['auditor'] }),
  'withdraw-link': async () => ({ link: (await aLink()).id }),
  'look-at-link': async () => ({ link: (await aLink()).link }),
  'use-link': async () => ({ link: (await aLink()).link, password: 'four unrelated words here' }),
  'issue-first-run-link': () => ({}),
  'change-roles': () => ({ person, roles: ['operations'], reason }),
  'disable-person': async () => ({ person: await aPerson(), reason }),
  'enable-person': () => ({ person, reason }),
  'reset-second-factor': () => ({ person, reason }),
  'allow-sign-in': async () => ({ person: await aPerson() }),
  'change-password': () => ({ current: 'the one before', password: 'four unrelated words here' }),
  'set-up-totp': () => ({ offer: 'none', code: '000000' }),
  'remove-totp': () => ({}),
  'add-passkey': () => ({ name: 'Laptop', nonce: 'none', response: new Authenticator().create('none') }),
  'rename-passkey': async (caller) => ({ passkey: await aPasskey(caller), name: 'Phone' }),
  'remove-passkey': () => ({ passkey: randomUUID() }),
  'prove-second-factor': () => ({}),
  'revoke-session': () => ({ session: 'others' }),
  'sync-catalogue': () => ({}),
  'ensure-account': () => ({
    ...{
      email: `${randomUUID()}@test.invalid`,
      name: 'New',
      roles: ['auditor'],
      password: 'long enough to be one',
    },
    ...{ totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', token: `bht_${randomUUID()}` },
  }),
  'ensure-api-key': () => ({ name: 'New', scopes: ['switches:read'], key: `bhk_${randomUUID()}` }),
  'create-key': () => ({ name: 'New', scopes: ['switches:read'], expiresInDays: 30 }),
  'rotate-key': async () => ({ key: await aKey() }),
  'revoke-key': async () => ({ key: await aKey(), reason }),
  'create-token': () => ({ name: 'New' }),
  'revoke-token': async (caller) => ({ token: await aToken(caller) }),
  'record-missed-budget': async () => ({ changeSetId: await aChangeSet() }),
  'record-integrity': () => ({ found: 'sound' }),
  'plan-canary': () => ({ programme: 'phase-2', reason }),
  'retry-canary': async () => ({ ...(await aCanary('failed')), reason }),
  'pause-canary': async () => ({ ...(await aCanary('running')), reason }),
  'resume-canary': async () => ({ ...(await aCanary('paused')), reason }),
  'extend-canary': async () => ({ ...(await aCanary('running')), minutes: 60, reason }),
  'abort-canary': async () => ({ ...(await aCanary('running')), reason }),
  'note-canary-evidence': async () => ({
    ...{ ...(await aCanary('running')), check: 'kill-switch', holds: true, text: 'Pressed in staging' },
  }),
  'fail-canary': async () => aCanary('running'),
  'disarm-canary': async () => aCanary('failed'),
  'open-incident': () => ({ title: 'HL is down', severity: 'critical' }),
  'take-incident': ofIncident,
  'set-incident-severity': async () => ({ ...(await ofIncident()), severity: 'low', reason }),
  'mitigate-incident': async () => ({ ...(await ofIncident()), reason }),
  'resolve-incident': async () => ({ ...(await ofIncident()), reason }),
  'record-impact': async () => ({ ...(await ofIncident()), pnlUsd: '-124.32', positions: [] }),
  'note-incident': async () => ({ ...(await ofIncident()), text: 'Seen' }),
  'link-incident': async () => ({
    ...(await ofIncident()),
    subject: { kind: 'change-set', id: await aChangeSet() },
  }),
  'unlink-incident': async () => ({
    ...(await ofIncident()),
    subject: { kind: 'change-set', id: randomUUID() },
  }),
  'save-post-mortem': async () => ({
    ...(await ofIncident()),
    ...{ version: 1, summary: 'a', cause: 'b', impact: 'c', actions: 'd', prevention: [] },
  }),
  'sign-post-mortem': async (caller) => ({
    ...(await ofIncident()),
    ...{ as: caller === 'engineer' ? 'engineer' : 'operations', hash: '0'.repeat(64) },
  }),
  'note-form': async () => ({ ...(await aGate()), note: 'market', text: 'Calm' }),
  'open-for-signature': async () => aGate(),
  'sign-form': async () => {
    const form = await anOpenForm(owner, people.get('operations') ?? '');
    const line = { line: 'engineer', name: 'Test engineer', narrow: [], statements: [] };
    return { ...form, ...line };
  },
  'decline-form': async () => aGate(),
  'void-form': async () => {
    const { hash: _, ...form } = await anOpenForm(owner, people.get('operations') ?? '');
    return { ...form, reason };
  },
  // Their own: who works on no incidents says so of nothing else.
  'finish-prevention': async (caller) => {
    const { itemId } = await anIncident();
    await owner.query('UPDATE prevention_items SET owner_id = coalesce($2, owner_id) WHERE id = $1', [
      itemId,
      people.get(caller) ?? null,
    ]);
    return { itemId };
  },
  'file-withdrawal': () => aWithdrawal(),
  'amend-withdrawal': async () => aWithdrawal({ id: (await aWithdrawalRow(owner, 'pending')).callerId }),
  'approve-withdrawals': async () => {
    const { id, contentHash, usdValue } = await aWithdrawalRow(owner, 'pending');
    return { items: [{ withdrawalId: id, contentHash, usdValue }] };
  },
  'undo-withdrawal-approval': async (caller) => {
    const approvedBy = [{ id: people.get(caller) ?? people.get('operations') ?? '', role: 'operations' }];
    return { withdrawalId: (await aWithdrawalRow(owner, 'approved', { approvedBy })).id };
  },
  'hold-withdrawal': async () => ({ withdrawalId: (await aWithdrawalRow(owner, 'pending')).id, reason }),
  'resume-withdrawal': async () => ({ withdrawalId: await aDecidedWithdrawal('held'), reason }),
  'reject-withdrawal': async () => ({ withdrawalId: (await aWithdrawalRow(owner, 'pending')).id, reason }),
  'release-withdrawal': async () => ({ withdrawalId: (await aWithdrawalRow(owner, 'pending')).id }),
  'note-wallet-answer': async () => ({
    withdrawalId: (await aWithdrawalRow(owner, 'pending')).id,
    ...{ outcome: 'lost', reference: null, problem: reason },
  }),
  'report-withdrawal': () => ({ idempotencyKey: 'none', outcome: 'sent' }),
  'report-wallet-balances': () => aWalletReport(),
  'record-cold-transfer': () => aColdTransfer(),
  'end-cold-transfer': async () => ({
    transferId: (await aColdTransferRow(owner, people.get('operations') ?? '')).id,
    ...{ as: 'arrived', reason },
  }),
  'reconcile-withdrawal': async () => ({
    withdrawalId: (await aWithdrawalRow(owner, 'pending')).id,
    ...{ paid: true, reason },
  }),
  'expire-withdrawal': async () => ({ withdrawalId: (await aWithdrawalRow(owner, 'pending')).id }),
  'start-release': async () => {
    await noReleases(owner);
    return {
      ...{ to: 'v1.2.5', from: 'v1.2.4', strategy: 'canary', reason, notes: { added: ['Scores'] } },
      checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
    };
  },
  'approve-release': () => aReleaseOf('planned'),
  'refuse-release': async () => ({ ...(await aReleaseOf('planned')), reason }),
  'withdraw-release': async () => ({ ...(await aReleaseOf('approved')), reason }),
  'step-release': () => aReleaseOf('in_progress'),
  'pause-release': async () => ({ ...(await aReleaseOf('in_progress')), reason }),
  'resume-release': async () => ({ ...(await aReleaseOf('paused')), reason }),
  'roll-back-release': async () => ({ ...(await aReleaseOf('in_progress')), reason }),
  'mark-release-good': aGoodRelease,
  'roll-back-by-trigger': () => aReleaseOf('in_progress'),
  'note-release-effective': () => aReleaseOf('rolled_back'),
  'apply-config': () => ({
    yaml: `environment: production\nswitches:\n  liquidation_check_interval_ms: ${nextLatency()}\n`,
    ...{ reason, dryRun: true },
  }),
  'record-backup': () => ({
    ...{ madeAt: '2026-11-26T21:00:00.000Z', fileName: 'bulkhead.tar.gz', sizeBytes: 1, rows: 1 },
    ...{ sha256: randomBytes(32).toString('hex'), auditSeq: 1, emergency: false, durationMs: 1 },
  }),
};

/** Allowed, and refused for what was sent: nothing else can be sent here. */
const REFUSED: Partial<Record<Action, string>> = {
  'sign-in-with-passkey': 'unauthenticated',
  // Its time is not over.
  'open-for-signature': 'conflict',
  // Nothing is stopped, or its recovery is not complete.
  'restart-after-stop': 'conflict',
  // No Prometheus reads their queries here.
  'plan-canary': 'unavailable',
  'retry-canary': 'unavailable',
};

test('every command of the registry has a permission, an input here and a line in the table, and the other way round', () => {
  const permitted = ACTIONS.filter((action) => permissionOf(action).kind === 'command').sort();
  expect([...COMMANDS.keys()].sort()).toEqual(permitted);
  expect(Object.keys(INPUTS).sort()).toEqual(permitted);
  expect(LISTED_ACTIONS).toEqual(expect.arrayContaining(permitted));
  for (const [name, command] of COMMANDS) expect(command.name).toBe(name);
});

describe.each([...COMMANDS.keys()] as Action[])('%s', (name) => {
  const command = COMMANDS.get(name) as AnyCommand;

  test.each(CALLERS)('by %s', async (caller) => {
    const input = await INPUTS[name]?.(caller);
    const actor = await actorOf(caller);
    const before = await tracesOf(owner);
    const result = await answered(() => execute(command, input, actor));
    if (isAllowed(caller, name)) {
      const proofLater = actor.kind === 'person' && permissionOf(name).stepUp !== undefined;
      const code = proofLater ? 'step_up_required' : REFUSED[name];
      expect(result).toMatchObject(code === undefined ? { ok: true } : { ok: false, error: { code } });
      // What leaves over HTTP is as the API document says, to the letter.
      if (result.ok && command.body) expect(misfits(command.body, result.value)).toEqual([]);
      return;
    }
    const after = await tracesOf(owner);
    expect(result).toMatchObject({
      ok: false,
      error: { code: caller === 'anyone' ? 'unauthenticated' : 'forbidden' },
    });
    expect(after.state).toBe(before.state);
    // Who was known is on record; what nobody known tries is only counted, so that a flood cannot queue up.
    expect(after.denials - before.denials).toBe(caller === 'anyone' ? 0 : 1);
    if (caller === 'anyone' || actor.kind === 'anonymous') return;
    const { rows } = await owner.query(
      'SELECT kind, subject, actor_kind, actor_id, reason FROM audit_log ORDER BY seq DESC LIMIT 1',
    );
    expect(rows[0]).toEqual({
      ...{ kind: 'command.denied', subject: name, actor_kind: actor.kind, actor_id: actor.id },
      reason: result.ok ? '' : result.error.message,
    });
  });

  test('a refusal comes before the input is looked at, and says nothing of it', async () => {
    if (isAllowed('anyone', name)) return;
    const result = await execute(command, { '<script>': 1 }, ANONYMOUS);
    expect(result).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
    expect(JSON.stringify(result)).not.toContain('script');
  });

  test('a key without a scope, or with one that only resembles, gets nothing', async () => {
    const [input, other] = [await INPUTS[name]?.('key'), await machine('switches:write')];
    const result = await answered(() => execute(command, input, other));
    expect(result).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });
});
