// `bulkhead switch undo`: the values from before one change set, with the difference shown first.
import type { Command } from 'commander';
import type { ChangeSetView } from '#lib/contract/console.ts';
import { askRead } from './api.ts';
import { showAndSend } from './change-preview.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import {
  keyOption,
  READERS,
  reasonOption,
  rolesFor,
  type WriteOptions,
  yesOption,
} from './switch-arguments.ts';
import { instant } from './times.ts';

export function asUndoChangeSet(command: Command): Command {
  return command
    .description('Undo one change set: all of its values go back to what they were.')
    .argument('<change-set>', 'its id, as switch set, switch history --json and the console show it')
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(keyOption())
    .action((id: string, _options, own: Command) => undoChangeSet(id, own.optsWithGlobals()));
}

async function undoChangeSet(id: string, options: DoorOptions & WriteOptions): Promise<void> {
  const { items } = await askRead<{ items: readonly ChangeSetView[] }>(doorOf(options, READERS), 'changes', {
    id,
  });
  const [undone] = items;
  if (!undone) throw new CliFailure('not_found', `There is no change set ${id.slice(0, 60)}.`);
  await showAndSend(
    doorOf(options, rolesFor(undone.changes.map((change) => change.switch))),
    {
      command: 'undo-change-set',
      input: { changeSetId: id },
      title: `Undo what ${undone.actor.name} did at ${instant(undone.at)} (${undone.reason})`,
      differences: undone.changes.map((change) => ({
        switch: change.switch,
        symbol: change.symbol,
        from: change.newValue,
        to: change.oldValue,
        fromInherited: change.newInherited,
        toInherited: change.oldInherited,
      })),
    },
    options,
  );
}
