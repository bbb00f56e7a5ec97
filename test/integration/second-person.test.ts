// The second person: who may agree, how they prove it, and that however many press at once one change set comes of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { approveChange } from '#lib/commands/changes/approve-change.ts';
import { refuseChange } from '#lib/commands/changes/refuse-change.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { withdrawChange } from '#lib/commands/changes/withdraw-change.ts';
import { stepUpDetails } from '#lib/contract/access.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import type { StepUpProof } from '#lib/write/step-up.ts';
import { challengeIn } from '#test/authenticator.ts';
import { codeOf } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import {
  approves,
  asked,
  counted,
  done,
  enrol,
  hashOf,
  openStage,
  outcome,
  reason,
  type Somebody,
  type Stage,
  sentence,
  set,
  settle,
  signedFor,
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
  await settle(to(500), to(false, 'withdrawal_enabled'));
  // Makes void what an earlier test left open.
  await settle(to(499), to(true, 'withdrawal_enabled'));
  await settle(to(500), to(false, 'withdrawal_enabled'));
});

const approve = (by: Somebody, input: object, stepUp?: StepUpProof, idempotencyKey?: string) =>
  answered(() => execute(approveChange, input, by.actor, { stepUp, idempotencyKey }));
const inputOf = async (requestId: string) => ({ requestId, diffHash: await hashOf(stage, requestId) });
const setsOf = (requestId: string) => counted(stage, 'change_sets', `request_id = '${requestId}'`);

describe('the proof', () => {
  test('a code: approved by another, and both stand in the change set', async () => {
    const { id, number } = await asked(asker.actor, [to(1_000)]);
    const second = await somebody(stage, 'risk_manager');
    expect(outcome(await approve(second, await inputOf(id)))).toBe('step_up_required');
    expect(await stateOf(stage, id)).toBe('open');
    const answer = done(await approves(stage, second, id));
    const { rows } = await stage.owner.query('SELECT * FROM change_sets WHERE id = $1', [answer.changeSetId]);
    expect(rows[0]).toMatchObject({
      ...{ authority: 'approved', request_id: id, approved_by: second.account.personId },
      ...{ actor_id: asker.account.personId, reason, revision: String(answer.revision) },
    });
    const log = await stage.owner.query(
      "SELECT actor_id, details FROM audit_log WHERE kind = 'change-request.approved' AND subject = $1",
      [`CR-${number}`],
    );
    expect(log.rows).toMatchObject([{ actor_id: second.account.personId }]);
    expect(JSON.parse(log.rows[0].details)).toMatchObject({ provenBy: 'code' });
  });

  test('a passkey answers for one request and its difference, once', async () => {
    const second = await somebody(stage, 'super_admin');
    const passkey = await enrol(second);
    const first = await asked(asker.actor, [to(1_000)]);
    const other = await asked(admin.actor, [to(true, 'withdrawal_enabled')]);
    const refused = await approve(second, await inputOf(first.id));
    if (refused.ok) throw new Error('it asked for no proof');
    const offer = stepUpDetails(refused.error.details)?.passkey;
    if (!offer) throw new Error('it offered no passkey');
    const response = passkey.get(challengeIn(offer.options));
    const proof = { kind: 'passkey', nonce: offer.nonce, response } as const;
    const elsewhere = { ...(await inputOf(first.id)), diffHash: await hashOf(stage, other.id) };
    for (const input of [await inputOf(other.id), elsewhere])
      expect(outcome(await approve(second, input, proof))).toBe('step_up_required');
    expect(outcome(await approve(second, await inputOf(first.id), proof))).toBe('done');
    expect(outcome(await approve(second, await inputOf(first.id), proof))).toBe('step_up_required');
    expect(await stateOf(stage, other.id)).toBe('open');
  });

  test('the hash of another difference approves nothing', async () => {
    const { id } = await asked(asker.actor, [to(1_000)]);
    const second = await somebody(stage, 'risk_manager');
    const wrong = await approve(
      second,
      { requestId: id, diffHash: 'a'.repeat(64) },
      { kind: 'totp', code: codeOf(second.account) },
    );
    expect([outcome(wrong), sentence(wrong)]).toEqual(['conflict', expect.stringContaining('Open it again')]);
    expect(await stateOf(stage, id)).toBe('open');
  });

  test('a repeat with the same key: the same answer, and no second proof', async () => {
    const { id } = await asked(asker.actor, [to(1_000)]);
    const second = await somebody(stage, 'risk_manager');
    const proof = { kind: 'totp', code: codeOf(second.account) } as const;
    const once = await approve(second, await inputOf(id), proof, 'approve-once');
    const again = await approve(second, await inputOf(id), undefined, 'approve-once');
    expect(again).toMatchObject({ ok: true, replayed: true, value: done(once) });
    expect(await setsOf(id)).toBe(1);
  });
});

