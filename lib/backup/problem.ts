// Why a backup, its check or a restore did not work: a sentence for the person, and a code of the closed error table.
import type { ErrorCode } from '#lib/catalog/errors.ts';

export class BackupProblem extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupProblem';
    this.code = code;
  }
}
