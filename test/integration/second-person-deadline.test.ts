// Values that somebody has to come back to: who and when, what is said when the time has passed, and that nothing acts by itself.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { moveDeadline } from '#lib/commands/changes/move-deadline.ts';
import { noteDeadline } from '#lib/commands/changes/note-deadline.ts';
import type { ValueDeadlineView } from '#lib/contract/approvals.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered } from '#test/console-database.ts';
import {
  approvals,
  approves,
  asked,
  audited,
  done,
  earlier,
  INTERVAL,
  inHours,
  noticed,
  openStage,
  outcome,
  reason,
  type Somebody,
  type Stage,
  sentence,
  set,
  settle,
  somebody,
  to,
} from './second-person-stage.ts';

let stage: Stage;
let asker: Somebody;
let admin: Somebody;

beforeAll(async () => {
  stage = await openStage();
  asker = await somebody(stage, 'risk_manager');
  admin = await somebody(stage, 'super_admin');
});
afterAll(() => stage.close());
beforeEach(() => settle(to(500)));

describe('a deadline', () => {
  const of = async (name: string): Promise<ValueDeadlineView | undefined> =>
    (await approvals(admin.actor)).deadlines.find((one) => one.switch === name);
  const move = (deadlineId: string, more: object) =>
    answered(() => execute(moveDeadline, { deadlineId, reason, ...more }, admin.actor));

  test('of a rollback that loosens: four hours, its author, and ended by the next change of the place', async () => {
    await settle(to(true, 'hedge_enabled'));
    const begun = Date.now();
    done(await set(admin.actor, [to(false, 'hedge_enabled')]));
    const deadline = await of('hedge_enabled');
    expect(deadline).toMatchObject({
      kind: 'loosened',
      returnValue: true,
      owner: { id: admin.account.personId },
    });
    const hours = (Date.parse(deadline?.until ?? '') - begun) / 3_600_000;
    expect(hours).toBeGreaterThan(3.99);
    expect(hours).toBeLessThan(4.01);
    done(await set(admin.actor, [to(true, 'hedge_enabled')]));
    expect(await of('hedge_enabled')).toBeUndefined();
    expect(outcome(await move(deadline?.id ?? '', { until: inHours(2) }))).toBe('not_found');
  });

  test('of a temporary value that two agreed on: passed, it is said once, and the value stays', async () => {
    const { id } = await asked(asker.actor, [to(1_000)], {
      until: inHours(1),
      owner: admin.account.personId,
    });
    const { changeSetId } = done(await approves(stage, await somebody(stage, 'super_admin'), id));
    expect(await of(INTERVAL)).toMatchObject({ kind: 'temporary', returnValue: 500, passed: false });
    const note = () => answered(() => execute(noteDeadline, { changeSetId }, SYSTEM));
    expect(done(await note())).toEqual({ changed: false });
    await earlier(stage, 'value_deadlines', ['until'], '61 minutes');
    expect([done(await note()), done(await note())]).toEqual([{ changed: true }, { changed: false }]);
    expect(await audited(stage, 'deadline.passed', INTERVAL)).toBe(1);
    expect((await noticed()).passed).toMatchObject([
      { switch: INTERVAL, owner: { id: admin.account.personId } },
    ]);
    expect(await of(INTERVAL)).toMatchObject({ passed: true, value: 1_000 });
  });

  test('is moved by who may change the switch, ahead, to somebody with access', async () => {
    await settle(to(true, 'hedge_enabled'));
    done(await set(admin.actor, [to(false, 'hedge_enabled')]));
    const { id: deadlineId = '', until = '' } = (await of('hedge_enabled')) ?? {};
    const gone = await somebody(stage, 'risk_manager');
    await stage.owner.query('UPDATE people SET disabled_at = now() WHERE id = $1', [gone.account.personId]);
    const refusals: [object, string][] = [
      [{ until: inHours(-1) }, 'at least a minute ahead'],
      [{ until: inHours(31 * 24) }, 'within 30 days'],
      [{ until: inHours(2), owner: gone.account.personId }, 'Name another'],
      [{ until: inHours(2), owner: '00000000-0000-4000-8000-000000000000' }, 'Name another'],
    ];
    for (const [more, words] of refusals) {
      const refused = await move(deadlineId, more);
      expect([outcome(refused), sentence(refused)]).toEqual([
        'invalid_input',
        expect.stringContaining(words),
      ]);
    }
    const auditor = await somebody(stage, 'auditor');
    const input = { deadlineId, reason, until: inHours(2) };
    expect(outcome(await answered(() => execute(moveDeadline, input, auditor.actor)))).toBe('forbidden');
    const disabled = await set(admin.actor, [to(1_000)], { owner: gone.account.personId });
    expect([outcome(disabled), sentence(disabled)]).toEqual([
      'invalid_input',
      expect.stringContaining('Name another'),
    ]);
    expect(done(await move(deadlineId, { until }))).toEqual({ changed: false });
    const owner = asker.account.personId;
    const later = inHours(6);
    expect(done(await move(deadlineId, { until: later, owner }))).toEqual({ changed: true });
    expect(await of('hedge_enabled')).toMatchObject({ until: later, owner: { id: owner } });
  });
});
