// bulkhead rollback and bulkhead switch undo against a scripted console: what would happen now is shown, and exactly that is sent.
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConflictView, RollbackBody, RollbackChangeView } from '#lib/contract/rollback.ts';
import { cliEnvironment, cliFolders, type Run, runCli, type Terminal } from '#test/cli-run.ts';
import { hangUp, ok, refused, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';
import { printable } from './output.ts';

const HOSTILE = 'Rita\u001b[2J\nroot';
const AT = '2026-11-26T17:00:00.000Z';
const folders = cliFolders();
let server: ScriptedConsole;

const routing: RollbackChangeView = {
  ...{ switch: 'routing_mode', symbol: null, oldValue: 'HL_MODE', newValue: 'NORMAL_MODE' },
  ...{ oldInherited: false, newInherited: false, direction: 'raising' },
  ...{ changedBy: HOSTILE, changedAt: AT },
};
const threshold: RollbackChangeView = {
  ...{ switch: 'normal_threshold', symbol: 'BTC', oldValue: '10000', newValue: '5000' },
  ...{ oldInherited: false, newInherited: true, direction: 'reducing' },
  ...{ changedBy: HOSTILE, changedAt: AT },
};
const conflict: ConflictView = {
  ...{ switch: 'hedge_enabled', symbol: null, made: false, value: true },
  ...{ changedBy: HOSTILE, changedAt: '2026-11-26T17:30:00.000Z' },
};
const BODY: RollbackBody = {
  ...{ epoch: 1, revision: 9, from: AT, changes: [threshold], direction: 'reducing', conflicts: [] },
  ...{ missing: [], waits: false, warnings: [], heldBy: null, owesReview: false },
};
const UNDO: RollbackBody = { ...BODY, from: null };
const DONE = { changed: true, changeSetId: 'c-10', epoch: 1, revision: 10 };
const WAITS = {
  ...{ changed: false, changeSetId: null, epoch: 1, revision: 9 },
  request: { id: 'r-1', number: 12, expiresAt: '2026-11-26T18:30:00.000Z' },
};
const CONFLICT_LINE =
  'hedge_enabled was made false and is true now, set by Rita[2Jroot at 2026-11-26T17:30:00Z.';

beforeAll(async () => {
  server = await scriptedConsole();
});
beforeEach(() => {
  server.asked.length = 0;
  const actor = { kind: 'person', id: 'p1', name: HOSTILE };
  server.answers = {
    rollback: ok(BODY),
    changes: ok({ items: [{ id: 'c-9', at: AT, actor, reason: `why\u0007 ${HOSTILE}` }] }),
    'commands/rollback-matrix': ok(DONE),
    'commands/undo-change-set': ok(DONE),
  };
});
afterAll(async () => {
  await server.close();
  folders.remove();
});

async function bulkhead(line: string, terminal?: Terminal): Promise<Run> {
  const env = cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x' });
  const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const done = await runCli(bulkheadProgram(), args, env, terminal);
  return { ...done, err: stripVTControlCharacters(done.err) };
}
const sent = () => server.asked.filter(({ method }) => method === 'POST');
const typed = (...words: string[]): Terminal => ({ columns: 100, typed: words });

describe('rollback --at', () => {
  const line = "rollback --at 2026-11-26T17:05Z --reason 'back to before'";

  test('shows values, directions and from when they are, asks, and sends the position that was shown', async () => {
    server.answers.rollback = ok({ ...BODY, changes: [routing, threshold] });
    const done = await bulkhead(line, typed('y'));
    expect(done).toMatchObject({ code: 0, out: 'Done: revision 1.10, change set c-10.\n' });
    expect(server.asked[0]?.url).toBe('/api/v1/rollback?at=2026-11-26T17%3A05%3A00Z');
    expect(done.err.split('\n').slice(0, 3)).toEqual([
      `Roll the matrix back to 2026-11-26T17:05:00Z, to the values that held since 2026-11-26T17:00:00Z, at ${server.url}:`,
      '  routing_mode          HL_MODE → NORMAL_MODE  raising',
      "  normal_threshold.BTC  10000 → 5000 (the whole venue's)  reducing",
    ]);
    expect(sent()).toMatchObject([
      { body: { at: '2026-11-26T17:05:00Z', expected: '1.9', reason: 'back to before' } },
    ]);
    expect(await bulkhead(line, typed('n'))).toMatchObject({ code: 2 });
    expect(await bulkhead(line)).toMatchObject({ code: 2, err: expect.stringContaining('say --yes') });
    expect(sent()).toHaveLength(1);
  });

  test('what it asks of people, what it breaks and what stays as it is stand below the difference', async () => {
    server.answers.rollback = ok({
      ...{ ...BODY, changes: [routing], waits: true, missing: ['hedge_max_leverage'] },
      ...{ warnings: ['Tier 1 is above tier 2.'], heldBy: 'INC-7 waits for its review.', owesReview: true },
    });
    server.answers['commands/rollback-matrix'] = ok(WAITS);
    const held = await bulkhead(line, typed('n'));
    expect(held.err).toContain('\nNote: INC-7 waits for its review.\n');
    const waits = await bulkhead(`${line} --incident INC-7 --until 2026-11-26T20:00Z --yes`);
    expect(waits.err.split('\n').slice(2)).toEqual([
      'Note: hedge_max_leverage had no value then and keeps the one it has.',
      'Note: Tier 1 is above tier 2.',
      'Note: it takes a second person, so it is only asked for.',
      '',
    ]);
    expect(waits).toMatchObject({
      code: 11,
      out: 'CR-12 waits for a second person until 2026-11-26T18:30:00.000Z; nothing has changed.\n',
    });
    expect(sent()[0]?.body).toMatchObject({ incident: 'INC-7', until: '2026-11-26T20:00:00Z' });
    const json = await bulkhead(`${line} --yes --json`);
    expect([json.code, JSON.parse(json.out)]).toEqual([11, WAITS]);
    server.answers['commands/rollback-matrix'] = ok(DONE);
    const broken = await bulkhead(`${line} --break-glass INC-8 --yes`);
    expect(broken).toMatchObject({ code: 0, err: expect.stringContaining('it skips the second person') });
    expect(sent()[2]?.body).toMatchObject({ breakGlass: { incident: 'INC-8' } });
  });

  test('a matrix that moved is refused with exit code 6, and a moment without values with 5', async () => {
    server.answers['commands/rollback-matrix'] = refused('conflict', 409, 'The matrix is at 1.10 by now.');
    expect(await bulkhead(`${line} --yes`)).toMatchObject({ code: 6, out: '' });
    server.answers.rollback = refused('not_found', 404, 'The matrix has no values from that time.');
    expect((await bulkhead(`${line} --yes`)).code).toBe(5);
    expect((await bulkhead('rollback --at yesterday --reason why --yes')).code).toBe(2);
    expect(sent()).toHaveLength(1);
  });

  test('values that are there already are no failure', async () => {
    server.answers.rollback = ok({ ...BODY, changes: [], heldBy: 'Every value holds already.' });
    server.answers['commands/rollback-matrix'] = ok({ ...DONE, changed: false, changeSetId: null });
    expect(await bulkhead(line)).toEqual({
      code: 0,
      out: 'The values held already: nothing was changed.\n',
      err: 'Roll the matrix back to 2026-11-26T17:05:00Z, to the values that held since 2026-11-26T17:00:00Z: the values are there already.\n',
    });
  });

  test('asked again after no answer it is the very same, although the matrix has moved by it', async () => {
    server.answers['commands/rollback-matrix'] = hangUp;
    const lost = await bulkhead(`${line} --yes`);
    expect(lost.code).toBe(10);
    const again = /Ask again with --at \S+ (.*)\.\n$/.exec(lost.err)?.[1];
    expect(again).toMatch(/^--expected 1\.9 --idempotency-key \S+$/);
    server.answers.rollback = ok({
      ...BODY,
      revision: 10,
      changes: [],
      heldBy: 'Every value holds already.',
    });
    server.answers['commands/rollback-matrix'] = ok(DONE);
    expect(await bulkhead(`${line} ${again} --yes`)).toMatchObject({
      code: 0,
      out: 'Done: revision 1.10, change set c-10.\n',
    });
    const [first, second] = sent();
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  });
});

describe('switch undo', () => {
  const line = "switch undo c-9 --reason 'wrong venue'";
  beforeEach(() => {
    server.answers.rollback = ok({ ...UNDO, changes: [routing, threshold] });
  });

  test('shows what undoing would do now, not the change set turned round, and is held to it', async () => {
    const done = await bulkhead(`${line} --yes`);
    expect(server.asked[1]?.url).toBe('/api/v1/rollback?changeSetId=c-9');
    expect(done.err.split('\n')).toEqual([
      `Undo what Rita[2Jroot did at 2026-11-26T17:00:00Z (why Rita[2Jroot), at ${server.url}:`,
      '  routing_mode          HL_MODE → NORMAL_MODE  raising',
      "  normal_threshold.BTC  10000 → 5000 (the whole venue's)  reducing",
      '',
    ]);
    expect(sent()[0]?.body).toEqual({ changeSetId: 'c-9', expected: '1.9', reason: 'wrong venue' });
  });

  test('with conflicts a script is refused; at a terminal, or with --skip-conflicts, the rest is undone', async () => {
    server.answers.rollback = ok({ ...UNDO, conflicts: [conflict] });
    const script = await bulkhead(`${line} --yes`);
    expect(script).toMatchObject({ code: 6, out: '' });
    expect(script.err).toMatch(/Nothing was undone\. Undo the rest with --skip-conflicts, /);
    expect(script.err).toContain(`Changed again since: ${CONFLICT_LINE}`);
    expect(sent()).toEqual([]);

    const asked = await bulkhead(line, typed('y'));
    expect(asked.code, asked.err).toBe(0);
    expect(asked.err).toContain('normal_threshold.BTC  10000 → 5000');
    expect(asked.err).toContain(`Changed again since and left as it is: ${CONFLICT_LINE}`);
    expect(asked.err).toContain('Undo the rest?');
    expect((await bulkhead(line, typed('n'))).code).toBe(2);
    await bulkhead(`${line} --skip-conflicts --yes`);
    const body = { changeSetId: 'c-9', skipConflicts: true, expected: '1.9', reason: 'wrong venue' };
    expect(sent().map((one) => one.body)).toEqual([body, body]);
    for (const text of script.err.split('\n')) expect(printable(text)).toBe(text);
  });

  test('without conflicts --skip-conflicts is asked for as it was said; when nothing is left, nothing is sent', async () => {
    server.answers.rollback = ok(UNDO);
    expect((await bulkhead(line, typed('y'))).err).toContain('Do it?');
    expect(sent()[0]?.body).not.toHaveProperty('skipConflicts');
    server.answers.rollback = ok({ ...UNDO, changes: [], conflicts: [conflict], heldBy: 'Changed again.' });
    for (const more of ['', ' --skip-conflicts --yes']) {
      const nothing = await bulkhead(`${line}${more}`, more ? undefined : typed('y'));
      expect(nothing).toMatchObject({ code: 6, err: expect.stringContaining('Nothing is left to undo.') });
    }
    expect(sent()).toHaveLength(1);
  });

  test('asked again after no answer it is the very same, although it is undone by now', async () => {
    server.answers.rollback = ok({ ...UNDO, conflicts: [conflict] });
    server.answers['commands/undo-change-set'] = hangUp;
    const lost = await bulkhead(line, typed('y'));
    const again = /Ask again with (.*)\.\n$/.exec(lost.err)?.[1];
    expect(again).toMatch(/^--skip-conflicts --expected 1\.9 --idempotency-key \S+$/);
    // By the undoing itself the values have changed again since.
    server.answers.rollback = ok({ ...UNDO, revision: 10, changes: [], conflicts: [conflict] });
    server.answers['commands/undo-change-set'] = ok(DONE);
    expect(await bulkhead(`${line} ${again} --yes`)).toMatchObject({ code: 0 });
    const [first, second] = sent();
    expect(second?.body).toEqual(first?.body);
  });

  test('what takes a second person is asked for; a set there is not, or from before a restore, is refused', async () => {
    server.answers['commands/undo-change-set'] = ok(WAITS);
    expect(await bulkhead(`${line} --yes`)).toMatchObject({
      code: 11,
      out: expect.stringMatching(/^CR-12 waits/),
    });
    server.answers.rollback = refused('conflict', 409, 'That change set is from before a restore.');
    expect((await bulkhead(`${line} --yes`)).code).toBe(6);
    server.answers.changes = ok({ items: [] });
    expect((await bulkhead(`${line} --yes`)).code).toBe(5);
    expect(sent()).toHaveLength(1);
  });
});
