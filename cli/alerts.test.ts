// Alerts on the command line, against a scripted console: what is listed, shown and sent, and that nothing hostile reaches the terminal.
import { expect, test } from 'vitest';
import type { AlertsBody, FiringBody, FiringView } from '#lib/contract/alerts.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { ok, refused } from '#test/scripted-console.ts';
import { printable } from './output.ts';

const HOSTILE = 'HL\u001b[2J\u202E\nroot';
const NOW = '2026-11-27T09:02:00.000Z';

const FIRING: FiringView = {
  ...{ id: 'f-12', number: 12, alert: 'hl-disconnected', title: HOSTILE, priority: 'P0', drill: false },
  ...{ source: 'alertmanager', labels: [['instance', HOSTILE]], firedAt: '2026-11-27T09:00:00.000Z' },
  ...{ receivedAt: '2026-11-27T09:00:01.000Z', confirmedAt: null, confirmedBy: null, actedAt: null },
  ...{ actedBy: null, effectiveAt: null, resolvedAt: null, owner: null, told: 2, changeSetId: null },
  confirm: { dueAt: '2026-11-27T09:05:00.000Z', stoppedAt: null, late: false },
  act: { dueAt: '2026-11-27T09:10:00.000Z', stoppedAt: null, late: false },
};
const BODY: FiringBody = {
  ...{ now: NOW, firing: FIRING, annotations: [], link: null, when: null, from: null, procedure: null },
  action: {
    ...{ label: 'Pause new orders', losing: null, heldBy: null },
    changes: [
      {
        ...{ switch: 'new_orders_enabled', symbol: null, oldValue: true, newValue: false },
        ...{ oldInherited: false, newInherited: false, direction: 'rollback' },
      },
    ],
  },
  ...{ further: ['Watch the reconnection.'], notes: [], chain: [], effect: null },
};
const BOARD: AlertsBody = {
  now: NOW,
  groups: [
    {
      ...{
        alert: 'hl-disconnected',
        title: 'HL is disconnected',
        priority: 'P0',
        count: 30,
        ...{ drill: false, unconfirmed: 30, unacted: 30 },
      },
      ...{ firings: [FIRING], action: BODY.action, further: [], procedure: null },
    },
  ],
  pipelines: [{ name: 'prometheus', heardAt: '2026-11-27T08:50:00.000Z', silent: true }],
  ...{ resolved: [], rejected: [], waitingMs: null },
};
const ACTED = {
  ...{ changed: true, firingId: 'f-12', changeSetId: 'c-1', epoch: 1, revision: 8, warnings: [] },
};

const {
  server,
  line: bulkhead,
  sent,
} = await scriptedCli(() => ({
  alerts: ok(BOARD),
  firing: ok(BODY),
  status: ok({ epoch: 1, revision: 7 }),
  'commands/confirm-firing': ok({ changed: true }),
  'commands/take-over-firing': ok({ changed: false }),
  'commands/act-on-firing': ok(ACTED),
  'commands/note-firing': ok({ noteId: 'n' }),
  'commands/resolve-firing': ok({ changed: true }),
  'commands/raise-drill': ok({ changed: true }),
}));

test('list says the clock that runs, how many more there are, and that a pipeline is silent', async () => {
  const { out, err, code } = await bulkhead('alerts list');
  expect(code).toBe(0);
  expect(out).toMatch(/\nA-12 +P0 +confirm within 3 min +2026-11-27T09:00:00Z +HL\[2Jroot\n$/);
  expect(out.split('\n').map(printable)).toEqual(out.split('\n'));
  expect(err).toMatch(/^The pipeline prometheus is silent[^\n]*\nHL is disconnected: 29 more\.\n$/);
  server.answers.alerts = ok({ ...BOARD, groups: [], pipelines: [] });
  expect(await bulkhead('alerts list')).toEqual({ code: 0, out: '', err: 'No alert is open.\n' });
});

test.each<[string, Partial<FiringView>]>([
  ['act within 8 min', { confirm: { ...FIRING.confirm, stoppedAt: NOW } }],
  ['confirm 1 min late', { confirm: { dueAt: '2026-11-27T09:01:00.000Z', stoppedAt: null, late: true } }],
  ['effective within 8 min', { confirm: { ...FIRING.confirm, stoppedAt: NOW }, actedAt: NOW }],
  ['acted', { confirm: { ...FIRING.confirm, stoppedAt: NOW }, act: { ...FIRING.act, stoppedAt: NOW } }],
  ['resolved', { resolvedAt: NOW }],
])('the clock says: %s', async (words, more) => {
  server.answers.firing = ok({ ...BODY, firing: { ...FIRING, ...more } });
  expect((await bulkhead('alerts show A-12')).out).toContain(` ${words} `);
});

test.each(['A-12', 'a-12', '12'])('show %s', async (name) => {
  const { out, err } = await bulkhead(`alerts show ${name}`);
  expect(server.asked[0]?.url).toBe('/api/v1/firing?number=12');
  expect(out).toContain('Action: Pause new orders\nThen: Watch the reconnection.');
  expect(err).toContain('new_orders_enabled  true → false');
});

test('act shows the difference, asks, and sends what it was worked out on', async () => {
  expect(await bulkhead('alerts act A-12')).toMatchObject({ code: 2, out: expect.stringMatching(/^Action/) });
  expect(sent()).toEqual([]);
  const done = await bulkhead('alerts act A-12 --yes');
  expect(done.out).toContain('A-12 is acted on: revision 1.8. Its clock stops when every instance has it.\n');
  expect(sent()).toEqual([['/api/v1/commands/act-on-firing', { firingId: 'f-12', expected: '1.7' }]]);
  server.answers['commands/act-on-firing'] = refused('conflict', 409, 'Switches have changed.');
  expect((await bulkhead('alerts act A-12 --yes')).code).toBe(6);
});

test('confirm, take, note, resolve and drill send what they say', async () => {
  expect((await bulkhead('alerts confirm A-12')).out).toBe('A-12 is confirmed.\n');
  expect((await bulkhead('alerts take A-12')).out).toBe('A-12 was yours already.\n');
  expect((await bulkhead("alerts note A-12 'seen it'")).out).toBe('Noted.\n');
  expect((await bulkhead("alerts resolve A-12 --reason 'venue is back'")).out).toBe('A-12 is over.\n');
  expect((await bulkhead("alerts drill hl-disconnected --reason 'monthly'")).code).toBe(0);
  expect(sent()).toEqual([
    ['/api/v1/commands/confirm-firing', { firingId: 'f-12' }],
    ['/api/v1/commands/take-over-firing', { firingId: 'f-12', from: null }],
    ['/api/v1/commands/note-firing', { firingId: 'f-12', text: 'seen it' }],
    ['/api/v1/commands/resolve-firing', { firingId: 'f-12', reason: 'venue is back' }],
    ['/api/v1/commands/raise-drill', { alert: 'hl-disconnected', reason: 'monthly' }],
  ]);
});

test.each(['A-0', 'x', 'CR-12', ''])('%j is no alert', async (name) => {
  expect(await bulkhead(`alerts confirm '${name}'`)).toMatchObject({ code: 2, out: '' });
  expect(server.asked).toEqual([]);
});
