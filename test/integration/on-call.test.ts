// On-call on a real database: who may arrange what, who is on call by the clock of the database, test pages, PagerDuty's word.
import { createHmac, randomUUID } from 'node:crypto';
import { NextRequest } from 'next/server';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST } from '#app/api/v1/pagerduty/[channel]/route.ts';
import { answerTestPage } from '#lib/commands/alerts/answer-test-page.ts';
import { handOver } from '#lib/commands/alerts/hand-over.ts';
import { removeOverride } from '#lib/commands/alerts/remove-override.ts';
import { sendTestPage } from '#lib/commands/alerts/send-test-page.ts';
import { setContact } from '#lib/commands/alerts/set-contact.ts';
import { setOverride } from '#lib/commands/alerts/set-override.ts';
import { setRota } from '#lib/commands/alerts/set-rota.ts';
import { takeDeliveries } from '#lib/commands/alerts/take-deliveries.ts';
import type { OnCallBody, TestPagesBody } from '#lib/contract/on-call.ts';
import { createLog } from '#lib/process/log.ts';
import { readOnCall } from '#lib/reads/alerts/read-on-call.ts';
import { readTestPages } from '#lib/reads/alerts/read-test-pages.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, ANONYMOUS, type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { type Secrets, sealSecrets } from '#lib/store/alerts/channels.ts';
import { callLink } from '#lib/store/alerts/test-call-link.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { openReceiver, type Receiver } from '#test/receiver.ts';
import { pagerDutyRound } from '#worker/pagerduty-rounds.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

function named(name: string, role: Parameters<typeof person>[0]): PersonActor {
  return { ...person(role), name, id: randomUUID(), email: `${name.toLowerCase()}@test.invalid` };
}
const [sam, ria, oli, eva, cleo] = [
  ...[named('Sam', 'super_admin'), named('Ria', 'risk_manager'), named('Oli', 'operations')],
  ...[named('Eva', 'engineer'), named('Cleo', 'executive')],
] as [PersonActor, PersonActor, PersonActor, PersonActor, PersonActor];

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, sam, ria, oli, eva, cleo);
});