describe('who', () => {
  test('not who asked: by session, by their own token, or as super admin', async () => {
    const { id } = await asked(admin.actor, [to(1_000)]);
    const token = { ...admin, actor: await actorOfBearer(admin.account.token) };
    for (const [at, by] of [admin, token].entries()) {
      const stepUp = { kind: 'totp', code: codeOf(admin.account, at - 1) } as const;
      const own = await approve(by, await inputOf(id), stepUp);
      expect([outcome(own), sentence(own)]).toEqual(['forbidden', expect.stringContaining('somebody else')]);
    }
    expect(await stateOf(stage, id)).toBe('open');
  });

  test('not who may change only some of its switches', async () => {
    const { id } = await asked(admin.actor, [to(1_000), to(true, 'withdrawal_enabled')]);
    expect(outcome(await approves(stage, await somebody(stage, 'risk_manager'), id))).toBe('forbidden');
    expect(outcome(await approves(stage, await somebody(stage, 'auditor'), id))).toBe('forbidden');
    expect(outcome(await approves(stage, await somebody(stage, 'super_admin'), id))).toBe('done');
  });

  // Their actor was made before: a request that was on its way while somebody else took the role away.
  test.each([
    ['demoted', 'DELETE FROM person_roles WHERE person_id = $1'],
    ['disabled', 'UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1'],
  ])(
    'an approver who was %s between opening and approving, even with the request on its way',
    async (_how, sql) => {
      const { id } = await asked(asker.actor, [to(1_000)]);
      const second = await somebody(stage, 'risk_manager');
      await stage.owner.query(sql, [second.account.personId]);
      expect(outcome(await approves(stage, second, id))).toBe('forbidden');
      const refused = await answered(() => execute(refuseChange, { requestId: id, reason }, second.actor));
      expect(outcome(refused)).toBe('forbidden');
      expect(await stateOf(stage, id)).toBe('open');
    },
  );

  test.each([
    ['demoted', 'DELETE FROM person_roles WHERE person_id = $1', 'may not ask for'],
    ['disabled', 'UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1', 'has no access any more'],
  ])('a requester who was %s since', async (_how, sql, words) => {
    const former = await somebody(stage, 'risk_manager');
    const { id } = await asked(former.actor, [to(1_000)]);
    await stage.owner.query(sql, [former.account.personId]);
    const late = await approves(stage, await somebody(stage, 'risk_manager'), id);
    expect([outcome(late), sentence(late)]).toEqual(['conflict', expect.stringContaining(words)]);
    expect(await setsOf(id)).toBe(0);
  });

  test('an owner who was disabled since: said, and nothing begins without one', async () => {
    const keeper = await somebody(stage, 'risk_manager');
    const { id } = await asked(asker.actor, [to(1_000)], { owner: keeper.account.personId });
    await stage.owner.query('UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1', [
      keeper.account.personId,
    ]);
    const late = await approves(stage, await somebody(stage, 'risk_manager'), id);
    expect([outcome(late), sentence(late)]).toEqual(['conflict', expect.stringContaining('another owner')]);
  });
});

