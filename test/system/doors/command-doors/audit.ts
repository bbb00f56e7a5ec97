// The doors of the audit log and backups.
import { DONE, type Door, NOBODY } from './door.ts';

export const AUDIT: Record<string, Door> = {
  'record-backup': { input: { fileName: 'bulkhead.tar.gz' }, roles: NOBODY, outcome: DONE },
  'record-integrity': { input: { found: 'sound' }, roles: NOBODY, outcome: DONE },
};
