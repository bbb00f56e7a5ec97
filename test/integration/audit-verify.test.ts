// What a superuser does to the log is found by verifying it against the checkpoints outside, and said in a sentence.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLinks } from '#lib/audit/chain-reader.ts';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import { bareEnvironment } from '#test/bare-environment.ts';
import { checkpointRound } from '#worker/checkpoint-round.ts';
import { openWorkshop, type Workshop } from './audit-workshop.ts';

let shop: Workshop;
let head: number;
/** Entry of the first of two checkpoints; the second is at `head`. */
let marked: number;

beforeEach(async () => {
  shop = await openWorkshop();
  await shop.change(4);
  await checkpointRound(shop.work);
  marked = await shop.headSeq();
  await shop.change(4);
  await checkpointRound(shop.work);
  head = await shop.headSeq();
});

afterEach(() => shop.close());

async function found(): Promise<string> {
  const { broken } = await shop.verify();
  return broken ? `${broken.seq}: ${broken.why}` : 'sound';
}

describe('in the database', () => {
  test('an untouched log is sound and agrees with both checkpoints', async () => {
    expect(await shop.verify()).toMatchObject({
      broken: null,
      entries: head,
      checkpoints: 2,
      head: { seq: head },
    });
  });

  test('an edit of any column', async () => {
    const seq = marked + 1;
    const edits = {
      reason: "'nothing to see'",
      new_value: '\'"1"\'',
      old_value: 'NULL',
      actor_id: "'somebody else'",
      at: "at - interval '1 microsecond'",
      details: "details || ' '",
      revision: 'revision + 1',
      change_set_id: 'NULL',
      symbol: "''",
    };
    for (const [column, value] of Object.entries(edits)) {
      const { rows } = await shop.superuser.query(
        `SELECT ${column}::text AS was FROM audit_log WHERE seq = ${seq}`,
      );
      await shop.tamper(`UPDATE audit_log SET ${column} = ${value} WHERE seq = ${seq}`);
      expect(await found(), column).toBe(
        `${seq}: Entry ${seq} was changed after it was written: its content does not give its hash.`,
      );
      const was = rows[0].was === null ? 'NULL' : shop.superuser.escapeLiteral(rows[0].was);
      await shop.tamper(`UPDATE audit_log SET ${column} = ${was} WHERE seq = ${seq}`);
      expect(await found(), `${column} restored`).toBe('sound');
    }
  });

  test('an edit whose own hash was made anew', async () => {
    await shop.tamper(
      `UPDATE audit_log SET reason = 'other' WHERE seq = 3;
       UPDATE audit_log l SET hash = sha256(prev_hash || audit_content(l)) WHERE seq = 3`,
    );
    expect(await found()).toBe(
      '4: Entry 4 is not chained to entry 3 as it stands: one of the two was replaced.',
    );
  });

  test('a deletion in the middle', async () => {
    await shop.tamper('DELETE FROM audit_log WHERE seq = 4');
    expect(await found()).toBe('4: Entry 4 is missing: entry 5 follows entry 3.');
  });

  test('a deletion that was closed up', async () => {
    await shop.tamper(`DELETE FROM audit_log WHERE seq = 4;
      UPDATE audit_log SET seq = -seq WHERE seq > 4; UPDATE audit_log SET seq = -seq - 1 WHERE seq < 0;
      UPDATE audit_head SET seq = seq - 1`);
    expect(await found()).toMatch(/^4: Entry 4 is not chained to entry 3/);
  });

  test('a cut tail', async () => {
    await shop.tamper(`DELETE FROM audit_log WHERE seq > ${head - 2}`);
    expect(await found()).toBe(
      `${head - 1}: The log ends at entry ${head - 2} although ${head} were written: its tail is missing.`,
    );
  });

  test('a cut tail with the head set back to match', async () => {
    await shop.tamper(`DELETE FROM audit_log WHERE seq > ${head - 2};
      DELETE FROM audit_checkpoints WHERE seq > ${head - 2};
      UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1)`);
    const [, last] = shop.lines();
    expect(await found()).toBe(
      `${head - 1}: The log ends at entry ${head - 2} although entry ${head} was signed at ${last?.signedAt}: its tail is missing.`,
    );
  });

  test('a cut tail that was grown again', async () => {
    await shop.tamper(`DELETE FROM audit_log WHERE seq > ${head - 2};
      UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1)`);
    await shop.change(5);
    const [, last] = shop.lines();
    expect(await found()).toBe(
      `${head}: Entry ${head} is not the one that was signed at ${last?.signedAt}: the log was rewritten after entry ${marked}.`,
    );
  });

  test('a full rewrite, consistent in itself', async () => {
    await shop.rewriteFrom(1, "actor_name = 'Somebody else'");
    const [first] = shop.lines();
    expect(await found()).toBe(
      `${marked}: Entry ${marked} is not the one that was signed at ${first?.signedAt}: the log was rewritten at or before it.`,
    );
  });

  test('a rewrite of what came after a checkpoint', async () => {
    await shop.rewriteFrom(marked + 1, "reason = 'a nicer reason'");
    expect(await found()).toMatch(new RegExp(`^${head}: .* the log was rewritten after entry ${marked}\\.$`));
  });

  test('entries that were put in below the first or beyond the head', async () => {
    const copy = (seq: number) =>
      `INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor_name, kind, subject, prev_hash, hash)
       SELECT ${seq}, at, actor_kind, actor_id, actor_name, kind, subject, prev_hash, hash FROM audit_log WHERE seq = 1`;
    await shop.tamper(copy(0));
    expect(await found()).toBe('0: Entry 0 stands where entry 1 belongs.');
    await shop.tamper(`DELETE FROM audit_log WHERE seq = 0; ${copy(head + 3)}`);
    expect(await found()).toMatch(new RegExp(`^${head + 1}: Entry ${head + 3} exists although`));
  });

  test('a function of the database that lies', async () => {
    await shop.superuser.query(
      "CREATE OR REPLACE FUNCTION audit_content(entry audit_log) RETURNS bytea LANGUAGE sql STABLE AS $$ SELECT 'x'::bytea $$",
    );
    await shop.change(1);
    expect(await found()).toMatch(new RegExp(`^${head + 1}: Entry ${head + 1} was changed`));
  });
});

