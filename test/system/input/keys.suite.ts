// Idempotency over HTTP: what a key may be, the same key again, with another input, by others, and all at once.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Answer, errorCode } from '../http.ts';
import { command, headRevision, onConsole, sql, tokenOf, until } from '../installation.ts';

function withKey(key: string): Record<string, string> {
  return { ...tokenOf('risk_manager'), 'idempotency-key': key };
}

async function entriesOf(reason: string): Promise<number> {
  const [row] = await sql<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_log WHERE kind = 'switch.changed' AND reason = $1",
    [reason],
  );
  return row?.count ?? 0;
}

/** Sends until the answer is final: a console that is too busy says so, and the same key may be sent again. */
async function final(send: () => Promise<Answer>): Promise<Answer> {
  return until('a final answer', async () => {
    const answer = await send();
    return answer.status === 503 ? undefined : answer;
  });
}

describe('Idempotency-Key', () => {
  test.for(['', ' ', 'two words', 'k\u00e9y', 'tab\there', 'k'.repeat(201)])(
    '"%s" is no key',
    async (key) => {
      const revision = await headRevision();
      const answer = await command(
        'set-switch',
        { switch: 'reduce_only', value: true, reason: 'odd key' },
        withKey(key),
      );
      expect([answer.status, errorCode(answer)]).toEqual([400, 'invalid_input']);
      expect(await headRevision()).toBe(revision);
    },
  );

  test('two keys in one request are refused', async () => {
    const revision = await headRevision();
    const answer = await onConsole('/api/v1/commands/set-switch', {
      method: 'POST',
      headers: {
        ...tokenOf('risk_manager'),
        'content-type': 'application/json',
        'idempotency-key': ['one', 'two'],
      },
      body: JSON.stringify({ switch: 'reduce_only', value: true, reason: 'two keys at once' }),
    });
    expect([answer.status, errorCode(answer)]).toEqual([400, 'invalid_input']);
    expect(await headRevision()).toBe(revision);
  });

  test('an answer names its key, also when the console made one', async () => {
    const input = { switch: 'reduce_only', value: false, reason: 'whatever it is' };
    const made = (await command('set-switch', input)).headers['idempotency-key'];
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await command('set-switch', { ...input, value: 'false' }, withKey('refused-key'));
    expect(refused.headers['idempotency-key']).toBe('refused-key');
  });

  test('the same key again gives the same answer, says so, and changes nothing; keys in another order are the same input', async () => {
    const key = `again-${randomUUID()}`;
    const reason = `once and again ${key}`;
    const first = await command(
      'set-switch',
      { switch: 'force_hl_latency_ms', value: 450, reason },
      withKey(key),
    );
    const second = await command(
      'set-switch',
      { reason, value: 450, switch: 'force_hl_latency_ms' },
      withKey(key),
    );
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(await entriesOf(reason)).toBe(1);

    const outcome = await onConsole(`/api/v1/outcome?command=set-switch&key=${key}`, {
      headers: tokenOf('risk_manager'),
    });
    expect(outcome.json).toEqual({ answer: first.json });
    const stranger = await onConsole(`/api/v1/outcome?command=set-switch&key=${key}`, {
      headers: tokenOf('super_admin'),
    });
    expect([stranger.status, errorCode(stranger)]).toEqual([404, 'not_found']);

    const other = await command(
      'set-switch',
      { switch: 'force_hl_latency_ms', value: 440, reason },
      withKey(key),
    );
    expect([other.status, errorCode(other)]).toEqual([422, 'idempotency_mismatch']);
    const elsewhere = { ...tokenOf('super_admin'), 'idempotency-key': key };
    const bySomebodyElse = await command(
      'set-switch',
      { switch: 'force_hl_latency_ms', value: 440, reason },
      elsewhere,
    );
    expect(bySomebodyElse.json).toMatchObject({ changed: true });
    await command('reset-to-default', { switch: 'force_hl_latency_ms', reason: 'as it was before' });
  });

  test('a refused request does not use its key up', async () => {
    const key = `refused-${randomUUID()}`;
    const input = { switch: 'force_hl_volatility_pct', value: '4', reason: 'first as text' };
    expect((await command('set-switch', input, withKey(key))).status).toBe(422);
    expect((await command('set-switch', { ...input, value: 4 }, withKey(key))).json).toMatchObject({
      changed: true,
    });
    await command('reset-to-default', { switch: 'force_hl_volatility_pct', reason: 'as it was before' });
  });

  test('one key a hundred times at once: one effect, one answer', async () => {
    const key = `hundred-${randomUUID()}`;
    const input = { switch: 'hedge_max_leverage', value: 2.5, reason: `a hundred times ${key}` };
    const revision = await headRevision();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => final(() => command('set-switch', input, withKey(key)))),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await headRevision()).toBe(revision + 1);
    expect(await entriesOf(input.reason)).toBe(1);
  });

  test('fifty writers who saw the same revision: one succeeds, the others hear of the newer value', async () => {
    const [row] = await sql<{ revision: string }>(
      "SELECT revision FROM switch_values WHERE switch = 'hedge_max_leverage'",
    );
    const expectedRevision = Number(row?.revision);
    const revision = await headRevision();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const input = {
          switch: 'hedge_max_leverage',
          value: 1 + i / 10,
          reason: `writer ${i} of fifty`,
          expectedRevision,
        };
        return final(() => command('set-switch', input, withKey(`fifty-${revision}-${i}`)));
      }),
    );
    const won = answers.filter((answer) => answer.status === 200);
    const lost = answers.filter((answer) => answer.status !== 200);
    expect(won).toHaveLength(1);
    expect(new Set(lost.map((answer) => `${answer.status} ${errorCode(answer)}`))).toEqual(
      new Set(['409 conflict']),
    );
    expect(await headRevision()).toBe(revision + 1);
    const [now] = await sql<{ value: number }>(
      "SELECT value FROM switch_values WHERE switch = 'hedge_max_leverage'",
    );
    const told = lost.map(
      (answer) => (answer.json as { error: { details: { value: number } } }).error.details.value,
    );
    expect(new Set(told)).toEqual(new Set([now?.value]));
    await command('reset-to-default', { switch: 'hedge_max_leverage', reason: 'as it was before all this' });
  });
});
