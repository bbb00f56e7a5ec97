// record-backup: a backup of Bulkhead's own database was made and read back; it is on record from then on.
import { z } from 'zod';
import { ok } from '#lib/rules/result.ts';
import { insertBackup, type NewBackup } from '#lib/store/audit/backups.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const COUNT = z.int().min(0);

const input = z.strictObject({
  madeAt: z.iso.datetime({ error: 'The moment of the backup, in ISO 8601.' }),
  fileName: z.string().regex(/^[^/]{1,255}$/, 'The name of the file, without its folder.'),
  sizeBytes: COUNT.min(1),
  rows: COUNT,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'The sha256 of the file, in hex.'),
  auditSeq: COUNT,
  emergency: z.boolean(),
  durationMs: COUNT,
});

export const recordBackup: Command<z.output<typeof input>, void, null, NewBackup, { recorded: boolean }> = {
  name: 'record-backup',
  input,
  body: null,
  load: async (tx) => ({ state: null, now: await databaseNow(tx) }),
  decide: (_state, backup) =>
    ok({
      next: backup,
      events: [
        {
          kind: backup.emergency ? 'backup.made-in-emergency' : 'backup.made',
          subject: backup.fileName,
          reason: `Picture of ${backup.madeAt}, read back and whole`,
          details: {
            sha256: backup.sha256,
            sizeBytes: backup.sizeBytes,
            rows: backup.rows,
            auditSeq: backup.auditSeq,
          },
        },
      ],
      effects: [],
      answer: { recorded: true },
    }),
  save: insertBackup,
};
