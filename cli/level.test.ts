// bulkhead level against a scripted console: what holds, what a press and leaving would do, and what is sent.
import { expect, test } from 'vitest';
import type { ChangeView } from '#lib/contract/console.ts';
import type { LevelsBody, LevelView, PressAnswer, PressView } from '#lib/contract/levels.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { hangUp, ok, refused } from '#test/scripted-console.ts';
import { printable } from './output.ts';

const HOSTILE = 'Rita\u001b[2J\nroot';
const AT = '2026-11-26T18:00:00.000Z';
const UNTIL = '2026-11-26T18:05:00.000Z';

const change: ChangeView = {
  ...{ switch: 'trading_enabled', symbol: null, oldValue: true, newValue: false },
  ...{ oldInherited: false, newInherited: false, direction: 'reducing' },
};
const level = (number: number, title: string, more: Partial<LevelView> = {}): LevelView => ({
  ...{ level: number, name: title, title, means: '', triggers: [], losing: null, changes: [], lost: [] },
  ...{ capabilities: {}, heldBy: null, lastEffect: null },
  ...more,
});
const PRESS: PressView = {
  ...{ id: 'l-1', level: 2, pressedBy: { kind: 'person', id: 'p1', name: HOSTILE }, pressedAt: AT },
  ...{ reason: 'why', changeSetId: 'c-1', observeUntil: UNTIL, confirmedAt: null, confirmedBy: null },
  drift: [
    {
      ...{ switch: 'new_orders_enabled', pressed: false, value: true, changedBy: HOSTILE, changedAt: AT },
    },
  ],
};
const FULL: LevelsBody = {
  ...{ now: AT, epoch: 1, revision: 9, current: 0, since: AT, press: null, leaving: null },
  levels: [
    level(1, 'Partial'),
    level(2, 'Read-only', {
      ...{ changes: [change], lost: ['open_hl', 'close', 'newer'] },
      losing: `Hedging stops ${HOSTILE}.`,
    }),
    level(3, 'Stop'),
  ],
};
const PRESSED: LevelsBody = {
  ...{ ...FULL, current: 2, press: PRESS },
  leaving: {
    ...{ changes: [{ ...change, oldValue: false, newValue: true }], request: null, heldBy: null },
    kept: PRESS.drift,
  },
};
const DONE: PressAnswer = {
  ...{ changed: true, pressId: 'l-1', level: 2, changeSetId: 'c-1', epoch: 1, revision: 10 },
  observeUntil: UNTIL,
};
const request = { id: 'r-12', number: 12, expiresAt: '2026-11-26T18:30:00.000Z' };
const WAITS = { changed: false, changeSetId: null, epoch: 1, revision: 9, request };

const {
  server,
  line: bulkhead,
  sent,
} = await scriptedCli(() => ({
  levels: ok(FULL),
  'commands/press-level': ok(DONE),
  'commands/leave-level': ok(WAITS),
  'commands/confirm-level': ok({ changed: true }),
}));

test('says which level holds, who pressed it, until when it is observed, what drifted and what waits', async () => {
  expect(await bulkhead('level')).toEqual({
    ...{ code: 0, err: '' },
    out: 'Level 0 Full holds, at revision 1.9.\n',
  });
  server.answers.levels = ok({ ...PRESSED, leaving: { ...PRESSED.leaving, request } });
  const pressed = await bulkhead('level');
  expect(pressed).toEqual({
    code: 0,
    out: [
      'Level 2 Read-only holds, at revision 1.9.',
      `Level 2 was pressed by Rita[2Jroot at ${AT}, observed until ${UNTIL}.`,
      'Leaving it waits for a second person: CR-12.\n',
    ].join('\n'),
    err: 'Drift: new_orders_enabled is true, the level set false (Rita[2Jroot).\n',
  });
  for (const line of [...pressed.out.split('\n'), ...pressed.err.split('\n')])
    expect(printable(line)).toBe(line);
  server.answers.levels = ok({ ...PRESSED, press: { ...PRESS, confirmedAt: UNTIL } });
  expect((await bulkhead('level')).out).toContain(`confirmed at ${UNTIL}.`);
  expect(JSON.parse((await bulkhead('level --json')).out)).toMatchObject({ current: 2 });
});

test('press shows what changes and what users lose, asks, and sends the level that was shown as the current one', async () => {
  const line = "level press 2 --reason 'liquidation is broken'";
  const done = await bulkhead(line, { columns: 100, typed: ['y'] });
  expect(done).toMatchObject({
    code: 0,
    out: `Level 2 holds: revision 1.10. Observe it until ${UNTIL}, then bulkhead level confirm.\n`,
  });
  expect(done.err.split('\n').slice(0, 4)).toEqual([
    'Level 2 Read-only, from level 0:',
    '  trading_enabled  true → false',
    '  Users of the exchange lose: Open on HL, Close, newer.',
    '  Hedging stops Rita[2Jroot.',
  ]);
  expect(sent()).toEqual([
    ['/api/v1/commands/press-level', { level: 2, reason: 'liquidation is broken', current: 0 }],
  ]);
  expect(await bulkhead(line, { columns: 100, typed: ['n'] })).toMatchObject({ code: 2, out: '' });
  expect(await bulkhead(line)).toMatchObject({ code: 2, err: expect.stringContaining('say --yes') });
  for (const number of ['0', '4', 'two', '1.5']) {
    expect(await bulkhead(`level press ${number} --reason why --yes`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Name the level: 1, 2 or 3.'),
    });
  }
  expect((await bulkhead('level press 2 --yes')).code).toBe(2);
  expect(sent()).toHaveLength(1);
});

