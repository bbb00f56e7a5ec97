// What ends a command early: a sentence for the person and an exit code of the closed error table.
import { ERRORS, type ErrorCode } from '#lib/catalog/errors.ts';

export class CliFailure extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'CliFailure';
    this.code = code;
  }

  get exitCode(): number {
    return ERRORS[this.code].exit;
  }
}