describe('in the checkpoint file', () => {
  const edit = (change: (lines: string[]) => string[]) => {
    const lines = readFileSync(shop.files.checkpoints, 'utf8').trimEnd().split('\n');
    writeFileSync(
      shop.files.checkpoints,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
  };

  test('an edited hash', async () => {
    edit(([first = '', second = '']) => [first.replace(/"hash":"../, '"hash":"00'), second]);
    expect(await found()).toMatch(
      new RegExp(
        `^${marked}: Line 1 of the outside checkpoints \\(entry ${marked}\\) was edited: it does not bear the signature`,
      ),
    );
  });

  test('a moved line, a cut line and a line of another installation', async () => {
    edit((lines) => lines.toReversed());
    expect(await found()).toMatch(/^\d+: Line 2 of the outside checkpoints .* lines were moved or put in\.$/);
    edit(([first = '', second = '']) => [second, first.slice(0, 40)]);
    expect(await found()).toMatch(/Line 2 of the outside checkpoints is not a checkpoint/);
    edit(([, first = '']) => [first]);
    await shop.superuser.query('UPDATE installation SET installation_id = gen_random_uuid()');
    expect(await found()).toMatch(/Line 1 of the outside checkpoints/);
  });
});

describe('bulkhead audit verify', { timeout: 90_000 }, () => {
  interface Run {
    code: number | null;
    out: string;
    err: string;
  }

  /** Through the shim, with whatever Node the shell finds first. */
  function bulkhead(...args: string[]): Promise<Run> {
    const child = spawn(
      'node',
      [join(import.meta.dirname, '../../cli/bulkhead.mjs'), 'audit', 'verify', ...args],
      {
        env: bareEnvironment({ BULKHEAD_DATA_DIR: shop.files.folder }),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const run = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      run.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      run.err += chunk;
    });
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...run })));
  }

  test('says that the log is sound, from run.json alone', async () => {
    writeFileSync(join(shop.files.folder, 'run.json'), JSON.stringify({ databaseUrl: shop.database.app }));
    const run = await bulkhead();
    expect(run.err).toBe('');
    expect(run.out).toMatch(
      new RegExp(
        `^The audit log is sound\\.\n  entries +${head}\n  head hash +[0-9a-f]{64}\n  checkpoints +2 agree`,
      ),
    );
    expect(run.code).toBe(0);
  });

  test('names the first break and ends with 7', async () => {
    await shop.tamper("UPDATE audit_log SET reason = 'other' WHERE seq = 5");
    const run = await bulkhead('--database-url', shop.database.app);
    expect(run.code).toBe(7);
    expect(run.out).toMatch(
      /^The audit log is BROKEN at entry 5\.\n {2}Entry 5 was changed after it was written/,
    );
    const json = await bulkhead('--database-url', shop.database.app, '--json');
    expect(json.code).toBe(7);
    expect(JSON.parse(json.out)).toMatchObject({ sound: false, entries: 4, broken: { seq: 5 } });
  });

  test('an exported file', async () => {
    const file = join(shop.files.folder, 'export.ndjson');
    const entries = await exportAll();
    const write = (list: readonly AuditExportEntry[]) =>
      writeFileSync(file, list.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    write(entries);
    const compared = await bulkhead(file, '--checkpoints', shop.files.checkpoints);
    expect(compared.out).toMatch(/is sound[\s\S]*2 agree/);
    expect(compared.code).toBe(0);
    write(entries.slice(0, -1));
    expect((await bulkhead(file)).code).toBe(0);
    write(entries.map((entry) => (entry.seq === 6 ? { ...entry, newValue: '"1"' } : entry)));
    const edited = await bulkhead(file);
    expect(edited.out).toMatch(/BROKEN at entry 6/);
    expect(edited.code).toBe(7);
    writeFileSync(file, `${JSON.stringify(entries[0])}\nnonsense\n`);
    expect((await bulkhead(file)).out).toMatch(/Line 2 of the file is not an entry/);
  });

  test('says what is missing', async () => {
    const cases: [string[], number, RegExp][] = [
      [[], 2, /Name the database with --database-url/],
      [['--database-url', 'nonsense'], 2, /postgresql:\/\//],
      [['--database-url', 'postgresql://a:secret@127.0.0.1:1/x'], 9, /Nothing listens at 127\.0\.0\.1:1/],
      [['--database-url', shop.database.superuser.replace(/\/\w+$/, '/postgres')], 5, /holds no audit log/],
      [['--database-url', shop.database.edge], 4, /may not read the log/],
      [['--database-url', shop.database.app, '--checkpoints', '/none'], 2, /There is no file \/none/],
      [['--database-url', shop.database.app, '--public-key', shop.files.checkpoints], 2, /not an Ed25519/],
      [['--nonsense'], 2, /unknown option/],
    ];
    for (const [args, code, sentence] of cases) {
      const run = await bulkhead(...args);
      expect(run.err, args.join(' ')).toMatch(sentence);
      expect(run.err).not.toContain('secret');
      expect(run.code, args.join(' ')).toBe(code);
    }
    const alone = await bulkhead('--database-url', shop.database.app, '--no-checkpoints');
    expect(alone.code).toBe(0);
    expect(alone.err).toMatch(/cut or rewritten as a whole looks sound too/);
  });

  async function exportAll(): Promise<AuditExportEntry[]> {
    const entries: AuditExportEntry[] = [];
    for await (const page of readLinks(shop.superuser, 0, head)) {
      for (const { seq, fields: f, prevHash, hash } of page) {
        const number = (text: string | null | undefined) => (text == null ? null : Number(text));
        entries.push({
          seq,
          at: f[1] ?? '',
          actorKind: f[2] ?? '',
          actorId: f[3] ?? '',
          actorName: f[4] ?? '',
          kind: f[5] ?? '',
          subject: f[6] ?? '',
          symbol: f[7] ?? null,
          oldValue: f[8] ?? null,
          newValue: f[9] ?? null,
          reason: f[10] ?? null,
          changeSetId: f[11] ?? null,
          epoch: number(f[12]),
          revision: number(f[13]),
          details: f[14] ?? null,
          prevHash,
          hash,
        });
      }
    }
    return entries;
  }
});
