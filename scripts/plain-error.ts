// A failure whose message is for the person at the terminal: printed as it is, without a stack.
import { EXIT_CONFIG } from '#lib/process/env.ts';

export class PlainError extends Error {
  readonly exitCode: number;

  /** `exitCode` 78 says that trying again will not help until something is changed. */
  constructor(message: string, exitCode = EXIT_CONFIG, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlainError';
    this.exitCode = exitCode;
  }
}
