// Server actions called directly by their ids: without a session, from foreign pages, on any path, with any body.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../http.ts';
import { onConsole, ROOT, sql } from '../installation.ts';
import { cookieWith, type Session, sessionOf } from '../sign-in.ts';

interface Manifest {
  node: Record<string, { exportedName: string }>;
}

const reason = 'sent to an action by hand';
const STEP = { runId: randomUUID(), step: 'by-hand' };
const FORM = { runId: randomUUID(), gate: 0 };
/** What each action would do if it let the caller: none of it may happen. */
const INPUTS: Record<string, unknown> = {
  setSwitchAction: { switch: 'new_orders_enabled', value: false, reason },
  setSwitchesAction: { changes: [{ switch: 'new_orders_enabled', value: false }], reason },
  rollbackSwitchAction: { switch: 'global_betting_enabled', at: '2000-01-01T00:00:00Z', reason },
  resetToDefaultAction: { switch: 'global_betting_enabled', reason },
  applyConfigAction: { yaml: 'environment: production', reason },
  rollbackMatrixAction: { at: '2000-01-01T00:00:00Z', reason },
  undoChangeSetAction: { changeSetId: randomUUID(), reason },
  isolateInstanceAction: { instance: 'router-01', reason },
  restoreInstanceAction: { instance: 'router-01', reason },
  startRunAction: { procedure: 'daily-operations', reason },
  ...Object.fromEntries(
    ['tick', 'apply', 'command', 'verify', 'sign'].map((verb) => [`${verb}StepAction`, STEP]),
  ),
  startObserveAction: STEP,
  chooseOptionAction: { ...STEP, option: 'yes' },
  recordFieldsAction: { ...STEP, fields: {} },
  passOverStepAction: { ...STEP, reason },
  addRunNoteAction: { runId: STEP.runId, text: 'By hand' },
  endRunAction: { runId: STEP.runId, reason },
  startAssessmentAction: { symptom: 'hl-down' },
  answerQuestionAction: { assessmentId: randomUUID(), question: 'severity', option: 'minor' },
  takeBackAnswerAction: { answerId: randomUUID() },
  closeAssessmentAction: { assessmentId: randomUUID(), reason },
  openIncidentAction: { title: 'By hand', severity: 'low' },
  takeIncidentAction: { incidentId: randomUUID() },
  setIncidentSeverityAction: { incidentId: randomUUID(), severity: 'low', reason },
  mitigateIncidentAction: { incidentId: randomUUID(), reason },
  resolveIncidentAction: { incidentId: randomUUID(), reason },
  recordImpactAction: { incidentId: randomUUID(), positions: [] },
  linkIncidentAction: { incidentId: randomUUID(), subject: { kind: 'run', id: randomUUID() } },
  unlinkIncidentAction: { incidentId: randomUUID(), subject: { kind: 'run', id: randomUUID() } },
  savePostMortemAction: {
    ...{
      incidentId: randomUUID(),
      version: 0,
      summary: '',
      cause: '',
      impact: '',
      actions: '',
      prevention: [],
    },
  },
  signPostMortemAction: { incidentId: randomUUID(), as: 'engineer', hash: '0'.repeat(64) },
  noteFormAction: { ...FORM, note: 'market', text: 'By hand' },
  openForSignatureAction: FORM,
  signFormAction: { ...FORM, line: 'engineer', hash: '0'.repeat(64), name: 'x', statements: [], narrow: [] },
  declineFormAction: FORM,
  voidFormAction: { ...FORM, reason },
  confirmFiringAction: { firingId: randomUUID() },
  confirmStormAction: { firingId: randomUUID(), until: '2026-01-01T00:00:00Z' },
  takeOverFiringAction: { firingId: randomUUID() },
  actOnFiringAction: { firingId: randomUUID() },
  resolveFiringAction: { firingId: randomUUID(), reason },
  seeRejectedAction: { until: '2026-01-01T00:00:00Z' },
  setAlertPolicyAction: { alert: 'hl-disconnected', policy: 'off', reason },
  setRotaAction: {
    ...{ timeZone: 'UTC', firstDay: '2026-01-05', reason },
    shifts: [{ name: 'Primary', from: '09:00', people: [randomUUID()] }],
  },
  setOverrideAction: {
    ...{ person: randomUUID(), from: '2100-01-01T00:00:00Z', until: '2100-01-02T00:00:00Z', reason },
  },
  removeOverrideAction: { overrideId: randomUUID() },
  handOverAction: { to: randomUUID(), note: 'All is quiet' },
  setContactAction: { severity: 'low', name: 'Support', phone: '+1-555-0100', slack: null, email: null },
  removeContactAction: { id: randomUUID(), version: 1 },
  setChannelAction: {
    ...{ name: 'Slack', fromStep: 0 },
    settings: { kind: 'slack', url: 'https://hooks.slack.example/services/x' },
  },
  removeChannelAction: { id: randomUUID(), version: 1 },
  sendTestPageAction: { reason },
  signOutAction: {},
  pressLevelAction: { level: 1, reason },
  leaveLevelAction: { reason },
  confirmLevelAction: { pressId: randomUUID() },
  emergencyStopAction: { reason, confirm: 'STOP' },
  restartAfterStopAction: { reason },
  commandExecutorsAction: { command: 'cancel_all_orders', reason },
  retireExecutorAction: { executor: 'executor-hl', reason },
  approveChangeAction: { requestId: randomUUID(), diffHash: '0'.repeat(64) },
  refuseChangeAction: { requestId: randomUUID(), reason },
  withdrawChangeAction: { requestId: randomUUID() },
  reviewBreakGlassAction: { breakGlassId: randomUUID(), note: reason },
  moveDeadlineAction: { deadlineId: randomUUID(), until: '2100-01-01T00:00:00Z', reason },
  createKeyAction: { name: 'By hand', scopes: ['switches:read'], expiresInDays: 30 },
  rotateKeyAction: { key: randomUUID() },
  revokeKeyAction: { key: randomUUID(), reason },
  allowSignInAction: { person: randomUUID() },
  changeRolesAction: { person: randomUUID(), roles: ['auditor'], reason },
  disablePersonAction: { person: randomUUID(), reason },
  enablePersonAction: { person: randomUUID(), reason },
  invitePersonAction: { email: 'by.hand@exchange.example', name: 'By hand', roles: ['auditor'] },
  resetSecondFactorAction: { person: randomUUID(), reason },
  withdrawLinkAction: { link: randomUUID() },
};
/** What everybody may do to their own sign-in: with a proof that is missing here, or to something that is not theirs. */
const OWN: Record<string, unknown> = {
  addPasskeyAction: {},
  changePasswordAction: { current: 'x', password: 'four unrelated words' },
  proveSecondFactorAction: {},
  removePasskeyAction: { passkey: randomUUID() },
  removeTotpAction: {},
  renamePasskeyAction: { passkey: randomUUID(), name: 'By hand' },
  revokeSessionAction: { session: randomUUID() },
  setUpTotpAction: { offer: 'none', code: '000000' },
  createTokenAction: { name: 'By hand', expiresInDays: 7 },
  revokeTokenAction: { token: randomUUID() },
  revokeFoundTokenAction: { token: randomUUID(), reason },
};
/** What every role may do, of something that is not there. */
const EVERY_ROLE: Record<string, unknown> = {
  noteFiringAction: { firingId: randomUUID(), text: 'By hand' },
  noteIncidentAction: { incidentId: randomUUID(), text: 'By hand' },
  finishPreventionAction: { itemId: randomUUID() },
  answerTestPageAction: { callId: randomUUID() },
};
/** For whoever holds a link: a session is neither needed nor looked at. */
const ANYBODY: Record<string, unknown> = {
  lookAtLinkAction: { link: `bhl_${'0'.repeat(43)}` },
  answerByLinkAction: { link: `${randomUUID()}.${'0'.repeat(43)}` },
  chooseSignInAction: { link: `bhl_${'0'.repeat(43)}`, password: 'four unrelated words' },
};
const ALL_INPUTS: Record<string, unknown> = { ...INPUTS, ...OWN, ...EVERY_ROLE, ...ANYBODY };

