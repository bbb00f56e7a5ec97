// Writers that go on through faults and remember what they were told, and the reckoning of it with the database.
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { type Answer, errorCode } from '../http.ts';
import { command, onConsole, sql, tokenOf, until } from '../installation.ts';

export interface Sent {
  key: string;
  symbol: string;
  value: string;
  /** Undefined when no answer came. */
  answer: Answer | undefined;
  /** `done`: answered 200. `refused`: answered that nothing was changed. `unknown`: everything else. */
  told: 'done' | 'refused' | 'unknown';
  /** Until the answer, or until it was clear that none comes, ms. */
  tookMs: number;
}

export interface WriteStream {
  readonly sent: readonly Sent[];
  /** Resolves when this many more writes have been done. */
  done(more: number, withinMs?: number): Promise<void>;
  stop(): Promise<readonly Sent[]>;
}

const SWITCH = 'betting_threshold';
/** Leaves two processors some air between writes of one writer. */
const PAUSE_MS = 15;
/** Each value is written once, also where an earlier run left its own. */
let counter = randomInt(100, 4_000) * 1_000;

/** One write that changes something whatever was there before: each value is used once. */
export async function write(symbol: string): Promise<Sent> {
  counter += 1;
  const [key, value] = [`stream-${randomUUID()}`, String(100_000 + counter)];
  const headers = { ...tokenOf('risk_manager'), 'idempotency-key': key };
  const input = { switch: SWITCH, symbol, value, reason: `write ${key}` };
  const begun = performance.now();
  const answer = await command('set-switch', input, headers, { withinMs: 10_000 }).catch(() => undefined);
  return { key, symbol, value, answer, told: toldBy(answer), tookMs: performance.now() - begun };
}

function toldBy(answer: Answer | undefined): Sent['told'] {
  if (answer?.status === 200) return 'done';
  return answer !== undefined && errorCode(answer) !== 'outcome_unknown' ? 'refused' : 'unknown';
}

/** Starts writers, each on a symbol of its own, one write after the other. */
export function startWriters(writers = 4): WriteStream {
  const sent: Sent[] = [];
  let going = true;
  const loops = SYMBOLS.slice(0, writers).map(async (symbol) => {
    while (going) {
      sent.push(await write(symbol));
      await delay(PAUSE_MS);
    }
  });
  const count = () => sent.filter((one) => one.told === 'done').length;
  return {
    sent,
    async done(more, withinMs = 30_000) {
      const wanted = count() + more;
      await until(`${more} more writes`, () => count() >= wanted, withinMs);
    },
    async stop() {
      going = false;
      await Promise.all(loops);
      return sent;
    },
  };
}

/**
 * Holds what was told against what happened: done is there exactly once, refused never, and of the unknown the
 * console knows which. Returns how many of the unknown had happened.
 */
export async function reckon(
  sent: readonly Sent[],
): Promise<{ done: number; refused: number; unknown: number; happened: number }> {
  const rows = await sql<{ reason: string; revision: string; new_value: string }>(
    "SELECT reason, revision, new_value FROM audit_log WHERE kind = 'switch.changed' AND subject = $1 AND starts_with(reason, 'write stream-')",
    [SWITCH],
  );
  const byReason = new Map<string, typeof rows>();
  for (const row of rows) byReason.set(row.reason, [...(byReason.get(row.reason) ?? []), row]);
  const entries = (one: Sent) => byReason.get(`write ${one.key}`) ?? [];

  let happened = 0;
  for (const one of sent) {
    const found = entries(one);
    const why = `${one.told} ${one.key}: ${one.answer?.status} ${one.answer?.text}`;
    if (one.answer) expect([200, 503], why).toContain(one.answer.status);
    if (one.told === 'refused') expect(found, why).toHaveLength(0);
    if (one.told === 'done') {
      expect(found, why).toHaveLength(1);
      expect(Number(found[0]?.revision), why).toBe((one.answer?.json as ChangeAnswer | undefined)?.revision);
      expect(found[0]?.new_value, why).toBe(JSON.stringify(one.value));
    }
    if (one.told === 'unknown') {
      const outcome = await onConsole(`/api/v1/outcome?command=set-switch&key=${one.key}`, {
        headers: tokenOf('risk_manager'),
      });
      expect([200, 404], why).toContain(outcome.status);
      expect(found, why).toHaveLength(outcome.status === 200 ? 1 : 0);
      happened += found.length;
    }
  }
  const told = (what: Sent['told']) => sent.filter((one) => one.told === what).length;
  return { done: told('done'), refused: told('refused'), unknown: told('unknown'), happened };
}

/** Revisions have no gap, each has its change set, snapshot and audit entries, and the matrix is what they lead to. */
export async function expectWhole(): Promise<void> {
  const [counts] = await sql<Record<string, number>>(
    `SELECT h.revision::int AS head,
       (SELECT count(*)::int FROM change_sets WHERE epoch = h.epoch) AS sets,
       (SELECT max(revision)::int FROM change_sets WHERE epoch = h.epoch) AS newest,
       (SELECT count(*)::int FROM snapshots WHERE epoch = h.epoch) AS snapshots,
       (SELECT count(DISTINCT change_set_id)::int FROM switch_changes) AS changed,
       (SELECT count(DISTINCT revision)::int FROM audit_log WHERE kind = 'switch.changed' AND epoch = h.epoch) AS audited,
       (SELECT count(*)::int FROM audit_log WHERE kind = 'switch.changed') - (SELECT count(*)::int FROM switch_changes) AS unmatched
     FROM matrix_head h`,
  );
  const head = counts?.head ?? 0;
  expect(counts).toEqual({
    head,
    sets: head,
    newest: head,
    snapshots: head,
    changed: head,
    audited: head,
    unmatched: 0,
  });

  const values = await sql(
    `SELECT v.switch, v.symbol FROM switch_values v JOIN LATERAL (
       SELECT new_value, revision FROM switch_changes c WHERE c.switch = v.switch AND c.symbol = v.symbol
       ORDER BY epoch DESC, revision DESC LIMIT 1) last ON true
     WHERE v.value <> last.new_value OR v.revision <> last.revision`,
  );
  expect(values, 'values that are not those of their last change').toEqual([]);
  const [order] = await sql<{ disorder: number }>(
    `SELECT count(*)::int AS disorder FROM (
       SELECT revision, lag(revision) OVER (ORDER BY seq) AS before FROM audit_log WHERE kind = 'switch.changed') AS entries
     WHERE revision < before`,
  );
  expect(order).toEqual({ disorder: 0 });
}
