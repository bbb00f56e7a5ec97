// What waits for a second person, on the command line: requests, approve, refuse, withdraw, break-glass, deadlines, against a scripted console.
import { expect, test } from 'vitest';
import type {
  ApprovalsBody,
  BreakGlassView,
  ChangeRequestView,
  ValueDeadlineView,
} from '#lib/contract/approvals.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { hangUp, ok, refused } from '#test/scripted-console.ts';
import { printable } from './output.ts';

const HOSTILE = 'Rita\u001b[2J\u202E\nroot';
const AT = '2026-11-26T18:00:00.000Z';
const UNTIL = '2026-11-26T18:30:00.000Z';
const rita = { id: 'p1', name: HOSTILE };

const REQUEST: ChangeRequestView = {
  ...{ id: 'r-12', number: 12, state: 'open', command: 'set-switch', requestedBy: rita, requestedAt: AT },
  ...{ expiresAt: UNTIL, reason: `why\u0007 ${HOSTILE}`, direction: 'raising', diffHash: 'hash-of-it' },
  changes: [
    {
      ...{ switch: 'routing_mode', symbol: null, oldValue: 'HL_MODE', newValue: 'NORMAL_MODE' },
      ...{ oldInherited: false, newInherited: false, direction: 'raising' },
    },
    {
      ...{ switch: 'normal_threshold', symbol: 'BTC', oldValue: '5000', newValue: '10000' },
      ...{ oldInherited: false, newInherited: true, direction: 'raising' },
    },
  ],
  ...{ changesNow: null, incident: null, until: null, owner: null, subject: null, decidedBy: null },
  ...{ decidedAt: null, decisionReason: null, changeSetId: null, voidedBy: null, notYours: null },
  takesWord: null,
};
const CLOSED: ChangeRequestView = { ...REQUEST, id: 'r-11', number: 11, state: 'refused' };
const GLASS: BreakGlassView = {
  ...{ id: 'g-1', incident: 'INC-7', usedBy: rita, at: AT, changeSetId: 'c-1', reason: 'why', changes: [] },
  ...{ reviewedBy: null, reviewedAt: null, reviewNote: null, notYours: null },
};
const DEADLINE: ValueDeadlineView = {
  ...{ id: 'd-1', switch: 'daily_net_loss_limit', symbol: null, kind: 'loosened', value: null },
  ...{ returnValue: '1000000', returnInherited: false, owner: rita, until: UNTIL, passed: true },
  ...{ setAt: AT, changeSetId: 'c-1' },
};
const BODY: ApprovalsBody = {
  ...{ now: AT, requests: [REQUEST, CLOSED], deciders: [] },
  breakGlass: [GLASS, { ...GLASS, id: 'g-2', reviewedBy: { id: 'p2', name: 'Adam' } }],
  deadlines: [DEADLINE],
};
const DONE = { changed: true, changeSetId: 'c-10', epoch: 1, revision: 10 };

const {
  server,
  line: bulkhead,
  sent,
} = await scriptedCli(() => ({
  approvals: ok(BODY),
  'commands/approve-change': ok(DONE),
  'commands/refuse-change': ok({ changed: true }),
  'commands/withdraw-change': ok({ changed: true }),
  'commands/review-break-glass': ok({ changed: true }),
}));

