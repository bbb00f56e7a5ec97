// `bulkhead switch undo`: one change set undone, as that would turn out now; what somebody changed since is left as it is.
import type { Command } from 'commander';
import type { ChangeSetView } from '#lib/contract/console.ts';
import type { RollbackBody } from '#lib/contract/rollback.ts';
import { askRead } from './api.ts';
import { matrixGuardOf, showAndSend } from './change-preview.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError } from './output.ts';
import { conflictLine, differencesOf, notesOf, previewOf } from './rollback-preview.ts';
import {
  expectedOption,
  keyOption,
  READERS,
  reasonOption,
  rolesFor,
  type WriteOptions,
  withTerms,
  yesOption,
} from './switch-arguments.ts';
import { canAsk } from './terminal.ts';
import { instant } from './times.ts';

interface Options extends DoorOptions, WriteOptions {
  skipConflicts?: boolean;
}

const HELP = `
The difference is shown first; on a terminal you are asked, elsewhere --yes says that nobody has to be.
A value that somebody has changed since is left as it is. Then the rest is undone when you say so: at the terminal, or
with --skip-conflicts. A matrix that changed between the difference and your word is refused (exit code 6).`;

export function asUndoChangeSet(command: Command): Command {
  return withTerms(command)
    .description('Undo one change set: its values go back to what they were.')
    .argument('<change-set>', 'its id, as switch set, switch history --json and the console show it')
    .option('--skip-conflicts', 'undo what nobody has changed since, and leave the rest as it is')
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(expectedOption())
    .addOption(keyOption())
    .addHelpText('after', HELP)
    .action((id: string, _options, own: Command) => undoChangeSet(id, own.optsWithGlobals()));
}

async function undoChangeSet(id: string, options: Options): Promise<void> {
  const { items } = await askRead<{ items: readonly ChangeSetView[] }>(doorOf(options, READERS), 'changes', {
    id,
  });
  const [undone] = items;
  if (!undone) throw new CliFailure('not_found', `There is no change set ${id.slice(0, 60)}.`);
  const body = await previewOf(options, { changeSetId: id });
  // Whoever brings a key asks the same again: it may be undone by now, and the answer is what is wanted.
  if (options.idempotencyKey === undefined) conflictsSeen(body, options);
  const skips = options.skipConflicts || (body.conflicts.length > 0 && options.idempotencyKey === undefined);
  const guard = matrixGuardOf(options, body);
  await showAndSend(
    doorOf(options, rolesFor(body.changes.map((change) => change.switch))),
    {
      command: 'undo-change-set',
      input: { changeSetId: id, ...(skips ? { skipConflicts: true } : {}), ...guard.input },
      title: `Undo what ${undone.actor.name} did at ${instant(undone.at)} (${undone.reason})`,
      differences: differencesOf(body),
      notes: notesOf(body, options),
      question: body.conflicts.length > 0 ? 'Undo the rest?' : 'Do it?',
      again: `${skips ? '--skip-conflicts' : ''}${guard.again}`.trim(),
    },
    options,
  );
}

/** Throws CliFailure when nothing is left to undo, or when nobody has said that the rest is wanted. */
function conflictsSeen({ conflicts, changes }: RollbackBody, options: Options): void {
  if (conflicts.length === 0) return;
  const mayAsk = canAsk() && !options.yes;
  if (changes.length > 0 && (options.skipConflicts || mayAsk)) return;
  for (const one of conflicts) printError(`Changed again since: ${conflictLine(one)}.`);
  throw new CliFailure(
    'conflict',
    changes.length > 0
      ? 'Nothing was undone. Undo the rest with --skip-conflicts, undo the newer change first, or set the values yourself.'
      : 'Nothing is left to undo. Undo the newer change first, or set the values yourself.',
  );
}
