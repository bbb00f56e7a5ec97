// Notifications on a real database, to a server that stands for Slack, PagerDuty and a webhook: in order, at least once, honest.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOTIFYING } from '#lib/catalog/on-call.ts';
import { confirmFiring } from '#lib/commands/alerts/confirm-firing.ts';
import { confirmStorm } from '#lib/commands/alerts/confirm-storm.ts';
import { escalateFiring } from '#lib/commands/alerts/escalate-firing.ts';
import { resolveFiring } from '#lib/commands/alerts/resolve-firing.ts';
import { sendAgain } from '#lib/commands/alerts/send-again.ts';
import { setChannel } from '#lib/commands/alerts/set-channel.ts';
import { takeDeliveries } from '#lib/commands/alerts/take-deliveries.ts';
import type { NotificationsBody } from '#lib/contract/on-call.ts';
import { createLog } from '#lib/process/log.ts';
import { readNotifications } from '#lib/reads/alerts/read-notifications.ts';
import { ask } from '#lib/reads/read.ts';
import { type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { dueChannels, leaseChannel } from '#lib/store/alerts/outbox.ts';
import { database } from '#lib/store/client.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { databaseFailure } from '#lib/write/database-failure.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { openReceiver, type Receiver } from '#test/receiver.ts';
import { type Delivering, deliver } from '#worker/notification-rounds.ts';
import { signatureOf } from '#worker/signature.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let receiver: Receiver;

const admin = person('super_admin');
const oli: PersonActor = {
  ...person('operations'),
  name: 'Oli',
  id: randomUUID(),
  email: 'oli@test.invalid',
};
const ria: PersonActor = {
  ...person('risk_manager'),
  name: 'Ria',
  id: randomUUID(),
  email: 'ria@test.invalid',
};

const around = {
  consoleUrl: 'https://bulkhead.example',
  allowPrivate: true,
  log: createLog('test', { level: 'silent' }),
};
const never = new AbortController().signal;
/** What a round of the worker does, ended when every channel is done; like the worker, again when the machine is too busy. */
async function deliverDue(how: Delivering, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const due = await dueChannels(database());
      await Promise.all(due.map(({ id }) => deliver(id, how, signal)));
      return;
    } catch (error) {
      if (tries === 5 || databaseFailure(error) === 'bug') throw error;
      await owner.query('UPDATE channels SET lease_id = NULL, leased_until = NULL');
    }
  }
}
const round = () => deliverDue(around, never);

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, admin, oli, ria);
});

beforeEach(async () => {
  await owner.query('TRUNCATE notifications, pagerduty_deliveries, test_calls, test_pages, channels');
  await owner.query('TRUNCATE deliveries, rejected_alerts, firings, firing_notes');
  receiver = await openReceiver();
});

afterEach(() => receiver.close());

afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function done<A>(
  command: AnyCommand,
  input: unknown,
  actor: PersonActor | typeof SYSTEM = SYSTEM,
): Promise<A> {
  const result = await answered(() => execute(command, input, actor));
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value as A;
}

type Kind = 'slack' | 'pagerduty' | 'webhook';

/** A channel as set-channel writes it, without the step-up that only a person can give. Answers its id and secret. */
async function channel(kind: Kind, fromStep = 0): Promise<{ id: string; secret: string | null }> {
  const settings = {
    slack: { kind, url: `${receiver.url}/slack` },
    pagerduty: { kind, routingKey: 'R'.repeat(32), eventsUrl: `${receiver.url}/pagerduty` },
    webhook: { kind, url: `${receiver.url}/webhook` },
  }[kind];
  const input = setChannel.input.parse({ name: `${kind} ${fromStep}`, fromStep, settings });
  return database().$transaction(async (tx) => {
    const { state, now } = await setChannel.load(tx, input, admin, undefined);
    const decided = setChannel.decide(state, input, admin, { now, id: randomUUID() });
    if (!decided.ok || decided.value.next === null) throw new Error('the channel was not made');
    await setChannel.save(tx, decided.value.next, state, admin);
    return { id: decided.value.answer.channelId, secret: decided.value.answer.secret };
  });
}