beforeEach(async () => {
  await owner.query('TRUNCATE rotas, rota_overrides, hand_overs');
  await owner.query('TRUNCATE notifications, pagerduty_deliveries, test_calls, test_pages, channels');
  await owner.query('TRUNCATE deliveries, rejected_alerts, firings, firing_notes');
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

const run = (command: AnyCommand, input: unknown, actor: Actor) =>
  answered(() => execute(command, input, actor));

async function done<A>(command: AnyCommand, input: unknown, actor: Actor): Promise<A> {
  const result = await run(command, input, actor);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value as A;
}

async function refused(
  command: AnyCommand,
  input: unknown,
  actor: Actor,
): Promise<{ code: string; message: string }> {
  const result = await run(command, input, actor);
  if (result.ok) throw new Error('it was not refused');
  return result.error;
}

async function onCall(): Promise<OnCallBody> {
  const read = await ask(readOnCall, {}, cleo);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function testPages(): Promise<TestPagesBody> {
  const read = await ask(readTestPages, {}, cleo);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const reason = 'the new quarter';
const rota = (...people: PersonActor[]) => ({
  ...{ timeZone: 'UTC', firstDay: '2026-01-05', reason },
  shifts: [{ name: 'Primary', from: '09:00', people: people.map(({ id }) => id) }],
});
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

describe('the rota', () => {
  test('says who is on call, and the chain tells them', async () => {
    await done(setRota, rota(eva), ria);
    const { current, chain, ahead, rota: set } = await onCall();
    expect(current.person?.name).toBe('Eva');
    expect(chain[0]?.told[0]).toEqual({ name: 'Eva', as: 'on call' });
    expect(ahead.length).toBeGreaterThan(0);
    expect(set?.shifts[0]?.people).toEqual([{ id: eva.id, name: 'Eva', away: false }]);
  });

  test('the same again changes nothing; every one that held stays on record', async () => {
    await done(setRota, rota(eva), ria);
    expect(await done(setRota, rota(eva), ria)).toEqual({ changed: false });
    await done(setRota, rota(oli), ria);
    const { rows } = await owner.query('SELECT count(*)::int AS count FROM rotas');
    expect(rows[0].count).toBe(2);
  });

  test.each([
    [
      'somebody who may not confirm alerts',
      () => rota(cleo),
      'Cleo may not confirm alerts, so cannot be on call.',
    ],
    ['nobody we know', () => rota({ ...eva, id: randomUUID() }), 'Somebody in the rota has no access'],
    ['a zone that is none', () => ({ ...rota(eva), timeZone: 'Mars/Olympus' }), 'Name the time zone'],
    ['a day that is none', () => ({ ...rota(eva), firstDay: '2026-02-30' }), 'Give the day as'],
    [
      'two shifts at one time',
      () => ({ ...rota(eva), shifts: [...rota(eva).shifts, ...rota(oli).shifts] }),
      'Two shifts begin at 09:00',
    ],
    ['no shift', () => ({ ...rota(eva), shifts: [] }), 'Give 1 to 6 shifts.'],
  ])('%s is refused with what to do', async (_case, input, message) => {
    const error = await refused(setRota, input(), ria);
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain(message);
    expect((await onCall()).rota).toBeNull();
  });

  test('whoever is disabled is on call for nobody: the chain says so, and the rota that they are away', async () => {
    const gone = named('Gone', 'engineer');
    await keepPeople(owner, gone);
    await done(setRota, rota(gone), ria);
    await owner.query('UPDATE people SET disabled_at = now() WHERE id = $1', [gone.id]);
    const { chain, rota: set } = await onCall();
    expect(chain[0]).toMatchObject({ nobodyOnCall: true, told: [{ name: 'Oli', as: 'operations' }] });
    expect(set?.shifts[0]?.people[0]).toMatchObject({ name: 'Gone', away: true });
  });
});

describe('overrides', () => {
  const span = (who: PersonActor, from: number, until: number) => ({
    ...{ person: who.id, from: hours(from), until: hours(until), reason: 'a swap' },
  });

  test('come before the rota until they are taken back', async () => {
    await done(setRota, rota(eva), ria);
    await done(setOverride, span(oli, -1, 5), ria);
    const { current, overrides } = await onCall();
    expect(current.person?.name).toBe('Oli');
    // What is past was somebody else's.
    expect(Date.parse(overrides[0]?.from ?? '')).toBeGreaterThan(Date.now() - 60_000);
    await done(removeOverride, { overrideId: overrides[0]?.id }, oli);
    expect((await onCall()).current.person?.name).toBe('Eva');
  });

  test('anybody who works incidents may put themselves on call, not others', async () => {
    await done(setOverride, span(oli, 1, 2), oli);
    expect(await refused(setOverride, span(eva, 3, 4), oli)).toMatchObject({ code: 'forbidden' });
    const { overrides } = await onCall();
    expect(await refused(removeOverride, { overrideId: overrides[0]?.id }, eva)).toMatchObject({
      code: 'forbidden',
    });
  });

  test('two of one time are refused, by the rule and by the database', async () => {
    await done(setOverride, span(oli, 1, 3), ria);
    const error = await refused(setOverride, span(eva, 2, 4), ria);
    expect(error).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Oli is on call by an override'),
    });
    const insert = `INSERT INTO rota_overrides (id, person_id, from_at, until_at, reason, made_at, made_by, made_by_name)
      SELECT gen_random_uuid(), person_id, from_at, until_at, reason, made_at, made_by, made_by_name FROM rota_overrides`;
    await expect(owner.query(insert)).rejects.toMatchObject({ code: 'BH001' });
  });

  test('many at one moment leave one', async () => {
    const tries = await Promise.all(
      [oli, eva, ria, sam].map((who) => run(setOverride, span(who, 1, 3), who)),
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await onCall()).overrides).toHaveLength(1);
  });
});

describe('handing over', () => {
  test('the next one has it now, with the note, until the stretch would have ended', async () => {
    await done(setRota, rota(eva), ria);
    await done(handOver, { to: oli.id, note: 'HL is flaky since noon' }, eva);
    const { current, handOvers } = await onCall();
    expect(current).toMatchObject({ person: { name: 'Oli' } });
    expect(handOvers[0]).toMatchObject({ from: 'Eva', to: 'Oli', note: 'HL is flaky since noon', by: 'Eva' });
    // And on again, out of the override of the first hand-over.
    await done(handOver, { to: ria.id, note: 'taking it for lunch' }, ria);
    expect((await onCall()).current.person?.name).toBe('Ria');
  });

  test('is for whoever is on call, whoever takes over, and those who set the rota', async () => {
    await done(setRota, rota(eva), ria);
    expect(await refused(handOver, { to: ria.id, note: 'not mine to give' }, oli)).toMatchObject({
      code: 'forbidden',
    });
    expect(await done(handOver, { to: oli.id, note: 'I take it' }, oli)).toEqual({ changed: true });
    expect(await refused(handOver, { to: cleo.id, note: 'to an executive' }, sam)).toMatchObject({
      code: 'invalid_input',
    });
  });

  test('two at one moment leave one on call', async () => {
    await done(setRota, rota(eva), ria);
    await Promise.all([oli, ria, sam].map((who) => run(handOver, { to: who.id, note: 'mine' }, who)));
    const now = new Date().toISOString();
    const { overrides } = await onCall();
    expect(overrides.filter(({ from, until }) => from <= now && now < until)).toHaveLength(1);
  });
});

test('a contact that somebody changed meanwhile is not overwritten', async () => {
  const [contact] = (await onCall()).contacts;
  if (!contact) throw new Error('the list of the manual is empty');
  const { id, version, ...fields } = contact;
  await done(setContact, { existing: { id, version }, ...fields, slack: '@oncall' }, ria);
  const error = await refused(setContact, { existing: { id, version }, ...fields, phone: null }, sam);
  expect(error).toMatchObject({ code: 'conflict', message: expect.stringContaining('@oncall') });
  expect((await onCall()).contacts.map(({ severity }) => severity)).toEqual([
    'critical',
    'high',
    'medium',
    'low',
  ]);
});

describe('a test page', () => {
  test('calls every contact and whoever is on call; each answers once, and who and when is on record', async () => {
    await done(setRota, rota(eva), ria);
    await done(sendTestPage, { reason: 'monthly drill' }, ria);
    const [page] = (await testPages()).items;
    expect(page?.calls.map(({ contact }) => contact)).toEqual([
      'Eva, on call now',
      ...(await onCall()).contacts.map(({ name }) => name),
    ]);
    const callId = page?.calls[1]?.id ?? '';
    expect(await done(answerTestPage, { callId }, oli)).toEqual({ changed: true });
    expect(await done(answerTestPage, { callId }, eva)).toEqual({ changed: false });
    const [after] = (await testPages()).items;
    expect(after?.calls[1]).toMatchObject({ answeredBy: 'Oli', answeredVia: 'screen' });
    await expect(
      owner.query("UPDATE test_calls SET answered_by = 'Eva' WHERE id = $1", [callId]),
    ).rejects.toMatchObject({ code: 'BH001' });
  });

  test('is answered by its link without signing in, by nothing else, and by no link of another line', async () => {
    await done(sendTestPage, { reason: 'monthly drill' }, ria);
    const [one, two] = (await testPages()).items[0]?.calls ?? [];
    const link = (id: string) => callLink('', id).replace('/answer#', '');
    expect(await refused(answerTestPage, { callId: one?.id }, ANONYMOUS)).toMatchObject({
      code: 'unauthenticated',
    });
    const forged = `${two?.id}.${link(one?.id ?? '').split('.')[1]}`;
    expect(await refused(answerTestPage, { link: forged }, ANONYMOUS)).toMatchObject({ code: 'not_found' });
    expect(await done(answerTestPage, { link: link(one?.id ?? '') }, ANONYMOUS)).toEqual({ changed: true });
    const [answered1] = (await testPages()).items[0]?.calls ?? [];
    expect(answered1).toMatchObject({ answeredVia: 'link' });
  });
});

describe('what PagerDuty sends back', () => {
  const SECRET = 'the secret of the subscription';
  let receiver: Receiver;
  let channelId: string;

  beforeEach(async () => {
    receiver = await openReceiver();
    channelId = randomUUID();
    const secrets: Secrets = {
      ...{ kind: 'pagerduty', routingKey: 'R'.repeat(32), eventsUrl: receiver.url },
      ...{ apiUrl: receiver.url, apiToken: 'token-of-the-account', signingSecret: SECRET },
    };
    await owner.query(
      `INSERT INTO channels (id, kind, name, sealed, shown, from_step, made_at, made_by)
       VALUES ($1, 'pagerduty', 'PagerDuty', $2, 'events', 0, now(), $3)`,
      [channelId, sealSecrets(secrets), sam.id],
    );
  });

  afterEach(() => receiver.close());

  async function aFiring(): Promise<string> {
    const alert = {
      ...{ status: 'firing', fingerprint: 'hl', startsAt: new Date().toISOString(), annotations: {} },
      labels: { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected' },
    };
    await owner.query("INSERT INTO deliveries (source, key_id, body) VALUES ('alertmanager', $1, $2)", [
      ...[randomUUID(), Buffer.from(JSON.stringify({ alerts: [alert] }))],
    ]);
    await done(takeDeliveries, {}, SYSTEM);
    return (await owner.query('SELECT id FROM firings')).rows[0].id;
  }

  const acknowledged = (key: string, agent: object = {}) =>
    JSON.stringify({
      event: {
        ...{ id: randomUUID(), event_type: 'incident.acknowledged', occurred_at: new Date().toISOString() },
        agent: { id: 'PLH1HKV', type: 'user_reference', summary: 'Ann Ops', ...agent },
        data: { type: 'incident', incident_key: key },
      },
    });

  const signed = (body: string, secret = SECRET) =>
    `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

  const post = (body: string, signature: string | null, id = channelId) =>
    POST(
      new NextRequest(`http://localhost/api/v1/pagerduty/${id}`, {
        ...{ method: 'POST', body },
        headers: signature === null ? {} : { 'x-pagerduty-signature': signature },
      }),
      { params: Promise.resolve({ channel: id }) },
    );

  const round = () =>
    pagerDutyRound(
      { consoleUrl: '', allowPrivate: true, log: createLog('test', { level: 'silent' }) },
      new AbortController().signal,
    );

  const confirmed = async () =>
    (await owner.query('SELECT confirmed_by_kind AS kind, confirmed_by_name AS name FROM firings')).rows[0];

  test('a confirm there is a confirm here, as the person whose address it is', async () => {
    const firingId = await aFiring();
    const body = acknowledged(`bulkhead-firing-${firingId}`);
    expect((await post(body, signed(body))).status).toBe(202);
    receiver.answer({ status: 200, json: { user: { id: 'PLH1HKV', email: 'Oli@test.invalid' } } });
    expect(await round()).toBe(1);
    expect(await confirmed()).toEqual({ kind: 'person', name: 'Oli' });
    expect(receiver.received[0]).toMatchObject({
      path: '/users/PLH1HKV',
      headers: { authorization: 'Token token=token-of-the-account' },
    });
  });

  test.each([
    ['PagerDuty does not say who', { status: 404 }],
    ['nobody here has the address', { status: 200, json: { user: { email: 'stranger@test.invalid' } } }],
    ['they may not confirm', { status: 200, json: { user: { email: 'cleo@test.invalid' } } }],
  ])('as PagerDuty when %s', async (_case, answer) => {
    const firingId = await aFiring();
    const body = acknowledged(`bulkhead-firing-${firingId}`);
    await post(body, signed(body));
    receiver.answer(answer);
    await round();
    expect(await confirmed()).toEqual({ kind: 'system', name: 'PagerDuty (Ann Ops)' });
  });

  test('twice is one confirm, and what happened is on record', async () => {
    const firingId = await aFiring();
    const body = acknowledged(`bulkhead-firing-${firingId}`, { email: 'oli@test.invalid' });
    await post(body, signed(body));
    await post(body, signed(body));
    await round();
    const { rows } = await owner.query('SELECT outcome FROM pagerduty_deliveries ORDER BY id');
    expect(rows.map(({ outcome }) => outcome)).toEqual(['Confirmed.', 'It was confirmed already.']);
  });

  test('answers a line of a test page', async () => {
    await done(sendTestPage, { reason: 'monthly drill' }, ria);
    const [call] = (await testPages()).items[0]?.calls ?? [];
    const body = acknowledged(`bulkhead-test-${call?.id}`, { id: null, type: null });
    await post(body, signed(body));
    await round();
    const [after] = (await testPages()).items[0]?.calls ?? [];
    expect(after).toMatchObject({ answeredBy: 'PagerDuty (Ann Ops)', answeredVia: 'pagerduty' });
  });

  test('answers it as the person whose address it is, and there', async () => {
    await done(sendTestPage, { reason: 'monthly drill' }, ria);
    const [call] = (await testPages()).items[0]?.calls ?? [];
    const body = acknowledged(`bulkhead-test-${call?.id}`, { email: 'oli@test.invalid' });
    await post(body, signed(body));
    await round();
    const [after] = (await testPages()).items[0]?.calls ?? [];
    expect(after).toMatchObject({ answeredBy: 'Oli', answeredVia: 'pagerduty' });
  });

  test.each([
    ['no signature', () => null],
    ['one of another secret', (body: string) => signed(body, 'another secret')],
    ['one of another body', () => signed('another body')],
    ['no hexadecimal', () => 'v1=zz'],
  ])('%s is refused and not stored', async (_case, signature) => {
    const body = acknowledged(`bulkhead-firing-${randomUUID()}`);
    expect((await post(body, signature(body))).status).toBe(401);
    expect((await owner.query('SELECT 1 FROM pagerduty_deliveries')).rowCount).toBe(0);
  });

  test('a channel that is not there answers as a wrong signature does; one of two signatures is enough', async () => {
    const body = acknowledged(`bulkhead-firing-${randomUUID()}`);
    expect((await post(body, signed(body), randomUUID())).status).toBe(401);
    expect((await post(body, signed(body), 'nonsense')).status).toBe(401);
    expect((await post(body, `${signed(body, 'the old secret')},${signed(body)}`)).status).toBe(202);
  });
});
