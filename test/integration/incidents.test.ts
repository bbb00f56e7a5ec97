// Incidents from opening to the third signature, on a real database: the clock, the timeline, stale saves, signatures, search, history.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '#lib/commands/registry.ts';
import type { IncidentBody, IncidentSearchBody, RollbackHistoryBody } from '#lib/contract/incidents.ts';
import { postMortemFile } from '#lib/reads/incidents/post-mortem-file.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import { postMortemMarkdown, textHash } from '#lib/rules/incidents/post-mortem.ts';
import { database } from '#lib/store/client.ts';
import { insertPostMortemSignature } from '#lib/store/incidents/post-mortems.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
const accounts = new Map<string, Account>();

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  for (const role of ['engineer', 'operations', 'risk_manager', 'auditor'] as const)
    accounts.set(role, await createAccount(role));
  accounts.set('both', await createAccount('engineer', 'operations'));
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function actor(who: string): Promise<PersonActor> {
  const known = await signedIn(owner, accounts.get(who)?.personId ?? '');
  if (known.kind !== 'person') throw new Error('no person');
  return known;
}

/** The same code proves as often as it has to: that each proves once is another test's. */
async function send(who: string, name: string, input: unknown, proven = false) {
  const command = COMMANDS.get(name);
  const account = accounts.get(who);
  if (!command || !account) throw new Error(`there is no ${name} or no ${who}`);
  if (proven) await owner.query('DELETE FROM totp_uses');
  const by = await actor(who);
  const stepUp = { kind: 'totp', code: codeOf(account) } as const;
  return answered(() => execute(command, input, by, proven ? { stepUp } : {}));
}

