// Puts a backup on record in the database it was made of, through the same write path as everything else.
import { recordBackup } from '#lib/commands/audit/record-backup.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import type { NewBackup } from '#lib/store/audit/backups.ts';
import { disconnect } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';

/** Undefined when it is on record; else why not: a database that cannot be written to still has its backup. */
export async function recordIn(url: string, backup: NewBackup): Promise<string | undefined> {
  process.env.DATABASE_URL = url;
  try {
    const result = await execute(recordBackup, backup, SYSTEM);
    return result.ok || result.error.code === 'conflict' ? undefined : result.error.message;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await disconnect();
  }
}
