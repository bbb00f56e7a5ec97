// Fills the table of withdrawals: months of requests that are over and a day of open ones, each gone its whole way under the rules of the database.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { APPROVERS, type WithdrawalState } from '#lib/catalog/withdrawals.ts';
import { matchPolicy } from '#lib/rules/withdrawals/withdrawal-policy.ts';
import { logNormal, pick, type Random, seededRandom } from '#sim/models/random.ts';
import { aRequest } from '#sim/models/withdrawal-request.ts';

/** Requests that are over were filed in so many days before the last one, the open ones in that. */
const DAYS = 120;
const BATCH = 5_000;
const [MINUTE, DAY] = [60_000, 86_400_000];
/** From the request to the approval. */
const APPROVED_AFTER = { medianMs: 4 * MINUTE, sigma: 1.1 };

/** `second`: pending with its first approval. */
type Fate = WithdrawalState | 'second';

const OVER: readonly (readonly [Fate, number])[] = [
  ['confirmed', 95],
  ['rejected', 5],
];
const OPEN: readonly (readonly [Fate, number])[] = [
  ['pending', 62],
  ['second', 12],
  ['held', 8],
  ['expired', 5],
  ['approved', 6],
  ['released', 6],
  ['unknown', 1],
];
const REASONS: readonly (readonly [string, number])[] = [
  ['The customer took it back', 5],
  ['Address of a sanctioned owner', 2],
  ['Account taken over by somebody else', 3],
  ['Deposit not confirmed yet', 4],
  ['Looked at again by compliance', 1],
];

interface Person {
  id: string;
  role: string;
}

/** Whoever approves: as many as its rule asks for, one of them with the role that it names. */
function approversOf(
  random: Random,
  staff: readonly Person[],
  rule: { people: number; oneOf: string | null },
): Person[] {
  const named = staff.filter(({ role }) => role === rule.oneOf);
  const others = staff.filter((one) => !named.includes(one));
  const first = Math.floor(random() * others.length);
  return [...named, ...others.slice(first), ...others.slice(0, first)].slice(0, rule.people);
}

function requestRow(random: Random, staff: readonly Person[], filedAt: Date, wanted: Fate) {
  const request = aRequest(random, filedAt, `bench-${randomUUID()}`);
  const { rule, people, oneOf } = matchPolicy(
    {
      ...{ asset: request.asset, usdValue: request.usdValue },
      ...{
        accountSince: new Date(request.accountSince),
        destinationSince: new Date(request.destinationSince),
      },
    },
    filedAt,
  );
  // What nobody may approve is held or rejected; a first approval of one is the last.
  const blocked: Fate = wanted === 'confirmed' || wanted === 'rejected' ? 'rejected' : 'held';
  const fate = people === null ? blocked : wanted === 'second' && people === 1 ? 'pending' : wanted;
  const approvers =
    people === null || ['pending', 'held', 'rejected'].includes(fate)
      ? []
      : approversOf(random, staff, { people: fate === 'second' ? 1 : people, oneOf });
  const took = logNormal(random, APPROVED_AFTER.medianMs, APPROVED_AFTER.sigma);
  return {
    ...{
      id: randomUUID(),
      caller_id: request.id,
      account: request.account,
      account_since: request.accountSince,
    },
    ...{
      asset: request.asset,
      network: request.network,
      amount: request.amount,
      usd_value: request.usdValue,
    },
    ...{ address: request.address, destination_since: request.destinationSince },
    ...{ risk_score: request.riskScore, risk_notes: request.riskNotes, filed_at: filedAt.toISOString() },
    ...{ rule: rule.key, people, one_of: oneOf, fate, approvers: approvers.map(({ id }) => id) },
    decided_at: new Date(Math.min(filedAt.getTime() + took, Date.now() - 2 * MINUTE)).toISOString(),
    ...{
      decided_by: pick(
        random,
        staff.map((one) => [one, 1] as const),
      ).id,
      reason: pick(random, REASONS),
    },
  };
}

