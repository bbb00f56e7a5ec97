// Bad figures under an open form: what is missing holds it up, what fails voids it, and whoever had signed is told.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SIGNED_GRACE_SECONDS, SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import { setChannel } from '#lib/commands/alerts/set-channel.ts';
import { abortCanary } from '#lib/commands/canary/abort-canary.ts';
import { openForSignature } from '#lib/commands/canary/open-for-signature.ts';
import { voidForm } from '#lib/commands/canary/void-form.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { createLog } from '#lib/process/log.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import type { Notice } from '#lib/rules/alerts/notice.ts';
import type { Failure } from '#lib/rules/result.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { codeOf } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { voidingRound } from '#worker/signoff-rounds.ts';
import { SignoffStage, type Somebody, somebody } from './signoff-stage.ts';

const log = createLog('test', { level: 'silent' });
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let stage: SignoffStage;
let [engineer, risk, product, executive]: Somebody[] = [];

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  stage = new SignoffStage(owner);
  [engineer, risk, product, executive] = await Promise.all(SIGNOFF_LINES.map((role) => somebody(role)));
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

function of(one: Somebody | undefined): Somebody {
  if (!one) throw new Error('nobody');
  return one;
}

function done<A>(result: Executed<A>): A {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function refused(result: Executed<unknown>): Failure {
  if (result.ok) throw new Error('it was done');
  return result.error;
}

async function form(): Promise<SignoffBody> {
  const read = await ask(readSignoff, { run: stage.runId, gate: '0' }, of(risk).actor);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** Opened, and signed by the first lines. */
async function signedBy(count: number): Promise<string> {
  const { hash } = done(await stage.open(of(engineer)));
  const people = [engineer, risk, product];
  for (const [place, line] of SIGNOFF_LINES.slice(0, count).entries()) {
    done(await stage.sign(line, hash, of(people[place])));
  }
  return hash;
}

/** As if it had been seen so long ago that figures are missing. */
async function waitingFor(seconds: number): Promise<void> {
  await owner.query(
    `UPDATE signoff_texts SET held_since = held_since - make_interval(secs => $2) WHERE voided_at IS NULL
       AND form_id = (SELECT id FROM signoff_forms WHERE run_id = $1)`,
    [stage.runId, seconds],
  );
}

beforeEach(async () => {
  await stage.plan(of(risk));
});

describe('figures that are missing', () => {
  test('one round without an answer holds the form up; the next answer lets it go on with every signature', async () => {
    const hash = await signedBy(2);
    await stage.unanswered('slow: Prometheus did not answer within 5 s.');
    expect(await voidingRound(log)).toBeNull();
    const waiting = await form();
    expect(waiting).toMatchObject({
      ...{ state: 'open', hash, differences: [] },
      waits: {
        missing: [
          {
            ...{ what: 'Latency, P50', was: 'pass, 195 ms' },
            why: 'slow: Prometheus did not answer within 5 s.',
          },
        ],
      },
    });
    const { since, until } = waiting.waits ?? {};
    expect(Date.parse(String(until)) - Date.parse(String(since))).toBe(SIGNED_GRACE_SECONDS * 1_000);
    expect(refused(await stage.sign('product_owner', hash, of(product)))).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/waits for figures .* Latency, P50: slow: Prometheus did not answer/),
      details: { missing: [{ what: 'Latency, P50' }] },
    });
    await waitingFor(SIGNED_GRACE_SECONDS - 30);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({ state: 'open', hash, waits: { since: expect.any(String) } });

    await stage.sampled(195);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({ state: 'open', hash, waits: null });
    done(await stage.sign('product_owner', hash, of(product)));
    // It waits anew: what was missing before does not count.
    await stage.unanswered('down: nobody listens.');
    expect(await voidingRound(log)).toBeNull();
    await waitingFor(60);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({ state: 'open', hash });
  });

  test('after the grace it is void, and says what was missing', async () => {
    const hash = await signedBy(2);
    await stage.unanswered('down: nobody listens.');
    expect(await voidingRound(log)).toBeNull();
    await waitingFor(SIGNED_GRACE_SECONDS);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({
      ...{ state: 'draft', hash: null, waits: null },
      lastVoid: {
        ...{ by: 'Bulkhead', signedBy: ['Test engineer', 'Test risk_manager'] },
        differences: [{ what: 'Latency, P50', was: 'pass, 195 ms', is: 'missing: down: nobody listens.' }],
      },
    });
    expect(refused(await stage.sign('product_owner', hash, of(product))).message).toMatch(/not open/);
  });

  test('no sample at all is the same; one that fails voids at once, while another is missing', async () => {
    const hash = await signedBy(1);
    await owner.query('DELETE FROM canary_samples WHERE run_id = $1', [stage.runId]);
    expect(refused(await stage.sign('risk_manager', hash, of(risk))).message).toMatch(/Nothing was measured/);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({ state: 'open', waits: { missing: [{ what: 'Latency, P50' }] } });
    await stage.venue('1.5.0');
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({ state: 'draft', lastVoid: { differences: [{ part: 'build' }] } });

    await stage.plan(of(risk));
    await signedBy(1);
    await stage.sampled(240);
    expect(await voidingRound(log)).toBeNull();
    expect(await form()).toMatchObject({ state: 'draft', lastVoid: { differences: [{ part: 'verdict' }] } });
  });
});

