// A file that is attached to a check: kept whole, called by its hash in log and form, handed out, and carried by a backup.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDatabase } from '#lib/backup/read-database.ts';
import { EVIDENCE } from '#lib/catalog/canary-runs.ts';
import { noteCanaryEvidence } from '#lib/commands/canary/note-canary-evidence.ts';
import { evidenceFileOf } from '#lib/reads/canary/evidence-file.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import { ANONYMOUS } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { PROGRAMME } from '#test/canary-programme.ts';
import { keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';

const [engineer, auditor] = [person('engineer'), person('auditor')];
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(3_000, 7)]);
const SHA = createHash('sha256').update(PNG).digest('hex');

let owner: pg.Client;
let app: pg.Client;
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
const runId = randomUUID();
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-evidence-'));

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  app = new pg.Client({ connectionString: opened.app });
  await owner.connect();
  await app.connect();
  await keepPeople(owner, engineer, auditor);
  await owner.query(
    `INSERT INTO canary_runs (id, programme, definition, reason, stage_entered_at, planned_by, planned_name, planned_at)
     VALUES ($1, $2, $3, 'A test', clock_timestamp(), $4, $5, clock_timestamp())`,
    [runId, PROGRAMME.key, JSON.stringify(PROGRAMME), engineer.id, engineer.name],
  );
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app?.end();
  await owner?.end();
  await opened?.close();
});

const note = (more: Record<string, unknown>) =>
  execute(
    noteCanaryEvidence,
    { runId, check: 'pnl-accurate', holds: true, text: 'Compared with the fills', ...more },
    engineer,
  );
const attached = (name: string, content: Buffer) => ({
  file: { name, content: content.toString('base64') },
});

async function count(table: string): Promise<number> {
  const { rows } = await owner.query(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0].n;
}

test('it is kept, stands by its hash in log, run and form, and comes out byte for byte', async () => {
  const noted = await note(attached('../../stop me.png', PNG));
  if (!noted.ok) throw new Error(noted.error.message);
  const { evidenceId } = noted.value;
  const { rows } = await owner.query(
    "SELECT details::jsonb AS details FROM audit_log WHERE kind = 'canary.evidence' ORDER BY seq DESC LIMIT 1",
  );
  expect(rows[0].details).toMatchObject({ fileName: 'stop me.png', fileSha256: SHA, fileBytes: PNG.length });

  const run = await ask(readCanary, { id: runId }, auditor);
  const criteria = run.ok ? run.value.groups.flatMap((group) => group.criteria) : [];
  const file = { name: 'stop me.png', sha256: SHA, sizeBytes: PNG.length };
  expect(criteria.find(({ key }) => key === 'pnl-accurate')?.evidence).toMatchObject({
    id: evidenceId,
    file,
  });
  const form = await ask(readSignoff, { run: runId, gate: '0' }, auditor);
  expect(form.ok && form.value.snapshot.criteria.find(({ key }) => key === 'pnl-accurate')?.file).toEqual({
    name: 'stop me.png',
    sha256: SHA,
  });

  const out = await evidenceFileOf(evidenceId, auditor);
  expect(out).toMatchObject({ ok: true, value: { name: 'stop me.png', mediaType: 'image/png' } });
  expect(out.ok && Buffer.from(out.value.content)).toEqual(PNG);
  expect(await evidenceFileOf(evidenceId, ANONYMOUS)).toMatchObject({ ok: false });
  for (const id of [randomUUID(), 'x', "'"])
    expect(await evidenceFileOf(id, auditor)).toMatchObject({ error: { code: 'not_found' } });
});

test('the largest file is taken within the time of a write', async () => {
  const noted = await note(attached('log.txt', Buffer.alloc(EVIDENCE.fileBytes, 'a')));
  expect(noted).toMatchObject({ ok: true });
});

test.each([
  ['a page', attached('page.html', Buffer.from('<html>')), 'file: attach a file whose name ends in one of'],
  [
    'a page under another name',
    attached('page.png', Buffer.from('<html>')),
    'does not hold what its name says',
  ],
  ['too large', attached('log.txt', Buffer.alloc(EVIDENCE.fileBytes + 1, 'a')), 'larger than 5 MiB'],
  ['far too large', attached('log.txt', Buffer.alloc(EVIDENCE.fileBytes + 9, 'a')), 'larger than 5 MiB'],
  ['not base64', { file: { name: 'log.txt', content: '%%%' } }, 'base64'],
  ['without content', { file: { name: 'log.txt' } }, 'base64'],
  ['a link without TLS', { link: 'http://example.com/a' }, 'https://'],
  ['a link that acts', { link: 'javascript:alert(1)' }, 'https://'],
])('%s is refused with a sentence, and nothing of it is kept', async (_what, more, sentence) => {
  const before = [await count('canary_evidence'), await count('canary_evidence_files')];
  expect(await note(more)).toMatchObject({
    error: { code: 'invalid_input', message: expect.stringContaining(sentence) },
  });
  expect([await count('canary_evidence'), await count('canary_evidence_files')]).toEqual(before);
});

test('the database keeps hash and bytes together, and changes neither', async () => {
  const word = `INSERT INTO canary_evidence (id, run_id, stage, key, holds, text, file_name, file_sha256, person_id, person_name, at)
    VALUES ($1, $2, 0, 'pnl-accurate', true, 'Seen', 'a.txt', $3, $4, 'E', clock_timestamp())`;
  const id = randomUUID();
  await expect(owner.query(word, [id, runId, SHA, engineer.id])).rejects.toThrow(
    'names a file that is not there',
  );
  await owner.query('BEGIN');
  await owner.query(word, [id, runId, SHA, engineer.id]);
  await expect(
    owner.query("INSERT INTO canary_evidence_files VALUES ($1, 'text/plain', $2)", [
      id,
      Buffer.from('other'),
    ]),
  ).rejects.toThrow('not that of its file');
  await owner.query('ROLLBACK');
  for (const sql of ["UPDATE canary_evidence_files SET content = 'x'", 'DELETE FROM canary_evidence_files']) {
    await expect(owner.query(sql)).rejects.toThrow('stays as it is');
    await expect(app.query(sql)).rejects.toThrow('permission denied');
  }
});

test('a backup carries it', async () => {
  const reader = new pg.Client({ connectionString: opened.owner });
  await reader.connect();
  const manifest = await readDatabase(reader, folder, false);
  await reader.end();
  const part = manifest.tables.find(({ name }) => name === 'canary_evidence_files');
  expect(part?.rows).toBe(2);
  const files = readFileSync(join(folder, 'tables/canary_evidence_files.copy'), 'utf8');
  expect(files).toContain(PNG.toString('hex'));
});