/** The way of a batch, a step of all its requests after the other. */
const STEPS = [
  `INSERT INTO withdrawals (id, caller_id, account, account_since, asset, network, amount, usd_value, priced_at, address,
     destination_since, risk_score, risk_notes, requested_at, content_hash, filed_at, filed_by, filed_name, state, rule, people, one_of)
   SELECT id, caller_id, account, account_since, asset, network, amount, usd_value, filed_at, address,
     destination_since, risk_score, risk_notes, filed_at, '', filed_at, 'bench', 'Wallet service', 'pending', rule, people, one_of
   FROM filed ORDER BY filed_at`,
  `INSERT INTO withdrawal_approvals (withdrawal_id, round, person_id, person_name, roles, content_hash, at)
   SELECT f.id, 1, p.id, p.name, ARRAY(SELECT role FROM person_roles WHERE person_id = p.id), w.content_hash, f.decided_at
   FROM filed f CROSS JOIN unnest(f.approvers) AS a (id) JOIN people p ON p.id = a.id JOIN withdrawals w ON w.id = f.id`,
  `UPDATE withdrawals w SET expires_at = clock_timestamp() + interval '2 hours' FROM filed f
   WHERE w.id = f.id AND f.fate = 'second'`,
  `UPDATE withdrawals w SET state = 'approved', approved_at = f.decided_at, send_after = f.decided_at + interval '1 minute',
     expires_at = clock_timestamp() + interval '2 hours'
   FROM filed f WHERE w.id = f.id AND f.fate IN ('approved', 'expired', 'released', 'unknown', 'confirmed')`,
  `UPDATE withdrawals w SET state = 'expired', approved_at = NULL, send_after = NULL, expires_at = f.decided_at
   FROM filed f WHERE w.id = f.id AND f.fate = 'expired'`,
  `UPDATE withdrawals w SET state = f.fate, decided_at = f.decided_at, decided_by = p.id, decided_name = p.name,
     decision_reason = f.reason
   FROM filed f JOIN people p ON p.id = f.decided_by WHERE w.id = f.id AND f.fate IN ('held', 'rejected')`,
  `INSERT INTO withdrawal_releases (withdrawal_id, idempotency_key, content_hash, released_at, ask_at, asked, reference, answered_at)
   SELECT w.id, 'bulkhead-withdrawal-' || w.id, w.content_hash, w.send_after, NULL, 1, '0x' || md5(w.id::text),
     w.send_after + interval '1 second'
   FROM withdrawals w JOIN filed f ON f.id = w.id WHERE f.fate IN ('released', 'unknown', 'confirmed')`,
  `UPDATE withdrawals w SET state = 'releasing', expires_at = w.approved_at + interval '2 hours' FROM filed f
   WHERE w.id = f.id AND f.fate IN ('released', 'unknown', 'confirmed')`,
  `UPDATE withdrawals w SET state = f.fate FROM filed f
   WHERE w.id = f.id AND f.fate IN ('released', 'unknown', 'confirmed')`,
  'TRUNCATE filed',
];

const FILED = `CREATE TEMPORARY TABLE IF NOT EXISTS filed (id uuid, caller_id text, account text, account_since timestamptz,
  asset text, network text, amount numeric, usd_value numeric, address text, destination_since timestamptz, risk_score smallint,
  risk_notes text[], filed_at timestamptz, rule text, people smallint, one_of text, fate text, approvers uuid[],
  decided_at timestamptz, decided_by uuid, reason text)`;

/** When each request that comes is filed, and what it is to become: those that are over first, oldest first. */
function* fates(random: Random, { over, open }: { over: number; open: number }): Generator<[Date, Fate]> {
  const now = Date.now();
  for (let place = 0; place < over; place++)
    yield [new Date(now - DAY - DAYS * DAY * (1 - place / over)), pick(random, OVER)];
  for (let place = 0; place < open; place++)
    yield [new Date(now - 5 * MINUTE - (DAY - 5 * MINUTE) * (1 - place / open)), pick(random, OPEN)];
}

/** Adds so many requests that are over and so many open ones. `owner` is the owner's connection; the venue's people are there. */
export async function fillWithdrawals(
  owner: pg.Client,
  wanted: { over: number; open: number; seed: number },
): Promise<void> {
  const { rows: staff } = await owner.query<Person>(
    `SELECT DISTINCT ON (p.id) p.id, r.role FROM people p JOIN person_roles r ON r.person_id = p.id
     WHERE r.role = ANY ($1) AND p.disabled_at IS NULL ORDER BY p.id, r.role = 'super_admin' DESC`,
    [APPROVERS],
  );
  const random = seededRandom(wanted.seed);
  await owner.query(FILED);
  const batch: ReturnType<typeof requestRow>[] = [];
  const store = async () => {
    await owner.query('BEGIN');
    const rows = JSON.stringify(batch.splice(0));
    await owner.query('INSERT INTO filed SELECT * FROM json_populate_recordset(NULL::filed, $1)', [rows]);
    for (const step of STEPS) await owner.query(step);
    await owner.query('COMMIT');
    // As the database does by itself in months: what the steps left behind is room for the next ones.
    await owner.query('VACUUM ANALYZE withdrawals, withdrawal_approvals, withdrawal_releases');
  };
  for (const [filedAt, fate] of fates(random, wanted)) {
    batch.push(requestRow(random, staff, filedAt, fate));
    if (batch.length === BATCH) await store();
  }
  if (batch.length > 0) await store();
}
