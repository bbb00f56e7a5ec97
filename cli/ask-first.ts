// What is asked before anything is sent: why, when the command line did not say it, and whether it is to be done.
import { CliFailure } from './failure.ts';
import { askLine, askYes, canAsk } from './terminal.ts';

/** For the audit log. Throws CliFailure when nobody says it. */
export async function reasonFor({ reason }: { reason?: string }): Promise<string> {
  if (reason !== undefined) return reason;
  if (canAsk()) return askLine('Reason, for the audit log: ');
  throw new CliFailure('invalid_reason', 'Say why with --reason, for the audit log.');
}

/** Throws CliFailure unless the person says yes, here or beforehand by --yes. */
export async function confirmed(question: string, { yes }: { yes?: boolean }): Promise<void> {
  if (yes) return;
  if (!canAsk()) {
    throw new CliFailure(
      'invalid_input',
      'There is nobody to ask here: say --yes to do it. Nothing was changed.',
    );
  }
  if (!(await askYes(question))) throw new CliFailure('invalid_input', 'Nothing was changed.');
}