describe('whoever had signed', () => {
  beforeAll(async () => {
    const admin = await somebody('super_admin');
    const settings = { kind: 'webhook', url: 'https://desk.example/in' };
    const stepUp = { kind: 'totp', code: codeOf(admin.account) } as const;
    done(
      await answered(() =>
        execute(setChannel, { name: 'Desk', fromStep: 0, settings }, admin.actor, { stepUp }),
      ),
    );
  });

  const told = async (): Promise<Notice[]> => {
    const { rows } = await owner.query(
      "SELECT content FROM notifications WHERE kind = 'form.voided' ORDER BY seq",
    );
    return rows.map(({ content }) => content);
  };

  test('is told when it becomes void, with the difference; nobody is when nobody had signed', async () => {
    await owner.query('DELETE FROM notifications');
    await signedBy(0);
    await stage.venue('1.5.0');
    expect(await voidingRound(log)).toBeNull();
    expect((await form()).state).toBe('draft');
    expect(await told()).toEqual([]);

    await signedBy(2);
    await stage.venue('1.6.0');
    await Promise.all([voidingRound(log), voidingRound(log)]);
    expect(await told()).toMatchObject([
      {
        ...{
          form: { name: `CN-${stage.number}-0`, run: stage.number, gate: 0 },
          again: true,
          by: 'Bulkhead',
        },
        signedBy: [
          { name: 'Test engineer', as: 'engineer' },
          { name: 'Test risk_manager', as: 'risk manager' },
        ],
        why: 'router was 1.5.0 and is 1.6.0.',
      },
    ]);

    await signedBy(1);
    const taken = { runId: stage.runId, gate: 0, reason: 'The notes were wrong' };
    done(await answered(() => execute(voidForm, taken, of(risk).actor)));
    expect((await told()).at(-1)).toMatchObject({ why: 'The notes were wrong', by: 'Test risk_manager' });

    await signedBy(1);
    done(
      await answered(() => execute(abortCanary, { runId: stage.runId, reason: 'Not today' }, of(risk).actor)),
    );
    expect(await voidingRound(log)).toBeNull();
    expect((await told()).at(-1)).toMatchObject({ again: false, by: 'Bulkhead' });
    expect(await told()).toHaveLength(3);
  });
});

describe('the form of a run that is over', () => {
  test('is not signed in the moment before Bulkhead has closed it, nor opened', async () => {
    const hash = await signedBy(3);
    done(
      await answered(() => execute(abortCanary, { runId: stage.runId, reason: 'Not today' }, of(risk).actor)),
    );
    expect(refused(await stage.sign('executive', hash, of(executive))).message).toMatch(
      /its run is over\. CN-\d+: Not today/,
    );
    const held = (await form()).lines.find(({ line }) => line === 'executive');
    expect(held?.heldBy).toMatch(/executive|run is over/i);
    expect(await stage.where()).toMatchObject({ state: 'aborted', stage: 0, form: 'open' });
    // The database says so too, whatever is asked of it.
    await expect(
      owner.query(
        `INSERT INTO signoff_signatures (form_id, hash, line, person_id, person_name, name, statements, narrow, decision, at, proof)
         SELECT f.id, $2, 'executive', $3, 'Forged', 'Forged', '{}', '{}', 'go', clock_timestamp(), '{"kind": "code"}'
         FROM signoff_forms f WHERE f.run_id = $1`,
        [stage.runId, hash, of(executive).actor.id],
      ),
    ).rejects.toMatchObject({ code: 'BH001', message: expect.stringMatching(/run of this form is over/) });
    expect(await voidingRound(log)).toBeNull();
    expect(await stage.where()).toMatchObject({ form: 'closed' });

    await stage.plan(of(risk));
    await signedBy(0);
    const taken = { runId: stage.runId, gate: 0, reason: 'The notes were wrong' };
    done(await answered(() => execute(voidForm, taken, of(risk).actor)));
    done(
      await answered(() => execute(abortCanary, { runId: stage.runId, reason: 'Not today' }, of(risk).actor)),
    );
    const again = answered(() =>
      execute(openForSignature, { runId: stage.runId, gate: 0 }, of(engineer).actor),
    );
    expect(refused(await again).code).toBe('conflict');
    await expect(
      owner.query(
        "UPDATE signoff_forms SET state = 'open', open_hash = (SELECT hash FROM signoff_texts WHERE form_id = id) WHERE run_id = $1",
        [stage.runId],
      ),
    ).rejects.toMatchObject({ code: 'BH001' });
  });
});