test.each([
  { authority: 'approved' },
  { approved: true },
  { approvedBy: 'x' },
  { requestedBy: 'x' },
  { waits: false },
  { terms: { approved: true } },
  { bundle: 'level' },
])('a body with %j is refused whole', async (extra) => {
  const before = [await counted(stage, 'change_requests'), await counted(stage, 'change_sets')];
  expect(outcome(await set(asker.actor, [to(1_000)], extra))).toBe('invalid_input');
  expect(outcome(await set(asker.actor, [{ ...to(1_000), ...extra }]))).toBe('invalid_input');
  const { id } = await asked(asker.actor, [to(1_500)]);
  const input = { ...(await inputOf(id)), ...extra };
  expect(outcome(await approve(admin, input))).toBe('invalid_input');
  expect([await counted(stage, 'change_requests'), await counted(stage, 'change_sets')]).toEqual([
    (before[0] ?? 0) + 1,
    before[1],
  ]);
});

describe('at once', () => {
  /** Every answer but those that did it is a refusal that says so. */
  function others(results: readonly Executed<unknown>[]): string[] {
    return [...new Set(results.filter((one) => !one.ok).map(outcome))];
  }

  test('twenty ask for the same: one request, and the others are told its number', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        answered(() => execute(setSwitches, { changes: [to(1_200)], reason }, asker.actor)),
      ),
    );
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect(others(results)).toEqual(['conflict']);
    expect(await counted(stage, 'change_requests', "state = 'open'")).toBe(1);
  });

  test('a hundred approvals by four people: one change set, one entry, the others a conflict', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => somebody(stage, 'risk_manager')));
    const keys = await Promise.all(people.map(enrol));
    const { id, number } = await asked(asker.actor, [to(1_000)]);
    const input = await inputOf(id);
    const attempts = Array.from({ length: 100 }, (_, n) => {
      const [who, passkey] = [people[n % 4], keys[n % 4]];
      if (!who || !passkey) throw new Error('there are four of each');
      const options = { stepUp: signedFor(who, passkey, input), idempotencyKey: `hundred-${n}` };
      return () => execute(approveChange, input, who.actor, options);
    });
    const results = await Promise.all(attempts.map((attempt) => attempt()));
    // Whom a busy machine told that nothing was changed, and to try again, does so: with the same key and the same proof.
    for (const [n, attempt] of attempts.entries())
      if (outcome(results[n] as Executed<unknown>) === 'unavailable') results[n] = await answered(attempt);
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect(others(results)).toEqual(['conflict']);
    expect(await setsOf(id)).toBe(1);
    const entries = `kind = 'change-request.approved' AND subject = 'CR-${number}'`;
    expect(await counted(stage, 'audit_log', entries)).toBe(1);
  }, 60_000);

  test('approve, refuse and withdraw: one of them happens, wholly', async () => {
    const second = await somebody(stage, 'risk_manager');
    const passkey = await enrol(second);
    for (let round = 0; round < 3; round++) {
      const { id } = await asked(asker.actor, [to(1_000 + round)]);
      const input = await inputOf(id);
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, n) => {
          if ((n + round) % 3 === 0) return approve(second, input, signedFor(second, passkey, input));
          return (n + round) % 3 === 1
            ? answered(() => execute(refuseChange, { requestId: id, reason }, admin.actor))
            : answered(() => execute(withdrawChange, { requestId: id }, asker.actor));
        }),
      );
      expect(results.filter((one) => one.ok)).toHaveLength(1);
      expect(others(results)).toEqual(['conflict']);
      const state = await stateOf(stage, id);
      expect(['approved', 'refused', 'withdrawn']).toContain(state);
      expect(await setsOf(id)).toBe(state === 'approved' ? 1 : 0);
      await settle(to(500));
    }
  });
});
