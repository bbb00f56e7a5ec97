// A database with an audit log, its signing key and checkpoint file, and the tools of somebody who tampers with it.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { lookAtLines } from '#lib/audit/line-file.ts';
import { readSigningKey } from '#lib/audit/signing-key.ts';
import { type Verdict, verifyDatabase } from '#lib/audit/verify-chain.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { CheckpointLine } from '#lib/contract/audit-export.ts';
import { createLog } from '#lib/process/log.ts';
import { execute } from '#lib/write/execute.ts';
import { openConsoleDatabase, person } from '#test/console-database.ts';
import type { AuditWork } from '#worker/audit-work.ts';
import { openPool } from '#worker/database.ts';

export interface Workshop {
  database: Awaited<ReturnType<typeof openConsoleDatabase>>;
  superuser: pg.Client;
  work: AuditWork;
  files: { checkpoints: string; privateKey: string; publicKey: string; folder: string };
  /** Writes audit entries through the write path (switch changes, the last of them `value`). */
  change(times: number): Promise<void>;
  headSeq(): Promise<number>;
  lines(): CheckpointLine[];
  verify(): Promise<Verdict>;
  /** Runs SQL as a superuser who has switched every guard off for the moment. */
  tamper(sql: string): Promise<void>;
  /** Rewrites the log from an entry on so that it is consistent in itself, with every trace in the database. */
  rewriteFrom(seq: number, change: string): Promise<void>;
  close(): Promise<void>;
}

const silent = createLog('test', { level: 'silent' });

export async function openWorkshop(): Promise<Workshop> {
  const database = await openConsoleDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-audit-'));
  const files = {
    folder,
    checkpoints: join(folder, 'checkpoints', 'audit.ndjson'),
    privateKey: join(folder, 'audit-key.pem'),
    publicKey: join(folder, 'audit-key.pub.pem'),
  };
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(files.privateKey, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(files.publicKey, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const key = readSigningKey(files.privateKey);
  const pool = openPool(database.app, silent);
  const superuser = new pg.Client({ connectionString: database.superuser });
  await superuser.connect();
  const work: AuditWork = { pool, url: database.app, key, file: files.checkpoints, log: silent };
  let step = 0;

  const guards = async (state: 'DISABLE' | 'ENABLE ALWAYS') => {
    for (const [table, triggers] of Object.entries(TRIGGERS)) {
      for (const trigger of triggers)
        await superuser.query(`ALTER TABLE ${table} ${state} TRIGGER ${trigger}`);
    }
  };
  const tamper = async (sql: string) => {
    await guards('DISABLE');
    await superuser.query(sql);
    await guards('ENABLE ALWAYS');
  };

  return {
    database,
    superuser,
    work,
    files,
    tamper,
    async change(times) {
      for (let i = 0; i < times; i++) {
        step += 1;
        const value = String(9_000 - step);
        const input = { switch: 'normal_threshold', value, reason: `Lower it, step ${step}` };
        const result = await execute(setSwitch, input, person('risk_manager'));
        if (!result.ok) throw new Error(result.error.message);
      }
    },
    async headSeq() {
      const { rows } = await superuser.query('SELECT seq::int FROM audit_head');
      return rows[0].seq;
    },
    lines: () => readLinesOf(files.checkpoints),
    async verify() {
      const file = await lookAtLines(files.checkpoints);
      const client = await pool.connect();
      try {
        return await verifyDatabase(client, file && { file, publicKey: key.publicKey }, {}, 3);
      } finally {
        client.release();
      }
    },
    rewriteFrom: (seq, change) =>
      tamper(`DO $$
        DECLARE entry audit_log; previous bytea;
        BEGIN
          UPDATE audit_log SET ${change} WHERE seq = ${seq};
          SELECT prev_hash INTO previous FROM audit_log WHERE seq = ${seq};
          FOR entry IN SELECT * FROM audit_log WHERE seq >= ${seq} ORDER BY seq LOOP
            entry.prev_hash := previous;
            previous := sha256(previous || audit_content(entry));
            UPDATE audit_log SET prev_hash = entry.prev_hash, hash = previous WHERE seq = entry.seq;
          END LOOP;
          UPDATE audit_head SET hash = previous;
          UPDATE audit_integrity SET verified_hash = (SELECT hash FROM audit_log WHERE seq = verified_seq);
          DELETE FROM audit_checkpoints WHERE seq >= ${seq};
        END $$`),
    async close() {
      await superuser.end();
      await pool.end();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const TRIGGERS = {
  audit_log: ['audit_log_append', 'audit_log_keep_rows', 'audit_log_keep_table'],
  audit_checkpoints: ['audit_checkpoints_keep_rows', 'audit_checkpoints_keep_table'],
};

export function readLinesOf(file: string): CheckpointLine[] {
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CheckpointLine);
}

/** A change toward more exposure; answers `ok` or the code it was refused with. */
export async function raise(): Promise<string> {
  const input = { switch: 'max_order_size_internal', value: '20000', reason: 'More room for larger orders' };
  const result = await execute(setSwitch, input, person('risk_manager'));
  return result.ok ? 'ok' : result.error.code;
}

/** A change toward less exposure; answers `ok` or the code it was refused with. */
export async function reduce(value = '7000'): Promise<string> {
  const input = { switch: 'max_order_size_internal', value, reason: 'Less room' };
  const result = await execute(setSwitch, input, person('risk_manager'));
  return result.ok ? 'ok' : result.error.code;
}
