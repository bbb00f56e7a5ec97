// Runs a command line and ends with the exit code of the closed error table.
import { type Command, CommanderError } from 'commander';
import { ERRORS } from '#lib/catalog/errors.ts';
import { CliFailure } from './failure.ts';
import { printError } from './output.ts';

/** Sets the exit code of the process; never throws. */
export async function runProgram(program: Command, args: readonly string[]): Promise<void> {
  // The word comes after the write that nobody read, maybe when the command is through.
  if (!process.stdout.listeners('error').includes(endQuietly)) process.stdout.on('error', endQuietly);
  try {
    await program.exitOverride().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end here too, with 0; commander has printed what there is to say.
      process.exitCode = error.exitCode === 0 ? 0 : ERRORS.invalid_input.exit;
    } else if (error instanceof CliFailure) {
      printError(error.message);
      process.exitCode = error.exitCode;
    } else if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
      for (const line of String((error as Error).stack ?? error).split('\n')) printError(line);
      process.exitCode = ERRORS.internal.exit;
    }
  }
}

/** Whoever reads our output, such as head, has seen enough. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}