function actions(): Map<string, string> {
  const manifest = JSON.parse(
    readFileSync(join(ROOT, '.next/standalone/.next/server/server-reference-manifest.json'), 'utf8'),
  ) as Manifest;
  return new Map(Object.entries(manifest.node).map(([id, { exportedName }]) => [exportedName, id]));
}

function act(name: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  return onConsole(path, {
    method: 'POST',
    headers: {
      'next-action': actions().get(name) ?? '',
      'content-type': 'text/plain;charset=UTF-8',
      accept: 'text/x-component',
      ...headers,
    },
    body: body ?? JSON.stringify([ALL_INPUTS[name], randomUUID()]),
  });
}

/** Everything an action could have changed. */
async function state(): Promise<unknown> {
  const [row] = await sql(
    `SELECT (SELECT revision FROM matrix_head) AS revision,
            (SELECT count(*) FROM audit_log WHERE kind <> 'command.denied') AS entries,
            (SELECT count(*) FROM instances WHERE isolated_at IS NOT NULL) AS isolated,
            (SELECT count(*) FROM sessions WHERE revoked_at IS NULL) AS sessions`,
  );
  return row;
}

describe('server actions', () => {
  let risk: Session;
  let ours: Record<string, string> = {};
  beforeAll(async () => {
    risk = await sessionOf('risk_manager');
    ours = { ...risk.headers };
  });

  test('the table names every action of the build', () => {
    // An action that no screen imports is left out of the build.
    expect([...actions().keys()].filter((name) => ALL_INPUTS[name] === undefined)).toEqual([]);
    expect(actions().size).toBeGreaterThan(5);
  });

  test('an action works for whoever may, from a page of ours: what is refused below would have been done', async () => {
    const done = await act(
      'setSwitchAction',
      '/switches',
      ours,
      JSON.stringify([{ switch: 'reduce_only', value: true, reason }]),
    );
    expect(done.text).toContain('"changed":true');
    const back = await act(
      'setSwitchAction',
      '/now',
      ours,
      JSON.stringify([{ switch: 'reduce_only', value: false, reason }]),
    );
    expect(back.text).toContain('"changed":true');
  });

  test('no session, a dead one, a forged one, a role that may not: each action refuses', async () => {
    const revoked = await sessionOf('super_admin', { revoked_at: 'now()' });
    const auditor = await sessionOf('auditor');
    const before = await state();
    const { origin } = risk.headers;
    const cookies = [
      undefined,
      revoked.headers.cookie,
      await cookieWith({ sessionId: risk.id }, 'not the secret of this console'),
    ];
    for (const name of actions().keys()) {
      for (const cookie of cookies) {
        const answer = await act(name, '/switches', { origin, ...(cookie ? { cookie } : {}) });
        expect
          .soft([name, answer.status < 500, answer.text.includes('"ok":true')])
          .toEqual([name, true, false]);
        const code = name in ANYBODY ? 'not_found' : 'unauthenticated';
        expect.soft([name, answer.text]).toEqual([name, expect.stringContaining(`"code":"${code}"`)]);
      }
      if (name === 'signOutAction') continue;
      const denied = await act(name, '/switches', auditor.headers);
      expect.soft([name, denied.text.includes('"ok":true')]).toEqual([name, false]);
      if (name in INPUTS)
        expect.soft([name, denied.text]).toEqual([name, expect.stringContaining('"code":"forbidden"')]);
    }
    expect(await state()).toEqual(before);
  });

  test('with a live session, but not from a page of ours: each action refuses on every path', async () => {
    const before = await state();
    const { cookie } = risk.headers;
    const evil = { origin: 'https://evil.example' };
    const foreign: Record<string, string>[] = [
      { cookie },
      { cookie, ...evil },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example' },
      { cookie, ...evil, host: 'evil.example' },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example', authorization: '' },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example', 'x-api-key': '' },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example', 'x-action-forwarded': '1' },
      { cookie, origin: 'null' },
      { cookie, origin: '' },
      { cookie, origin: `${risk.headers.origin}.evil.example` },
    ];
    const paths = [
      '/switches',
      '/now',
      '/',
      '/sign-in',
      '/no-such-page',
      '/fonts/x',
      '/icon.svgx',
      '/_next/static/x',
      '/_next/x',
    ];
    const elsewhere = [
      '/healthz',
      '/api/v1/status',
      '/api/v1/commands/set-switch',
      '/api/auth/csrf',
      '/api/auth/callback/credentials',
    ];
    for (const headers of foreign) {
      for (const name of actions().keys()) {
        const answer = await act(name, '/switches', headers);
        expect.soft([name, headers, answer.status]).toEqual([name, headers, 403]);
      }
      for (const path of [...paths, ...elsewhere]) {
        const answer = await act('setSwitchAction', path, headers);
        expect
          .soft([path, headers, answer.status >= 400 && answer.status < 500])
          .toEqual([path, headers, true]);
      }
    }
    expect(await state()).toEqual(before);
  });

  test.for([
    ['broken JSON', '[{'],
    ['nothing', ''],
    ['no list', '{"switch":"reduce_only"}'],
    ['a word', 'true'],
    ['U+0000', '["\u0000"'],
    ['more than may be sent', JSON.stringify([{ reason: 'x'.repeat(1_100_000) }])],
  ] as const)('%s instead of an input is refused', async ([, body]) => {
    const before = await state();
    const answer = await act('setSwitchAction', '/switches', ours, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await state()).toEqual(before);
  });

  test.for([
    ['an id that is none', { 'next-action': 'x' }],
    ['an id of nothing', { 'next-action': `7f${'0'.repeat(40)}` }],
    ['an empty id', { 'next-action': '' }],
    ['a multipart body', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['a multipart body without a boundary', { 'content-type': 'multipart/form-data' }],
    ['another type', { 'content-type': 'application/octet-stream' }],
  ] as const)('%s is refused', async ([, headers]) => {
    const before = await state();
    const answer = await act('setSwitchAction', '/switches', { ...ours, ...headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await state()).toEqual(before);
  });

  test('values go through the same checks as over the API', async () => {
    const before = await state();
    for (const value of ['"false"', '"$NaN"', '"$Infinity"', '1e400', '{}', '[]', 'null', '"$undefined"']) {
      const body = `[{"switch":"reduce_only","value":${value},"reason":"${reason}"}]`;
      const answer = await act('setSwitchAction', '/switches', ours, body);
      expect.soft([value, answer.text.includes('"ok":true')]).toEqual([value, false]);
    }
    expect(await state()).toEqual(before);
  });
});