test('a level that holds already is no failure; one that moved, or may not be pressed, is refused', async () => {
  const line = "level press 2 --reason 'liquidation is broken' --yes";
  server.answers['commands/press-level'] = ok({ ...DONE, changed: false });
  expect(await bulkhead(line)).toMatchObject({
    code: 0,
    out: 'Level 2 holds already: no value was changed.\n',
  });
  server.answers['commands/press-level'] = refused('conflict', 409, 'Level 3 holds now, not 0 as you saw.');
  expect((await bulkhead(line)).code).toBe(6);
  server.answers['commands/press-level'] = refused('forbidden', 403, 'Level 3 is pressed by a super admin.');
  expect(await bulkhead("level press 3 --reason 'all is broken' --yes")).toMatchObject({ code: 4, out: '' });
});

test('leave shows what goes back and what keeps its value, asks for a second person, and leaves no other press', async () => {
  server.answers.levels = ok(PRESSED);
  const line = "level leave --reason 'fixed, tested, reconciled'";
  const done = await bulkhead(line);
  expect(done).toEqual({
    code: 11,
    out: 'CR-12 waits for a second person until 2026-11-26T18:30:00.000Z; nothing has changed.\n',
    err: [
      'Leave level 2 Read-only, back to the values from before it:',
      '  trading_enabled  false → true',
      '  new_orders_enabled keeps true: Rita[2Jroot set it since.\n',
    ].join('\n'),
  });
  expect(sent()).toEqual([
    ['/api/v1/commands/leave-level', { pressId: 'l-1', reason: 'fixed, tested, reconciled' }],
  ]);
  const json = await bulkhead(`${line} --json`);
  expect([json.code, JSON.parse(json.out)]).toEqual([11, WAITS]);
});

test('leave by break-glass happens at once; without a press, or with values back already, it says so', async () => {
  server.answers.levels = ok(PRESSED);
  const line = "level leave --reason 'fixed, tested, reconciled'";
  server.answers['commands/leave-level'] = ok({ ...DONE, changeSetId: 'c-2', revision: 11 });
  expect((await bulkhead(`${line} --break-glass INC-7`)).out).toBe(
    'The level is left: revision 1.11, change set c-2.\n',
  );
  expect(sent()[0]?.[1]).toMatchObject({ breakGlass: { incident: 'INC-7' } });
  server.answers['commands/leave-level'] = ok({ ...DONE, changed: false, changeSetId: null });
  expect(await bulkhead(line)).toMatchObject({ code: 0, out: expect.stringContaining('was back already') });
  server.answers.levels = ok(FULL);
  server.answers['commands/leave-level'] = refused('conflict', 409, 'No level was pressed.');
  expect(await bulkhead(line)).toEqual({ code: 6, out: '', err: 'No level was pressed.\n' });
  expect(sent()[2]?.[1]).toEqual({ reason: 'fixed, tested, reconciled' });
});

test('confirm is about the press that holds, and waits for the end of the observation', async () => {
  expect(await bulkhead('level confirm')).toMatchObject({
    code: 6,
    err: expect.stringContaining('nothing to confirm'),
  });
  expect(sent()).toEqual([]);
  server.answers.levels = ok(PRESSED);
  expect((await bulkhead('level confirm')).out).toBe('Level 2 is confirmed as stable.\n');
  expect(sent()).toEqual([['/api/v1/commands/confirm-level', { pressId: 'l-1' }]]);
  server.answers['commands/confirm-level'] = ok({ changed: false });
  expect((await bulkhead('level confirm')).out).toBe('It was confirmed before.\n');
  server.answers['commands/confirm-level'] = refused('conflict', 409, 'Observe it until 18:05 first.');
  expect((await bulkhead('level confirm')).code).toBe(6);
});

test.each([
  ["press 2 --reason 'liquidation is broken' --yes", 'press-level'],
  ["leave --reason 'fixed, tested, reconciled'", 'leave-level'],
  ['confirm', 'confirm-level'],
])('%s without an answer sends to bulkhead level', async (words, command) => {
  server.answers.levels = ok(PRESSED);
  server.answers[`commands/${command}`] = hangUp;
  const lost = await bulkhead(`level ${words}`);
  expect(lost).toMatchObject({ code: 10, err: expect.stringContaining('bulkhead level says what holds') });
  expect(lost.err).not.toContain('--idempotency-key');
});
