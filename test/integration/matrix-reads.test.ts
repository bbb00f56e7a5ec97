// Every read by every role, a machine key, Bulkhead itself and nobody: answered or refused as the table says.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS, permissionOf } from '#lib/catalog/permissions.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import { type Actor, ANONYMOUS, SYSTEM } from '#lib/rules/actor.ts';
import { misfits } from '#test/api-answers.ts';
import { CALLERS, type Caller, isAllowed } from '#test/authority.ts';
import { createAccount, machine, signedIn } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { tracesOf } from '#test/console-traces.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
const actors = new Map<Caller, Actor>([
  ['system', SYSTEM],
  ['anyone', ANONYMOUS],
]);

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  for (const caller of CALLERS) {
    if (caller === 'key') actors.set(caller, await machine('switches:read'));
    else if (!actors.has(caller)) {
      const { personId } = await createAccount(caller as Exclude<Caller, 'key' | 'system' | 'anyone'>);
      actors.set(caller, await signedIn(owner, personId));
    }
  }
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** What to ask, where asking for nothing in particular is not enough. A read of a mistyped name fails the test. */
const QUERIES: Readonly<Record<string, unknown>> = {
  'switch-history': { switch: 'routing_mode' },
  outcome: { command: 'set-switch', key: 'never sent' },
  credential: { prefix: 'bhk_00000000' },
  // When it is asked: before the file began there was no revision.
  get rollback() {
    return { at: new Date().toISOString() };
  },
  assessment: { id: randomUUID() },
  run: { id: randomUUID() },
  'runbook-metrics': { runbook: 'hl-margin-low' },
  firing: { id: randomUUID() },
  canary: { id: randomUUID() },
  'canary-series': { run: randomUUID(), key: 'error-rate' },
  replay: { query: 'up', is: '>', threshold: '1' },
  withdrawal: { number: '999' },
  'withdrawal-policy': { usdValue: '12000' },
  incident: { id: randomUUID() },
  release: { id: randomUUID() },
  'release-verdict': { number: '999' },
  'incident-source': { kind: 'firing', id: randomUUID() },
  signoff: { run: randomUUID(), gate: '0' },
};

/** What an allowed answer looks like: a key of the body, or the code of an honest refusal. */
const ANSWERS: Readonly<Record<string, string>> = {
  ...{ me: 'roles', status: 'capabilities', switches: 'items', 'switch-history': 'items', changes: 'items' },
  ...{
    instances: 'items',
    figures: 'items',
    audit: 'items',
    'audit-actors': 'items',
    'audit-chain': 'hours',
  },
  ...{ 'access-log': 'items', 'duty-review': 'combinations' },
  outcome: 'not_found',
  ...{ keys: 'items', credential: 'found', people: 'links', profile: 'passkeys' },
  approvals: 'requests',
  positions: 'executors',
  'emergency-stops': 'earlier',
  ...{ alerts: 'groups', firing: 'not_found' },
  ...{ assessments: 'items', assessment: 'not_found' },
  levels: 'levels',
  ...{ 'on-call': 'chain', notifications: 'channels', 'test-pages': 'items' },
  backups: 'items',
  ...{ releases: 'live', release: 'not_found', 'release-verdict': 'not_found' },
  ...{ withdrawals: 'tabs', withdrawal: 'not_found', 'withdrawal-policy': 'match' },
  ...{ 'withdrawal-figures': 'rejections', wallet: 'total' },
  ...{ runs: 'items', run: 'not_found', procedures: 'items', 'runbook-metrics': 'items' },
  rollback: 'changes',
  ...{ incidents: 'open', incident: 'not_found', 'incident-source': 'not_found', 'incident-search': 'more' },
  ...{ canaries: 'programmes', canary: 'not_found', 'canary-series': 'not_found', replay: 'unavailable' },
  ...{ 'rollback-history': 'items', prevention: 'items' },
  signoff: 'not_found',
  ...{ firings: 'items', 'alert-times': 'items', 'alert-policies': 'items' },
  ...{ 'factor-offer': 'totp', 'passkey-challenge': 'nonce' },
};

test('every read of the registry has a permission and an answer here, and every permission a read', () => {
  expect([...READS.keys()].sort()).toEqual(Object.keys(ANSWERS).sort());
  const used = new Set([...READS.values()].map((read) => read.action));
  expect([...used].sort()).toEqual(ACTIONS.filter((action) => permissionOf(action).kind === 'read').sort());
});

describe.each([...READS.keys()])('%s', (name) => {
  const read = READS.get(name) as AnyRead;

  test.each(CALLERS)('by %s', async (caller) => {
    const before = await tracesOf(owner);
    const result = await ask(read, QUERIES[name] ?? {}, actors.get(caller) ?? ANONYMOUS);
    // A read changes nothing, whoever asks.
    expect(await tracesOf(owner)).toEqual(before);
    if (isAllowed(caller, read.action)) {
      expect(result.ok ? Object.keys(result.value) : result.error.code).toContain(ANSWERS[name]);
      if (result.ok) expect(misfits(read.body, result.value)).toEqual([]);
      return;
    }
    expect(result).toMatchObject({
      ok: false,
      error: { code: caller === 'anyone' ? 'unauthenticated' : 'forbidden' },
    });
    expect(Object.keys(result)).not.toContain('value');
  });

  test('refuses parameters it does not know, and people without a role unless nobody needs one', async () => {
    const admin = actors.get('super_admin') ?? ANONYMOUS;
    expect(await ask(read, { ...(QUERIES[name] ?? {}), nonsense: '1' }, admin)).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', message: expect.stringMatching(/nonsense/) },
    });
    const nobody: Actor = {
      ...{
        kind: 'person',
        id: randomUUID(),
        name: 'Nobody',
        email: 'nobody@test.invalid',
        via: 'token',
        factor: 'proven',
      },
      roles: [],
    };
    const answer = await ask(read, QUERIES[name] ?? {}, nobody);
    if (isAllowed('anyone', read.action)) expect(answer.ok).toBe(true);
    else expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });
});
