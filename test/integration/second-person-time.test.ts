// Requests and break-glass as time passes and values move: what ends them, and what is said then.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expireRequest } from '#lib/commands/changes/expire-request.ts';
import { leaveLevel } from '#lib/commands/changes/leave-level.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';
import { reviewBreakGlass } from '#lib/commands/changes/review-break-glass.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { codeOf } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import {
  approves,
  asked,
  audited,
  done,
  earlier,
  hashOf,
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
  shown,
  somebody,
  stateOf,
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
beforeEach(async () => {
  await settle(to(501), to(true, 'trading_enabled'));
  await settle(to(500), to(false, 'trading_enabled'));
});

const other = () => somebody(stage, 'super_admin');
const overdue = () => earlier(stage, 'change_requests', ['requested_at', 'expires_at'], '31 minutes');

describe('a request', () => {
  test('ends after half an hour: approved no more, on record once, and asked for again', async () => {
    const { id, number } = await asked(asker.actor, [to(1_000)]);
    const expire = () => answered(() => execute(expireRequest, { requestId: id }, SYSTEM));
    expect(outcome(await expire())).toBe('conflict');
    expect((await noticed()).requests.map((one) => one.id)).toContain(id);
    await overdue();
    expect((await noticed()).requests.map((one) => one.id)).not.toContain(id);
    const late = await approves(stage, await other(), id);
    expect([outcome(late), sentence(late)]).toEqual([
      'conflict',
      `CR-${number} is closed. Its time is over. Ask again.`,
    ]);
    expect(done(await expire())).toEqual({ changed: true });
    expect(done(await expire())).toEqual({ changed: false });
    expect(await audited(stage, 'change-request.expired', `CR-${number}`)).toBe(1);
    const again = await asked(asker.actor, [to(1_000)]);
    expect(outcome(await approves(stage, await other(), again.id))).toBe('done');
  });

  test('asked for again before the job came by: the old one ends on record, once', async () => {
    const { id, number } = await asked(asker.actor, [to(1_000)]);
    await overdue();
    await asked(asker.actor, [to(1_000)]);
    expect(await stateOf(stage, id)).toBe('expired');
    expect(done(await answered(() => execute(expireRequest, { requestId: id }, SYSTEM)))).toEqual({
      changed: false,
    });
    expect(await audited(stage, 'change-request.expired', `CR-${number}`)).toBe(1);
  });

  test('is void once a value in it moves, and shows what it would be now', async () => {
    const { id } = await asked(asker.actor, [to(1_000)]);
    await settle(to(250));
    expect(await shown(admin.actor, id)).toMatchObject({
      state: 'void',
      changes: [{ oldValue: 500, newValue: 1_000 }],
      changesNow: [{ oldValue: 250, newValue: 1_000 }],
    });
    const late = await approves(stage, await other(), id);
    expect([outcome(late), sentence(late)]).toEqual(['conflict', expect.stringContaining('it is void')]);
  });

  test('approving one of two about a place makes the other void', async () => {
    const one = await asked(asker.actor, [to(1_000)]);
    const two = await asked(admin.actor, [to(1_500), to(true, 'trading_enabled')]);
    const { changeSetId } = done(await approves(stage, await other(), one.id));
    expect(await shown(admin.actor, two.id)).toMatchObject({ state: 'void', voidedBy: { changeSetId } });
    expect(outcome(await approves(stage, await other(), two.id))).toBe('conflict');
  });

  test('with only another deadline or owner is refused while the first waits; for other values it is not', async () => {
    const { number } = await asked(asker.actor, [to(1_000)], { until: inHours(2) });
    for (const more of [
      { until: inHours(3) },
      {},
      { owner: admin.account.personId },
      { until: inHours(2), owner: admin.account.personId },
    ]) {
      const twin = await set(admin.actor, [to(1_000)], more);
      expect([outcome(twin), sentence(twin)]).toEqual([
        'conflict',
        expect.stringContaining(`CR-${number} asks for the same values, with another deadline`),
      ]);
    }
    await asked(admin.actor, [to(1_100)], { until: inHours(3) });
    await overdue();
    await asked(admin.actor, [to(1_000)], { until: inHours(3) });
  });

  test('whose end has passed before anybody approved says what to do', async () => {
    const { id, number } = await asked(asker.actor, [to(1_000)], { until: inHours(0.25) });
    await stage.owner.query('ALTER TABLE change_requests DISABLE TRIGGER USER');
    await stage.owner.query("UPDATE change_requests SET until = now() - interval '1 minute' WHERE id = $1", [
      id,
    ]);
    await stage.owner.query('ALTER TABLE change_requests ENABLE TRIGGER USER');
    const late = await approves(stage, await other(), id);
    expect([outcome(late), sentence(late)]).toEqual([
      'conflict',
      expect.stringMatching(new RegExp(`^The values of CR-${number} were to hold until .*ask again`)),
    ]);
  });
});