/** An alert that comes in and whose chain has not begun; answers the id of its firing. */
async function arrive(fingerprint: string, labels?: Record<string, string>): Promise<string> {
  const alert = {
    ...{ status: 'firing', fingerprint, startsAt: new Date().toISOString(), annotations: {} },
    labels: labels ?? { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected' },
  };
  await owner.query("INSERT INTO deliveries (source, key_id, body) VALUES ('alertmanager', $1, $2)", [
    ...[randomUUID(), Buffer.from(JSON.stringify({ alerts: [alert] }))],
  ]);
  await done(takeDeliveries, {});
  const { rows } = await owner.query('SELECT id FROM firings WHERE fingerprint = $1', [fingerprint]);
  return rows[0].id;
}

/** An alert that comes in and whose chain begins; answers the id of its firing. */
async function fire(fingerprint = 'hl-1'): Promise<string> {
  const firingId = await arrive(fingerprint);
  await done(escalateFiring, { firingId });
  return firingId;
}

async function notifications(): Promise<NotificationsBody> {
  const read = await ask(readNotifications, {}, admin);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** State and kind of each, oldest first. */
async function states(): Promise<string[]> {
  return (await notifications()).items.map(({ state, kind }) => `${state} ${kind}`).reverse();
}

/** What waits may be tried now: time passes by SQL. */
async function later(): Promise<void> {
  await owner.query("UPDATE notifications SET next_at = clock_timestamp() WHERE state = 'waiting'");
  await owner.query('UPDATE channels SET rests_until = NULL');
}

describe('what is told', () => {
  test('each change of a firing is written with it and delivered in order, with one key for PagerDuty', async () => {
    await channel('pagerduty');
    const firingId = await fire();
    await done(confirmFiring, { firingId }, oli);
    await done(resolveFiring, { firingId, reason: 'HL is back' }, oli);
    receiver.answer({ status: 202 });
    await round();
    expect(receiver.received.map(({ body }) => [body.event_action, body.dedup_key])).toEqual([
      ['trigger', `bulkhead-firing-${firingId}`],
      ['acknowledge', `bulkhead-firing-${firingId}`],
      ['resolve', `bulkhead-firing-${firingId}`],
    ]);
    expect(await states()).toEqual([
      'delivered alert.escalated',
      'delivered alert.confirmed',
      'delivered alert.resolved',
    ]);
  });

  test('the first step names operations and that nobody is on call; the risk managers are told at their step', async () => {
    await channel('webhook');
    const firingId = await fire();
    await owner.query('UPDATE firings SET next_step_at = now(), fired_at = fired_at WHERE id = $1', [
      firingId,
    ]);
    await owner.query('ALTER TABLE firings DISABLE TRIGGER firings_keep');
    await owner.query("UPDATE firings SET fired_at = fired_at - interval '2 minutes' WHERE id = $1", [
      firingId,
    ]);
    await owner.query('ALTER TABLE firings ENABLE TRIGGER firings_keep');
    await done(escalateFiring, { firingId });
    await round();
    expect(receiver.received.map(({ body }) => body.data)).toMatchObject([
      { step: 0, told: [{ name: 'Oli', as: 'operations' }], nobodyOnCall: true },
      { step: 1, told: [{ name: 'Ria', as: 'risk manager' }], why: 'nobody confirmed within 2 minutes' },
    ]);
  });

  test('a storm that one person confirms is acknowledged firing by firing; what nobody was told of is not', async () => {
    await channel('pagerduty');
    const first = await fire('hl-1');
    await arrive('hl-2');
    const { rows } = await owner.query('SELECT clock_timestamp() AS now');
    const until = rows[0].now.toISOString();
    await done(confirmStorm, { firingId: first, until }, oli);
    const { rows: told } = await owner.query(
      "SELECT firing_id FROM notifications WHERE kind = 'alert.confirmed'",
    );
    expect(told).toEqual([{ firing_id: first }]);
  });

  test('a channel of a later step hears nothing of a firing that was confirmed in time', async () => {
    await channel('slack', 2);
    const firingId = await fire();
    await done(confirmFiring, { firingId }, oli);
    expect(await states()).toEqual([]);
  });

  test('a write that is rolled back tells nothing', async () => {
    await channel('slack');
    const firingId = await fire();
    const before = await states();
    await owner.query(`CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'BH001'; END $$`);
    await owner.query(
      'CREATE TRIGGER refuse BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_audit()',
    );
    const refused = await execute(confirmFiring, { firingId }, oli);
    await owner.query('DROP TRIGGER refuse ON audit_log');
    await owner.query('DROP FUNCTION refuse_audit');
    expect(refused.ok).toBe(false);
    expect(await states()).toEqual(before);
  });
});

describe('a channel that does not take it', () => {
  test('500, 429 and nothing for as long as it likes: afterwards everything arrives, in order, each once', async () => {
    await channel('pagerduty');
    const firingId = await fire();
    await done(confirmFiring, { firingId }, oli);
    const troubles = [{ status: 500 }, { status: 429, headers: { 'retry-after': '120' } }, 'cut'] as const;
    // Ten minutes of it: time passes by SQL, attempt after attempt.
    for (let attempt = 0; attempt < 24; attempt++) {
      receiver.answer(troubles[attempt % 3] ?? 'cut');
      await round();
      await later();
    }
    expect(new Set(receiver.received.map(({ body }) => body.event_action))).toEqual(new Set(['trigger']));
    expect(await states()).toEqual(['waiting alert.escalated', 'waiting alert.confirmed']);
    const tried = receiver.received.length;
    expect(tried).toBe(24);
    await done(resolveFiring, { firingId, reason: 'HL is back' }, oli);
    receiver.answer({ status: 202 });
    await round();
    const taken = receiver.received.slice(tried).map(({ body }) => body.event_action);
    expect(taken).toEqual(['trigger', 'acknowledge', 'resolve']);
  });

  test('it says why it waits, how often it was tried and when next', async () => {
    const { id } = await channel('slack');
    await fire();
    receiver.answer({ status: 429, headers: { 'retry-after': '120' } });
    await round();
    const { channels, items, now } = await notifications();
    expect(channels).toMatchObject([{ id, waiting: 1, problem: 'It answered 429.', lastDeliveredAt: null }]);
    expect(items).toMatchObject([{ state: 'waiting', attempts: 1, problem: 'It answered 429.' }]);
    expect(Date.parse(items[0]?.nextAt ?? '') - Date.parse(now)).toBeGreaterThan(60_000);
    await round();
    // Not before it asked to be.
    expect(receiver.received).toHaveLength(1);
  });

  test('a refusal for good stops that one, with its reason, and not the next', async () => {
    await channel('pagerduty');
    const firingId = await fire();
    await done(confirmFiring, { firingId }, oli);
    receiver.answer({ status: 400 }, { status: 202 });
    await round();
    const { items } = await notifications();
    expect(items.map(({ state, problem }) => [state, problem]).reverse()).toEqual([
      ['failed', 'It answered 400.'],
      ['delivered', null],
    ]);
  });

  test('one channel that is away holds up no other', async () => {
    await channel('slack');
    await channel('webhook');
    await fire();
    receiver.answer('silent', { status: 200 });
    const stop = new AbortController();
    const rounds = deliverDue(around, stop.signal);
    await receiver.came(2);
    await expect
      .poll(async () => (await notifications()).items.filter(({ state }) => state === 'delivered').length, {
        timeout: 30_000,
      })
      .toBe(1);
    stop.abort();
    await rounds;
  });
});

describe('a storm', () => {
  const minor = (number: number) => arrive(`minor-${number}`, { alertname: 'Minor', priority: 'P1' });
  async function storm(size: number): Promise<string[]> {
    const ids: string[] = [];
    for (let number = 0; number < size; number++) ids.push(await minor(number));
    return ids;
  }
  const events = () => receiver.received.map(({ body }) => `${body.event_action} ${body.dedup_key}`);

  test('does not hold up a P0: it goes first, and each firing keeps its own order', async () => {
    await channel('pagerduty');
    const minors = await storm(6);
    for (const firingId of minors) await done(resolveFiring, { firingId, reason: 'It went away' }, oli);
    const pressing = await fire();
    await done(confirmFiring, { firingId: pressing }, oli);
    receiver.answer({ status: 202 });
    await round();
    expect(events()[0]).toBe(`trigger bulkhead-firing-${pressing}`);
    expect(events()).toHaveLength(14);
    for (const id of [...minors, pressing]) {
      const own = events().filter((event) => event.endsWith(id));
      const end = id === pressing ? 'acknowledge' : 'resolve';
      expect(own).toEqual([`trigger bulkhead-firing-${id}`, `${end} bulkhead-firing-${id}`]);
    }
  });

  test('that is not answered has so many under way and no more, and a P0 finds the place that is kept for it', async () => {
    await channel('pagerduty');
    const most = NOTIFYING.mostAtOnce.pagerduty;
    await storm(most + 3);
    receiver.answer('silent');
    const stop = new AbortController();
    const rounds = deliverDue(around, stop.signal);
    await receiver.came(most - 1);
    const pressing = await fire();
    await receiver.came(most);
    expect(events().at(-1)).toBe(`trigger bulkhead-firing-${pressing}`);
    const { rows } = await owner.query('SELECT count(*)::int AS begun FROM notifications WHERE attempts > 0');
    expect(rows).toEqual([{ begun: most }]);
    stop.abort();
    await rounds;
    // Dead with all of them on their way: each is sent again under its key, and nothing is lost.
    await owner.query("UPDATE channels SET leased_until = clock_timestamp() - interval '1 second'");
    receiver.answer({ status: 202 });
    await round();
    expect(new Set(events()).size).toBe(most + 4);
    expect(new Set(await states())).toEqual(new Set(['delivered alert.fired', 'delivered alert.escalated']));
  });

  test.each([[{ status: 500 }], [{ status: 429, headers: { 'retry-after': '60' } }], ['cut' as const]])(
    'finds out once that the channel is in trouble (%j), and the P0 is the first to be tried after it',
    async (trouble) => {
      const { id } = await channel('pagerduty');
      await storm(5);
      receiver.answer(trouble);
      await round();
      // Those that were under way together; the others wait without trying.
      expect(receiver.received.length).toBeLessThan(NOTIFYING.mostAtOnce.pagerduty);
      const tried = receiver.received.length;
      const pressing = await fire();
      await round();
      expect(receiver.received).toHaveLength(tried);
      const { rows } = await owner.query('SELECT troubles, rests_until > now() AS rests FROM channels');
      expect(rows).toEqual([{ troubles: 1, rests: true }]);
      expect((await notifications()).channels).toMatchObject([{ id, waiting: 6 }]);
      await later();
      receiver.answer({ status: 202 });
      await round();
      expect(events()[tried]).toBe(`trigger bulkhead-firing-${pressing}`);
      expect(new Set((await states()).map((state) => state.split(' ')[0]))).toEqual(new Set(['delivered']));
    },
  );

  test('one that is never taken holds up what follows it in its lane, and nothing else', async () => {
    await channel('webhook');
    const bad = await minor(0);
    receiver.answer({ status: 500 });
    await round();
    await done(resolveFiring, { firingId: bad, reason: 'It went away' }, oli);
    await minor(1);
    // The channel may be asked again; the one that failed waits on.
    await owner.query('UPDATE channels SET rests_until = NULL');
    await owner.query("UPDATE notifications SET next_at = now() + interval '1 hour' WHERE attempts > 0");
    receiver.answer({ status: 200 });
    await round();
    expect(await states()).toEqual([
      'waiting alert.fired',
      'waiting alert.resolved',
      'delivered alert.fired',
    ]);
  });
});

describe('sent again by hand', () => {
  const failedOne = async () => {
    const [found] = (await notifications()).items.filter(({ state }) => state === 'failed');
    if (!found) throw new Error('nothing failed');
    return found;
  };
  const again = async (notificationId: string) => answered(() => execute(sendAgain, { notificationId }, oli));

  test('what failed goes out once more, by whom is on record, and a second press changes nothing', async () => {
    await channel('slack');
    await fire();
    receiver.answer({ status: 404 });
    await round();
    const { id, problem, heldFromSending } = await failedOne();
    expect([problem, heldFromSending]).toEqual(['It answered 404.', null]);
    expect(await again(id)).toMatchObject({ ok: true, value: { changed: true } });
    expect(await again(id)).toMatchObject({ ok: true, value: { changed: false } });
    receiver.answer({ status: 200 });
    await round();
    expect(await states()).toEqual(['delivered alert.escalated']);
    // It was refused: nobody has to be told that it may be a repeat.
    expect(JSON.stringify(receiver.received.at(-1)?.body)).not.toContain('Sent again');
    const { rows } = await owner.query(
      "SELECT actor_id, old_value FROM audit_log WHERE kind = 'notification.sent_again' AND details::jsonb->>'notificationId' = $1",
      [id],
    );
    expect(rows).toEqual([{ actor_id: oli.id, old_value: 'It answered 404.' }]);
    expect(await again(id)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  test('what was given up after a day is tried for another', async () => {
    await channel('webhook');
    await fire();
    await owner.query("UPDATE notifications SET at = at - interval '2 days'");
    receiver.answer({ status: 500 });
    await round();
    const { id, problem } = await failedOne();
    expect(problem).toContain('Given up after a day.');
    await again(id);
    await later();
    await round();
    expect(await states()).toEqual(['waiting alert.escalated']);
  });

  test('PagerDuty does not ring for what is over, and the database lets nothing wait again by itself', async () => {
    await channel('pagerduty');
    const firingId = await fire();
    receiver.answer({ status: 400 });
    await round();
    await done(resolveFiring, { firingId, reason: 'HL is back' }, oli);
    receiver.answer({ status: 202 });
    await round();
    const { id, heldFromSending } = await failedOne();
    expect(heldFromSending).toContain('is over');
    expect(await again(id)).toMatchObject({
      ok: false,
      error: { code: 'conflict', message: heldFromSending },
    });
    const moved = owner.query("UPDATE notifications SET state = 'waiting', done_at = NULL WHERE id = $1", [
      id,
    ]);
    await expect(moved).rejects.toMatchObject({ code: 'BH001' });
  });
});

describe('a process that dies', () => {
  /** Sent, and dead before it could note what came of it: the lease runs out by SQL. */
  async function dieWhileSending(): Promise<void> {
    receiver.answer('silent');
    const stop = new AbortController();
    const rounds = deliverDue(around, stop.signal);
    await receiver.came(1);
    stop.abort();
    await rounds;
    await owner.query("UPDATE channels SET leased_until = clock_timestamp() - interval '1 second'");
  }

  test('between sending and noting loses nothing, and Slack is told that it is a repeat', async () => {
    await channel('slack');
    await fire();
    await dieWhileSending();
    receiver.answer({ status: 200 });
    await round();
    const [first, second] = receiver.received.map(({ body }) => JSON.stringify(body));
    expect(first).not.toContain('Sent again');
    expect(second).toContain('Sent again');
    expect(await states()).toEqual(['delivered alert.escalated']);
  });

  test('sends a webhook again under the same id, freshly signed', async () => {
    const { secret } = await channel('webhook');
    await fire();
    await dieWhileSending();
    receiver.answer({ status: 200 });
    await round();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBeDefined();
    expect(ids[1]).toBe(ids[0]);
    for (const { headers, body } of receiver.received) {
      const [id, at] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
      expect(headers['webhook-signature']).toBe(signatureOf(secret ?? '', id, at, JSON.stringify(body)));
    }
  });

  test('while another worker holds a channel nothing is sent twice', async () => {
    const { id } = await channel('slack');
    await fire();
    expect(await leaseChannel(database(), id, randomUUID())).toBe(true);
    await round();
    await deliver(id, around, never);
    expect(receiver.received).toEqual([]);
    await owner.query("UPDATE channels SET leased_until = clock_timestamp() - interval '1 second'");
    await Promise.all([deliver(id, around, never), deliver(id, around, never)]);
    expect(receiver.received).toHaveLength(1);
  });
});

test('many notices go to Slack in few messages, in their order', async () => {
  await channel('slack');
  for (let number = 0; number < 12; number++) await fire(`hl-${number}`);
  await round();
  expect(receiver.received).toHaveLength(1);
  const text = JSON.stringify(receiver.received[0]?.body);
  const { rows } = await owner.query('SELECT number::int AS number FROM firings ORDER BY number');
  const places = rows.map(({ number }) => text.indexOf(`A-${number} `));
  expect(places.every((place, index) => place > (places[index - 1] ?? 0))).toBe(true);
  expect(new Set(await states())).toEqual(new Set(['delivered alert.escalated']));
});

test('an address of this machine is not called unless that is allowed', async () => {
  await channel('slack');
  await fire();
  await deliverDue({ ...around, allowPrivate: false }, never);
  expect(receiver.received).toEqual([]);
  const { items } = await notifications();
  expect(items[0]).toMatchObject({ state: 'failed', problem: expect.stringContaining('private network') });
});

test('keys that were sealed under another secret wait and say what to do', async () => {
  await channel('slack');
  await fire();
  await owner.query("UPDATE channels SET sealed = overlay(sealed PLACING 'AAAA' FROM 10)");
  await round();
  expect(receiver.received).toEqual([]);
  const { items } = await notifications();
  expect(items[0]).toMatchObject({
    state: 'waiting',
    problem: expect.stringContaining('Give the keys anew'),
  });
});