async function done<T = { incidentId: string; number: number }>(
  ...sent: Parameters<typeof send>
): Promise<T> {
  const result = await send(...sent);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

async function read<Body>(name: string, query: unknown, who = 'auditor'): Promise<Body> {
  // A machine that is too busy says that trying again is right.
  for (let tries = 1; ; tries++) {
    const result = await ask(READS.get(name) as AnyRead, query, await actor(who));
    if (result.ok) return result.value as Body;
    if (result.error.code !== 'unavailable' || tries === 5) throw new Error(result.error.message);
  }
}

const incident = (id: string) => read<IncidentBody>('incident', { id });

async function aFiring(title: string, alert = 'hl-disconnected', minutesAgo = 10): Promise<string> {
  const id = randomUUID();
  await owner.query(
    `INSERT INTO firings (id, source, fingerprint, starts_at, alert, title, priority, labels, annotations, fired_at, received_at, heard_at)
     SELECT $1, 'alertmanager', $2, at, $3, $4, 'P0', '[]', '[]', at, at, at
     FROM (SELECT clock_timestamp() - make_interval(mins => $5::int) AS at) t`,
    [id, randomUUID(), alert, title, minutesAgo],
  );
  return id;
}

const parts = {
  summary: 'HL was lost.',
  cause: 'A certificate ran out.',
  impact: 'Orders refused.',
  actions: 'Paused.',
};
const reason = 'The gateway answers again';

test('from an alert: its beginning is that of the alert, and a second person works in the same incident', async () => {
  const firing = await aFiring('HL is disconnected');
  const from = { kind: 'firing', id: firing };
  const offer = await read<{ title: string; severity: string }>('incident-source', from);
  expect(offer).toMatchObject({ title: 'HL is disconnected', severity: 'critical', incidents: [] });
  const both = await Promise.all([
    send('operations', 'open-incident', { title: offer.title, severity: 'critical', from }),
    send('engineer', 'open-incident', { title: offer.title, severity: 'critical', from }),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const refused = both.find(({ ok }) => !ok);
  expect(refused).toMatchObject({
    error: { code: 'conflict', message: expect.stringMatching(/INC-\d+ is about this/) },
  });
  const made = both.find((one) => one.ok);
  const { id } = { id: made?.ok ? (made.value as { incidentId: string }).incidentId : '' };
  const body = await incident(id);
  const { rows } = await owner.query('SELECT fired_at FROM firings WHERE id = $1', [firing]);
  expect(body.incident.beganAt).toBe(rows[0].fired_at.toISOString());
  expect(body.links).toEqual([expect.objectContaining({ kind: 'firing', id: firing })]);
  expect(body.timeline[0]).toMatchObject({
    kind: 'alert',
    what: expect.stringContaining('fired: HL is disconnected'),
  });
});

test('the response has its time by the severity, counted from the opening by the clock of the database', async () => {
  const { incidentId } = await done('operations', 'open-incident', {
    title: 'Late prices',
    severity: 'critical',
  });
  const first = (await incident(incidentId)).incident;
  expect(Date.parse(first.respond.dueAt) - Date.parse(first.openedAt)).toBe(900_000);
  await done('risk_manager', 'set-incident-severity', { incidentId, severity: 'medium', reason });
  const second = (await incident(incidentId)).incident;
  expect(Date.parse(second.respond.dueAt) - Date.parse(second.openedAt)).toBe(7_200_000);
  expect(second.respond).toMatchObject({ stoppedAt: null, late: false });
  // Two hours and a minute later, nobody has taken it.
  await owner.query('ALTER TABLE incidents DISABLE TRIGGER incidents_keep');
  await owner.query(
    `UPDATE incidents SET began_at = began_at - interval '121 minutes', opened_at = opened_at - interval '121 minutes',
       respond_by = respond_by - interval '121 minutes' WHERE id = $1`,
    [incidentId],
  );
  await owner.query('ALTER TABLE incidents ENABLE TRIGGER incidents_keep');
  expect((await incident(incidentId)).incident.respond).toMatchObject({ stoppedAt: null, late: true });
  await done('engineer', 'take-incident', { incidentId });
  const taken = (await incident(incidentId)).incident;
  expect(taken.owner?.id).toBe(accounts.get('engineer')?.personId);
  // Somebody else takes it over; the response was the first one's.
  await done('operations', 'take-incident', { incidentId });
  expect((await incident(incidentId)).incident.respond.stoppedAt).toBe(taken.respond.stoppedAt);
});

test('it goes one way: mitigated, resolved, and then nothing moves, in the database neither', async () => {
  const { incidentId } = await done('operations', 'open-incident', {
    title: 'One way',
    severity: 'low',
    take: true,
  });
  expect(await done('operations', 'mitigate-incident', { incidentId, reason })).toMatchObject({
    state: 'mitigated',
  });
  expect(await send('operations', 'mitigate-incident', { incidentId, reason })).toMatchObject({
    error: { code: 'conflict' },
  });
  expect(await done('operations', 'resolve-incident', { incidentId, reason })).toMatchObject({
    state: 'resolved',
  });
  for (const [name, more] of [
    ['mitigate-incident', { reason }],
    ['resolve-incident', { reason }],
    ['take-incident', {}],
    ['set-incident-severity', { severity: 'high', reason }],
  ] as const)
    expect(await send('engineer', name, { incidentId, ...more }), name).toMatchObject({
      error: { code: 'conflict' },
    });
  for (const change of [
    'resolved_at = NULL, resolved_by = NULL, resolved_name = NULL',
    "mitigated_at = mitigated_at - interval '1 s'",
    "severity = 'high'",
    "began_at = began_at - interval '1 h'",
  ])
    await expect(
      owner.query(`UPDATE incidents SET ${change} WHERE id = $1`, [incidentId]),
      change,
    ).rejects.toThrow(/once/);
});

test('the timeline writes itself: switches, notes and links of its time, and nothing from before or after', async () => {
  const change = (value: number, why: string) =>
    send('risk_manager', 'set-switch', { switch: 'hedge_max_leverage', value, reason: why });
  await change(2, 'Before it began');
  const { incidentId, number } = await done('operations', 'open-incident', {
    title: 'Margin falls',
    severity: 'high',
  });
  await change(1.5, 'Less leverage');
  const firing = await aFiring('Hedge account margin is below 200%', 'hedge-margin-low', 0);
  const stranger = await aFiring('Something else', 'latency-high', 0);
  await done('operations', 'link-incident', { incidentId, subject: { kind: 'firing', id: firing } });
  expect(
    await done('operations', 'link-incident', { incidentId, subject: { kind: 'firing', id: firing } }),
  ).toMatchObject({ changed: false });
  await done('operations', 'confirm-firing', { firingId: firing });
  await done('auditor', 'note-incident', { incidentId, text: 'The top-up is\non its way' });
  await done('operations', 'resolve-incident', { incidentId, reason: 'Margin is above 200%' });
  await change(1.2, 'After it was over');
  const lines = (await incident(incidentId)).timeline.map(({ what }) => what);
  expect(lines).toContain('hedge_max_leverage 2 to 1.5');
  expect(lines.filter((what) => what.startsWith('hedge_max_leverage'))).toHaveLength(1);
  expect(lines).toContain(`INC-${number}: The top-up is\non its way`);
  expect(lines.some((what) => /A-\d+ fired: Hedge account margin/.test(what))).toBe(true);
  expect(lines.filter((what) => /confirmed$/.test(what))).toHaveLength(1);
  expect(lines.some((what) => /fired meanwhile: Something else/.test(what))).toBe(true);
  expect(lines.at(-1)).toBe(`INC-${number} resolved`);
  expect(stranger).not.toBe(firing);
  await done('operations', 'unlink-incident', { incidentId, subject: { kind: 'firing', id: firing } });
  const after = (await incident(incidentId)).timeline.map(({ what }) => what);
  expect(after.some((what) => /fired: Hedge account margin/.test(what))).toBe(false);
});

test('figures are decimals to the last digit', async () => {
  const { incidentId } = await done('engineer', 'open-incident', { title: 'Loss', severity: 'high' });
  const positions = [{ symbol: 'BTC', size: '-0.123456789012345678', valueUsd: '16250.10' }];
  await done('engineer', 'record-impact', {
    incidentId,
    exposureUsd: '50000',
    pnlUsd: '-124.32',
    systems: 'HL gateway',
    positions,
  });
  const body = await incident(incidentId);
  expect(body).toMatchObject({
    systems: 'HL gateway',
    incident: { exposureUsd: '50000', pnlUsd: '-124.32' },
  });
  expect(body.positions).toEqual([{ symbol: 'BTC', size: '-0.123456789012345678', valueUsd: '16250.1' }]);
  expect(await send('engineer', 'record-impact', { incidentId, pnlUsd: '1e9', positions: [] })).toMatchObject(
    {
      error: { code: 'invalid_input' },
    },
  );
  expect((await incident(incidentId)).positions).toHaveLength(1);
  await expect(
    owner.query("UPDATE incidents SET pnl_usd = 'NaN' WHERE id = $1", [incidentId]),
  ).rejects.toThrow(/check/);
});

describe('post-mortem', () => {
  let incidentId = '';
  const save = (who: string, version: number, more: object = {}) =>
    send(who, 'save-post-mortem', { incidentId, version, ...parts, prevention: [], ...more });
  const sign = async (who: string, as: string, hash?: string) =>
    send(
      who,
      'sign-post-mortem',
      { incidentId, as, hash: hash ?? (await incident(incidentId)).postMortem.hash },
      true,
    );

  beforeAll(async () => {
    ({ incidentId } = await done('operations', 'open-incident', {
      title: 'HL gateway lost',
      severity: 'high',
    }));
    await send('risk_manager', 'set-switch', {
      switch: 'force_hl_latency_ms',
      value: 300,
      reason: 'Late prices',
    });
  });

  test('its draft tells what was done; nobody signs a draft', async () => {
    const { postMortem } = await incident(incidentId);
    expect(postMortem).toMatchObject({ version: 0, signedAt: null, text: { cause: '' } });
    expect(postMortem.text.actions).toMatch(/force_hl_latency_ms \d+ to 300 \(Test risk_manager\)/);
    expect(await sign('engineer', 'engineer')).toMatchObject({
      error: { code: 'conflict', message: expect.stringMatching(/Save/) },
    });
  });

  test('a stale save is refused with the newer text, and changes nothing', async () => {
    const item = {
      id: randomUUID(),
      kind: 'monitoring',
      what: 'Watch the end of certificates',
      owner: accounts.get('auditor')?.personId,
      dueOn: '2026-12-11',
    };
    expect(await save('engineer', 0, { prevention: [item] })).toMatchObject({
      ok: true,
      value: { version: 1 },
    });
    const stale = await save('operations', 0, { cause: 'Something else entirely' });
    expect(stale).toMatchObject({
      error: {
        code: 'conflict',
        details: {
          version: 1,
          text: parts,
          editedBy: 'Test engineer',
          prevention: [{ ...item, owner: { id: item.owner } }],
        },
      },
    });
    expect((await incident(incidentId)).postMortem.text.cause).toBe(parts.cause);
    // Two at the same moment: one is taken, the other hears of it.
    const both = await Promise.all([save('operations', 1), save('risk_manager', 1)]);
    expect(both.map((one) => (one.ok ? 'saved' : one.error.code)).sort()).toEqual(['conflict', 'saved']);
    expect(await save('engineer', 2, { prevention: [item] })).toMatchObject({ ok: true });
  });

  test('an item of another incident is not taken along, and its owner works here', async () => {
    const other = await done('engineer', 'open-incident', { title: 'Another', severity: 'low' });
    const { postMortem } = await incident(incidentId);
    const [first] = postMortem.prevention;
    const stolen = {
      id: first?.id,
      kind: 'code',
      what: 'Stolen',
      owner: first?.owner.id,
      dueOn: '2026-12-11',
    };
    expect(
      await send('engineer', 'save-post-mortem', {
        incidentId: other.incidentId,
        version: 0,
        ...parts,
        prevention: [stolen],
      }),
    ).toMatchObject({ error: { code: 'conflict' } });
    expect(
      await save('engineer', 3, { prevention: [{ ...stolen, id: randomUUID(), owner: randomUUID() }] }),
    ).toMatchObject({
      error: { code: 'invalid_input' },
    });
  });

  test('signatures bind to the text: a change of text or figures voids them', async () => {
    expect(await sign('engineer', 'engineer')).toMatchObject({
      error: { message: expect.stringMatching(/not resolved/) },
    });
    await done('operations', 'resolve-incident', { incidentId, reason });
    expect(await sign('engineer', 'engineer', '0'.repeat(64))).toMatchObject({
      error: { code: 'conflict', details: { hash: expect.any(String) } },
    });
    expect(await sign('engineer', 'operations')).toMatchObject({ error: { code: 'forbidden' } });
    expect(await sign('engineer', 'engineer')).toMatchObject({
      ok: true,
      value: { missing: ['operations', 'risk_manager'], signed: false },
    });
    await done('operations', 'record-impact', { incidentId, pnlUsd: '-124.32', positions: [] });
    expect((await incident(incidentId)).postMortem.signatures).toEqual([
      expect.objectContaining({ role: 'engineer', void: true }),
    ]);
  });

  test('three roles by three people, in the database too; the third closes it', async () => {
    expect(await sign('both', 'engineer')).toMatchObject({ ok: true });
    expect(await sign('both', 'operations')).toMatchObject({
      error: { code: 'conflict', message: expect.stringMatching(/three different people/) },
    });
    const { postMortem } = await incident(incidentId);
    const twice = {
      incidentId,
      hash: postMortem.hash,
      text: '',
      role: 'operations' as const,
      at: new Date(),
      last: false,
    };
    const person = { id: accounts.get('both')?.personId ?? '', name: 'Both' };
    const rows = await owner.query(
      'SELECT body FROM post_mortem_texts WHERE incident_id = $1 AND hash = $2',
      [incidentId, postMortem.hash],
    );
    await expect(
      insertPostMortemSignature(database(), { ...twice, text: rows.rows[0].body, person }),
    ).rejects.toThrow();
    // Not what was signed: the hash is that of the text.
    await expect(
      owner.query('INSERT INTO post_mortem_texts (incident_id, hash, body) VALUES ($1, $2, $3)', [
        incidentId,
        textHash('a'),
        'b',
      ]),
    ).rejects.toThrow(/hash/);
    await expect(
      owner.query(
        'UPDATE post_mortems SET signed_at = clock_timestamp(), signed_hash = $2 WHERE incident_id = $1',
        [incidentId, postMortem.hash],
      ),
    ).rejects.toThrow(/three/);
    expect(await sign('operations', 'operations')).toMatchObject({ ok: true, value: { signed: false } });
    expect(await sign('risk_manager', 'risk_manager')).toMatchObject({
      ok: true,
      value: { signed: true, missing: [] },
    });
    const signed = (await incident(incidentId)).postMortem;
    expect(signed).toMatchObject({ hash: postMortem.hash, signedAt: expect.any(String) });
    expect(signed.signatures.filter((one) => !one.void)).toHaveLength(3);
  });

  test('what is signed stays: text, figures, links, prevention; notes and done are added', async () => {
    const { postMortem } = await incident(incidentId);
    const change = { switch: 'hedge_max_leverage', value: 1.1, reason: 'Of later' };
    const later = (await done<{ changeSetId: string }>('risk_manager', 'set-switch', change)).changeSetId;
    expect(await save('engineer', postMortem.version)).toMatchObject({ error: { code: 'conflict' } });
    expect(await send('engineer', 'record-impact', { incidentId, pnlUsd: '0', positions: [] })).toMatchObject(
      { error: { code: 'conflict' } },
    );
    expect(
      await send('engineer', 'link-incident', { incidentId, subject: { kind: 'change-set', id: later } }),
    ).toMatchObject({ error: { code: 'conflict' } });
    for (const sql of [
      "UPDATE post_mortems SET cause = 'x' WHERE incident_id = $1",
      'UPDATE incidents SET pnl_usd = 0 WHERE id = $1',
      "UPDATE prevention_items SET what = 'other' WHERE incident_id = $1",
      'DELETE FROM prevention_items WHERE incident_id = $1',
      "INSERT INTO incident_positions (incident_id, symbol, size) VALUES ($1, 'BTC', 1)",
    ])
      await expect(owner.query(sql, [incidentId]), sql).rejects.toThrow(/signed/);
    await done('auditor', 'note-incident', { incidentId, text: 'Read by the <b>auditor</b> again' });
    const [item] = postMortem.prevention;
    // Its owner is an auditor, who works on no incidents otherwise.
    expect(await done('auditor', 'finish-prevention', { itemId: item?.id })).toMatchObject({ changed: true });
    expect(await done('engineer', 'finish-prevention', { itemId: item?.id })).toMatchObject({
      changed: false,
    });
    expect((await incident(incidentId)).postMortem.hash).toBe(postMortem.hash);
    const file = await postMortemFile({ id: incidentId }, await actor('auditor'));
    if (!file.ok) throw new Error(file.error.message);
    const whole = postMortemMarkdown(file.value.text, file.value.hash, file.value.signatures);
    const [text = ''] = whole.split('\n## Sign-off');
    expect(textHash(text)).toBe(postMortem.hash);
    expect(whole).toContain('- Risk manager: Test risk');
    expect(text).toContain('- P&L: -124.32 US dollars');
    expect(text).toMatch(/INC-\d+ resolved\. The gateway answers again \| Test operations \|\n$/);
  });
});

test('search finds incidents, post-mortems, prevention and notes by their words, and marks them', async () => {
  const find = async (text: string) => (await read<IncidentSearchBody>('incident-search', { text })).found;
  expect((await find('gateway lost')).map(({ where }) => where)).toEqual(['incident']);
  const [cause] = await find('certificate ran');
  expect(cause).toMatchObject({ where: 'post-mortem', title: 'HL gateway lost', state: 'resolved' });
  expect(cause?.excerpt.filter(({ hit }) => hit).map(({ text }) => text)).toContain('certificate');
  expect((await find('certificates end')).map(({ where }) => where)).toContain('prevention');
  expect((await find('auditor')).map(({ where }) => where)).toEqual(['note']);
  const [note] = await find('auditor');
  expect(note?.excerpt).toEqual([
    { text: 'Read by the <b>', hit: false },
    { text: 'auditor', hit: true },
    { text: '</b> again', hit: false },
  ]);
  // The last word may be a beginning; signs are no operators.
  expect((await find('gatew')).length).toBeGreaterThan(0);
  for (const nothing of ['', "'); DROP TABLE incidents; --", '& | ! <->', 'zzzz'])
    expect(await find(nothing), nothing).toEqual([]);
});

test('the history of rollbacks says when, why, how long, what it cost and who resolved it', async () => {
  // While a P0 is open, undoing what lowered a value would wait for a super admin.
  await owner.query('UPDATE firings SET resolved_at = clock_timestamp()');
  const made = await done<{ changeSetId: string }>('risk_manager', 'set-switch', {
    switch: 'normal_threshold',
    value: '1000',
    reason: 'To be undone',
  });
  const undone = await done<{ changeSetId: string }>('risk_manager', 'undo-change-set', {
    changeSetId: made.changeSetId,
    reason: 'It was wrong',
  });
  const { incidentId, number } = await done('risk_manager', 'open-incident', {
    ...{ title: 'Undone', severity: 'low', from: { kind: 'change-set', id: undone.changeSetId } },
  });
  await done('risk_manager', 'record-impact', { incidentId, pnlUsd: '-150', positions: [] });
  await done('engineer', 'resolve-incident', { incidentId, reason });
  const whole = await read<RollbackHistoryBody>('rollback-history', {});
  expect(whole.items.find(({ id }) => id === undone.changeSetId)).toMatchObject({
    ...{
      kind: 'change-set',
      trigger: 'It was wrong',
      by: 'Test risk_manager',
      pnlUsd: '-150',
      incident: number,
    },
    ...{ resolvedBy: 'Test engineer', endedAt: expect.any(String) },
  });
  expect(whole.items.map(({ id }) => id)).not.toContain(made.changeSetId);
  await done('risk_manager', 'start-run', { procedure: 'canary-rollback', reason: 'Drawdown of 3%' });
  const pages: string[] = [];
  let before: string | null = null;
  do {
    const page: RollbackHistoryBody = await read('rollback-history', {
      limit: '1',
      ...(before ? { before } : {}),
    });
    pages.push(...page.items.map(({ id }) => id));
    before = page.nextBefore;
  } while (before !== null);
  expect(pages).toEqual((await read<RollbackHistoryBody>('rollback-history', {})).items.map(({ id }) => id));
  expect(pages).toHaveLength(2);
});