test('requests lists what waits, --all also what was closed, and moves no cursor', async () => {
  const { out, code } = await bulkhead('requests');
  expect(code).toBe(0);
  expect(out).toMatch(
    /^REQUEST .*\nCR-12 +open +\S+Z +Rita\[2Jroot +routing_mode → NORMAL_MODE, normal_threshold\.BTC → 10000\n$/,
  );
  expect(out.split('\n').map(printable)).toEqual(out.split('\n'));
  expect((await bulkhead('requests --all')).out).toMatch(/\nCR-12 +open[^\n]*\nCR-11 +refused/);
  expect(JSON.parse((await bulkhead('requests --json')).out)).toEqual([REQUEST]);
  server.answers.approvals = ok({ ...BODY, requests: [CLOSED] });
  expect(await bulkhead('requests')).toEqual({
    ...{ code: 0, out: '' },
    err: 'Nothing waits for a second person.\n',
  });
});

test.each(['CR-12', 'cr-12', '12'])(
  'approve %s shows the difference and agrees to exactly that',
  async (name) => {
    const done = await bulkhead(`approve ${name}`);
    expect(done).toEqual({
      code: 0,
      out: 'Approved and done: revision 1.10, change set c-10.\n',
      err: [
        'CR-12, asked for by Rita[2Jroot: why Rita[2Jroot',
        '  routing_mode          HL_MODE → NORMAL_MODE  raising',
        "  normal_threshold.BTC  5000 → 10000 (the whole venue's)  raising",
        '',
      ].join('\n'),
    });
    expect(sent()).toEqual([
      ['/api/v1/commands/approve-change', { requestId: 'r-12', diffHash: 'hash-of-it' }],
    ]);
  },
);

test('approving asks for the code of the second factor, at the terminal or by --totp', async () => {
  server.answers['commands/approve-change'] = (response, { headers }) => {
    if (headers['bulkhead-step-up'] === 'totp 123456') response.end(JSON.stringify(DONE));
    else {
      const error = { code: 'step_up_required', message: 'Prove that it is you.' };
      response.writeHead(403).end(JSON.stringify({ error }));
    }
  };
  expect((await bulkhead('approve CR-12', { columns: 100, typed: ['123456'] })).code).toBe(0);
  expect((await bulkhead('approve CR-12 --totp 123456')).code).toBe(0);
  expect(await bulkhead('approve CR-12')).toMatchObject({ code: 4, out: '' });
  expect(sent()).toHaveLength(4);
});

test('one that was made void, one that is your own and one there is not are refused in words', async () => {
  server.answers['commands/approve-change'] = refused(
    'conflict',
    409,
    'CR-12 is void: Mara changed a value.',
  );
  expect(await bulkhead('approve CR-12')).toMatchObject({
    ...{ code: 6, out: '' },
    err: expect.stringMatching(/\nCR-12 is void: Mara changed a value\.\n$/),
  });
  server.answers['commands/approve-change'] = refused('forbidden', 403, 'You asked for this yourself.');
  expect((await bulkhead('approve CR-12')).code).toBe(4);
  server.asked.length = 0;
  for (const command of ['approve CR-13', "refuse CR-13 --reason 'why not'", 'withdraw CR-13']) {
    expect(await bulkhead(command)).toEqual({
      ...{ code: 5, out: '' },
      err: 'There is no change request CR-13 that waits or was closed today.\n',
    });
  }
  for (const name of ['RUN-12', 'CR-', 'CR-1.2', 'r-12']) {
    expect(await bulkhead(`approve ${name}`)).toMatchObject({ code: 2, err: expect.stringMatching(/CR-12/) });
  }
  expect(sent()).toEqual([]);
});

test('refuse says why, withdraw does not have to; nothing has changed by either', async () => {
  expect(await bulkhead("refuse CR-12 --reason 'not before the reconciliation'")).toEqual({
    ...{ code: 0, err: '' },
    out: 'CR-12 is refused; nothing has changed.\n',
  });
  expect(await bulkhead('withdraw cr-12')).toEqual({ code: 0, out: 'CR-12 is withdrawn.\n', err: '' });
  expect(sent()).toEqual([
    ['/api/v1/commands/refuse-change', { requestId: 'r-12', reason: 'not before the reconciliation' }],
    ['/api/v1/commands/withdraw-change', { requestId: 'r-12' }],
  ]);
  expect((await bulkhead('refuse CR-12')).code).toBe(2);
  server.answers['commands/withdraw-change'] = refused('forbidden', 403, 'Rita asked for this, not you.');
  expect(await bulkhead('withdraw CR-12')).toMatchObject({ code: 4, err: 'Rita asked for this, not you.\n' });
  expect(JSON.parse((await bulkhead("refuse CR-12 --reason 'not yet' --json")).out)).toEqual({
    changed: true,
  });
});

test('a change that waits ends with 11 and says its name; --break-glass skips that for its incident', async () => {
  const request = { id: 'r-12', number: 12, expiresAt: UNTIL };
  server.answers['commands/set-switch'] = ok({ ...DONE, changed: false, changeSetId: null, request });
  const line = "switch set routing_mode NORMAL_MODE --reason 'opening normal routing'";
  expect(await bulkhead(line)).toEqual({
    ...{ code: 11, err: '' },
    out: `CR-12 waits for a second person until ${UNTIL}; nothing has changed.\n`,
  });
  const json = await bulkhead(`${line} --json`);
  expect([json.code, JSON.parse(json.out).request]).toEqual([11, request]);
  server.answers['commands/set-switch'] = ok(DONE);
  const broken = await bulkhead(`${line} --break-glass INC-7 --until 2026-11-26T20:00Z`);
  expect(broken).toMatchObject({ code: 0, out: expect.stringContaining('routing_mode is now NORMAL_MODE') });
  expect(sent()[2]?.[1]).toEqual({
    ...{ switch: 'routing_mode', value: 'NORMAL_MODE', reason: 'opening normal routing' },
    ...{ until: '2026-11-26T20:00:00Z', breakGlass: { incident: 'INC-7' } },
  });
  server.answers['commands/set-switch'] = refused('break_glass_debt', 409, 'INC-7 waits for its review.');
  expect(await bulkhead(`${line} --incident INC-8`)).toMatchObject({ code: 7, out: '' });
  expect(sent()[3]?.[1]).toMatchObject({ incident: 'INC-8' });
});

test('break-glass lists who went alone and who has looked at it; review is said with what was found', async () => {
  const { out } = await bulkhead('break-glass');
  expect(out).toMatch(/\ng-1 +INC-7 +Rita\[2Jroot +\S+Z +nobody yet\ng-2 +INC-7 .* Adam\n$/);
  expect(out.split('\n').map(printable)).toEqual(out.split('\n'));
  expect(JSON.parse((await bulkhead('break-glass --json')).out)).toEqual(BODY.breakGlass);
  expect((await bulkhead('break-glass review g-1')).code).toBe(2);
  const done = await bulkhead("break-glass review g-1 --reason 'it was right'");
  expect(done).toEqual({ code: 0, out: 'Reviewed.\n', err: '' });
  expect(sent()).toEqual([
    ['/api/v1/commands/review-break-glass', { breakGlassId: 'g-1', note: 'it was right' }],
  ]);
  server.answers['commands/review-break-glass'] = refused('forbidden', 403, 'You broke the glass.');
  expect((await bulkhead("break-glass review g-1 --reason 'it was right'")).code).toBe(4);
  server.answers.approvals = ok({ ...BODY, breakGlass: [] });
  expect((await bulkhead('break-glass')).err).toMatch(/^Nobody has used break-glass/);
});

test('deadlines name the value, what it goes back to and whose it is', async () => {
  const { out } = await bulkhead('deadlines');
  expect(out).toMatch(/\n\S+Z +daily_net_loss_limit +off +1000000 +Rita\[2Jroot\n$/);
  expect(out.split('\n').map(printable)).toEqual(out.split('\n'));
  expect(JSON.parse((await bulkhead('deadlines --json')).out)).toEqual([DEADLINE]);
  server.answers.approvals = ok({ ...BODY, deadlines: [] });
  expect(await bulkhead('deadlines')).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^No value waits/),
  });
});

test.each([
  ['approve CR-12', 'approve-change', 'bulkhead requests --all'],
  ["refuse CR-12 --reason 'not yet'", 'refuse-change', 'bulkhead requests --all'],
  ['withdraw CR-12', 'withdraw-change', 'bulkhead requests --all'],
  ["break-glass review g-1 --reason 'it was right'", 'review-break-glass', 'bulkhead break-glass'],
])('%s without an answer names where one sees whether it happened', async (line, command, where) => {
  server.answers[`commands/${command}`] = hangUp;
  const lost = await bulkhead(line);
  expect(lost).toMatchObject({ code: 10, out: '', err: expect.stringContaining(`${where} says whether`) });
  expect(lost.err).not.toContain('--idempotency-key');
});