describe('under a bundle', () => {
  test('a press that changes no value makes requests about its switches void, and names who pressed', async () => {
    await settle(
      to('HL_MODE', 'routing_mode'),
      to(false, 'global_betting_enabled'),
      to(false, 'new_orders_enabled'),
      to(false, 'hedge_enabled'),
      to(false, 'liquidation_enabled'),
    );
    const about = await asked(asker.actor, [to('NORMAL_MODE', 'routing_mode')]);
    const beside = await asked(asker.actor, [to(true, 'trading_enabled')]);
    const pressed = done(await answered(() => execute(pressLevel, { level: 2, reason }, admin.actor)));
    expect(pressed).toMatchObject({ changed: false, changeSetId: null });
    expect(await shown(admin.actor, about.id)).toMatchObject({
      state: 'void',
      changesNow: null,
      voidedBy: { changeSetId: null, name: admin.actor.kind === 'person' && admin.actor.name },
    });
    expect(await audited(stage, 'change-request.voided', `CR-${about.number}`)).toBe(1);
    expect(outcome(await approves(stage, await other(), about.id))).toBe('conflict');
    expect(await stateOf(stage, beside.id)).toBe('open');
    done(await answered(() => execute(leaveLevel, { reason }, admin.actor)));
  });
});

describe('break-glass', () => {
  /** By this person, proven with the code of so many steps from now: each is good once. */
  const breaks = ({ account, actor }: Somebody, incident: string) =>
    set(actor, [to(1_000)], { breakGlass: { incident } }, { kind: 'totp', code: codeOf(account, -1) });
  const reviews = ({ account, actor }: Somebody, breakGlassId: string) => {
    const stepUp = { kind: 'totp', code: codeOf(account) } as const;
    return answered(() =>
      execute(reviewBreakGlass, { breakGlassId, note: 'Looked right' }, actor, { stepUp }),
    );
  };

  test('asks for a proof; its debt holds up raising by everybody, outside its incident, until another reviews it', async () => {
    await settle(to(true, 'hedge_enabled'), to(3, 'hedge_max_leverage'));
    const waiting = await asked(admin.actor, [to(true, 'trading_enabled')]);
    const incident = { incident: 'INC-42' };
    expect(outcome(await set(asker.actor, [to(1_000)], { breakGlass: incident }))).toBe('step_up_required');
    const unnamed = await set(asker.actor, [to(1_000)], { breakGlass: { incident: '!' } });
    expect([outcome(unnamed), sentence(unnamed)]).toEqual([
      'invalid_input',
      expect.stringContaining('Name the incident'),
    ]);
    const broken = done(await breaks(asker, 'INC-42'));
    expect(broken).toMatchObject({ changed: true });
    const { debts } = await noticed();
    expect(debts).toMatchObject([{ ...incident, usedBy: { id: asker.account.personId } }]);
    const debt = debts[0]?.id ?? '';

    const raise = [to(4, 'hedge_max_leverage')];
    for (const held of [
      await set(admin.actor, raise),
      await set(admin.actor, raise, { incident: 'INC-43' }),
      await set(admin.actor, [to(1_400)]),
      await approves(stage, await other(), waiting.id),
    ])
      expect([outcome(held), sentence(held)]).toEqual([
        'break_glass_debt',
        expect.stringContaining('INC-42'),
      ]);
    expect(outcome(await set(admin.actor, [to(2, 'hedge_max_leverage')]))).toBe('done');
    expect(outcome(await set(admin.actor, raise, incident))).toBe('done');

    expect(outcome(await reviews(asker, debt))).toBe('forbidden');
    expect(outcome(await reviews(await somebody(stage, 'auditor'), debt))).toBe('forbidden');
    expect(outcome(await reviews(await other(), debt))).toBe('done');
    expect(outcome(await reviews(await other(), debt))).toBe('conflict');
    expect((await noticed()).debts).toEqual([]);
    expect(outcome(await approves(stage, await other(), waiting.id))).toBe('done');
  });

  test('holds up leaving a level as well', async () => {
    await settle(
      to(true, 'global_betting_enabled'),
      to('BETTING_MODE', 'routing_mode'),
      to(true, 'hedge_enabled'),
    );
    const late = await somebody(stage, 'risk_manager');
    done(await answered(() => execute(pressLevel, { level: 1, reason }, admin.actor)));
    done(await breaks(late, 'INC-50'));
    const left = await answered(() => execute(leaveLevel, { reason }, admin.actor));
    const debt = (await noticed()).debts[0]?.id ?? '';
    done(await reviews(await other(), debt));
    expect(outcome(left)).toBe('break_glass_debt');
    const { request } = done(await answered(() => execute(leaveLevel, { reason }, admin.actor)));
    expect(outcome(await approves(stage, await other(), request?.id ?? ''))).toBe('done');
  });
});

test('an emergency stop over values that hold already: what waits about them is void, and what comes later is latched', async () => {
  await settle(
    ...['trading_enabled', 'new_orders_enabled', 'strategies_enabled', 'global_betting_enabled'].map((name) =>
      to(false, name),
    ),
    to('HL_MODE', 'routing_mode'),
  );
  const about = await asked(asker.actor, [to(true, 'trading_enabled')]);
  const beside = await asked(asker.actor, [to(1_000)]);
  const stop = done(await answered(() => execute(emergencyStop, { reason, confirm: 'STOP' }, admin.actor)));
  expect(stop.changeSetId).toBe(null);
  expect(await shown(admin.actor, about.id)).toMatchObject({
    state: 'void',
    voidedBy: { changeSetId: null },
  });
  expect(outcome(await set(asker.actor, [to(true, 'trading_enabled')]))).toBe('latched');
  expect(await hashOf(stage, beside.id)).toMatch(/^[0-9a-f]{64}$/);
  expect(outcome(await approves(stage, await other(), beside.id))).toBe('done');
});
