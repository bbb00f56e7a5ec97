// Fills the audit log with a million entries that look like two years of a busy venue, correctly chained.
import pg from 'pg';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { type ContentFields, linkHash } from '#lib/rules/audit/chain.ts';

const BATCH = 5_000;
const YEARS_MS = 2 * 365 * 86_400_000;
const PEOPLE = 40;
const BECAUSE = ['Volatility', 'Exposure', 'Reserve', 'Latency', 'Reconciliation', 'Canary', 'Withdrawals'];
const WHAT = ['above its limit on', 'back to normal on', 'under review for', 'agreed with the desk for'];
const WHERE = [
  'the hedge venue',
  'the internal book',
  'the matching engine',
  'the hot wallet',
  'the Asian session',
];

/** How often each kind occurs, of a hundred. */
const KINDS = [
  ...Array<string>(70).fill('switch.changed'),
  ...Array<string>(13).fill('session.opened'),
  ...Array<string>(11).fill('session.closed'),
  ...Array<string>(5).fill('command.denied'),
  'instance.isolated',
];

/** The same numbers in each run (mulberry32), so that runs are comparable. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function pick<T>(random: (below: number) => number, from: readonly T[]): T {
  return from[random(from.length)] as T;
}

function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Everybody the entries name: ids and names. */
export const AUDIT_PEOPLE = Array.from({ length: PEOPLE }, (_, index) => ({
  id: uuidOf(index + 1),
  name: `${['Ana', 'Bruno', 'Chidi', 'Dana', 'Emre'][index % 5]} ${ROLE_NAMES[index % ROLE_NAMES.length]} ${index + 1}`,
}));

/** The hashed fields of entry `seq` (see lib/rules/audit/chain.ts), `share` of the way through the two years. */
function fieldsOf(seq: number, share: number, random: (below: number) => number): ContentFields {
  const at = new Date(Date.UTC(2024, 0, 1) + share * YEARS_MS).toISOString();
  const person = pick(random, AUDIT_PEOPLE);
  const kind = pick(random, KINDS);
  const changed = kind === 'switch.changed';
  const value = random(1_000_000);
  const reason = `${pick(random, BECAUSE)} ${pick(random, WHAT)} ${pick(random, WHERE)}, ticket OPS-${random(200_000)}`;
  return [
    String(seq),
    at.replace('Z', `${String(random(1_000)).padStart(3, '0')}Z`),
    'person',
    person.id,
    person.name,
    kind,
    changed ? pick(random, SWITCH_NAMES) : person.id,
    changed && random(3) === 0 ? pick(random, SYMBOLS) : null,
    changed ? `"${value}"` : null,
    changed ? `"${value + 1 + random(500)}"` : null,
    changed ? reason : null,
    changed ? uuidOf(seq) : null,
    changed ? '1' : null,
    changed ? String(seq) : null,
    changed ? '{"direction":"reducing","command":"set-switch"}' : null,
  ];
}

const INSERT = `
  INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor_name, kind, subject, symbol, old_value, new_value, reason,
    change_set_id, epoch, revision, details, prev_hash, hash)
  SELECT a::bigint, b::timestamptz, c, d, e, f, g, h, i, j, k, l::uuid, m::int, n::bigint, o, decode(p, 'hex'), decode(q, 'hex')
  FROM unnest(${Array.from({ length: 17 }, (_, index) => `$${index + 1}::text[]`).join(', ')})
    AS row(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q)`;

/** The database stores on as many connections while the next entries are being made. */
const WRITERS = 2;

/**
 * Appends entries until there are `total`, as only the owner of the table could: without the trigger (the hashes are
 * made here) and without the indexes, which are made again afterwards. Nobody else may write meanwhile.
 */
export async function fillAuditLog(ownerUrl: string, total: number): Promise<void> {
  const clients = Array.from({ length: WRITERS }, () => new pg.Client({ connectionString: ownerUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  const [client] = clients as [pg.Client];
  try {
    const indexes = await dropIndexes(client);
    await client.query('ALTER TABLE audit_log DISABLE TRIGGER audit_log_append');
    const { rows } = await client.query<{ seq: string; hash: string }>(
      "SELECT seq, encode(hash, 'hex') AS hash FROM audit_head",
    );
    const head = await append(clients, Number(rows[0]?.seq), String(rows[0]?.hash), total);
    await client.query("UPDATE audit_head SET seq = $1, hash = decode($2, 'hex')", [total, head]);
    await client.query('ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_append');
    await client.query("SET maintenance_work_mem = '512MB'");
    for (const index of indexes) await client.query(index);
    await client.query('VACUUM ANALYZE audit_log');
  } finally {
    await Promise.all(clients.map((one) => one.end()));
  }
}

/** Answers the statements that make them again. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; statement: string }>(
    `SELECT indexname AS name, indexdef AS statement FROM pg_indexes
     WHERE tablename = 'audit_log' AND indexname <> 'audit_log_pkey'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${client.escapeIdentifier(name)}`);
  return rows.map((row) => row.statement);
}

/** Answers the last hash. */
async function append(
  clients: readonly pg.Client[],
  from: number,
  hash: string,
  total: number,
): Promise<string> {
  const random = createRandom(20_260_319);
  const stored = clients.map(() => Promise.resolve() as Promise<unknown>);
  let last = hash;
  for (let seq = from + 1, turn = 0; seq <= total; turn = (turn + 1) % clients.length) {
    const columns: (string | null)[][] = Array.from({ length: 17 }, () => []);
    for (const end = Math.min(total, seq + BATCH - 1); seq <= end; seq++) {
      const fields = fieldsOf(seq, seq / total, random);
      const next = linkHash(last, fields);
      for (const [index, value] of [...fields, last, next].entries()) columns[index]?.push(value);
      last = next;
    }
    await stored[turn];
    const batch = clients[turn]?.query({ name: 'append', text: INSERT, values: columns });
    // Its failure is heard when its turn comes again.
    batch?.catch(() => {});
    stored[turn] = Promise.resolve(batch);
  }
  await Promise.all(stored);
  return last;
}
