// `bulkhead level`: which degradation level holds, pressing one, leaving it, confirming that it is stable.
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { FULL, levelOfNumber } from '#lib/catalog/levels.ts';
import type { ChangeAnswer, ChangedAnswer, ChangeView } from '#lib/contract/console.ts';
import type { LevelsBody, PressAnswer } from '#lib/contract/levels.ts';
import type { Capability } from '#lib/rules/changes/capabilities.ts';
import { askRead, sendCommand } from './api.ts';
import { confirmed } from './ask-first.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { breakGlassOption, incidentOption, READERS, type TermOptions, termsOf } from './switch-arguments.ts';
import { placeName, textOfValue } from './switch-value.ts';
import { saidItWaits } from './waiting.ts';

/** `2 Read-only` */
function named(level: number): string {
  const { name } = level === FULL.level ? FULL : (levelOfNumber(level) ?? { name: '' });
  return `${level} ${name}`.trim();
}

interface Press extends DoorOptions {
  reason: string;
  yes?: boolean;
}

interface Leave extends DoorOptions, TermOptions {
  reason: string;
}

/** Nothing here is done twice: it goes by what holds. */
const LOOK = 'bulkhead level says what holds; asking again does nothing twice.';

export function asLevel(command: Command): Command {
  command.description('Degradation levels.').action((_options, own: Command) => show(own.optsWithGlobals()));
  command
    .command('press')
    .argument('<number>', '1 Partial, 2 Read-only, 3 Stop')
    .description('Press a level: its switches in one change set, at once.')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--yes', 'do not ask')
    .action((text: string, _options, own: Command) => press(text, own.optsWithGlobals()));
  command
    .command('leave')
    .description('Leave the level that was pressed: asks for a second person.')
    .requiredOption('--reason <text>', 'why, at least 12 characters')
    .addOption(incidentOption())
    .addOption(breakGlassOption())
    .action((_options, own: Command) => leave(own.optsWithGlobals()));
  command
    .command('confirm')
    .description('Confirm, after five minutes, that the venue is stable.')
    .action((_options, own: Command) => confirm(own.optsWithGlobals()));
  return command;
}

async function levelsOf(options: DoorOptions): Promise<LevelsBody> {
  return askRead<LevelsBody>(doorOf(options, READERS), 'levels');
}

async function show(options: DoorOptions): Promise<void> {
  const body = await levelsOf(options);
  if (options.json) return printJson(body);
  printLine(`Level ${named(body.current)} holds, at revision ${body.epoch}.${body.revision}.`);
  if (!body.press) return;
  const { level, pressedBy, pressedAt, confirmedAt, observeUntil, drift } = body.press;
  printLine(
    `Level ${level} was pressed by ${pressedBy.name} at ${pressedAt}, ${confirmedAt ? `confirmed at ${confirmedAt}` : `observed until ${observeUntil}`}.`,
  );
  for (const one of drift)
    printError(
      `Drift: ${one.switch} is ${textOfValue(one.value)}, the level set ${textOfValue(one.pressed)} (${one.changedBy ?? 'somebody'}).`,
    );
  if (body.leaving?.request) {
    printLine(`Leaving it waits for a second person: CR-${body.leaving.request.number}.`);
  }
}

function showChanges(changes: readonly ChangeView[]): void {
  for (const change of changes) {
    const place = placeName(change.switch, change.symbol);
    printError(`  ${place}  ${textOfValue(change.oldValue)} → ${textOfValue(change.newValue)}`);
  }
}

async function press(text: string, options: Press): Promise<void> {
  const number = Number(text);
  const body = await levelsOf(options);
  const level = body.levels.find((one) => one.level === number);
  if (!level)
    throw new CliFailure('invalid_input', 'Name the level: 1, 2 or 3. Level 0 is reached by leaving.');
  printError(`Level ${level.level} ${level.title}, from level ${body.current}:`);
  showChanges(level.changes);
  if (level.lost.length > 0) {
    const { CAPABILITIES } = await import('#lib/rules/changes/capabilities.ts');
    const lost = level.lost.map((key) => (key in CAPABILITIES ? CAPABILITIES[key as Capability] : key));
    printError(`  Users of the exchange lose: ${lost.join(', ')}.`);
  }
  if (level.losing) printError(`  ${level.losing}`);
  await confirmed('Press it?', options);
  const answer = await sendCommand<PressAnswer>(
    doorOf(options, number === 3 ? ['super_admin'] : ['risk_manager', 'super_admin']),
    {
      command: 'press-level',
      input: { level: number, reason: options.reason, current: body.current },
      idempotencyKey: randomUUID(),
      look: LOOK,
    },
  );
  if (options.json) return printJson(answer);
  printLine(
    answer.changed
      ? `Level ${number} holds: revision ${answer.epoch}.${answer.revision}. Observe it until ${answer.observeUntil}, then bulkhead level confirm.`
      : `Level ${number} holds already: no value was changed.`,
  );
}

async function leave(options: Leave): Promise<void> {
  const { press, leaving } = await levelsOf(options);
  if (press) {
    printError(`Leave level ${named(press.level)}, back to the values from before it:`);
    showChanges(leaving?.changes ?? []);
    for (const one of leaving?.kept ?? [])
      printError(
        `  ${one.switch} keeps ${textOfValue(one.value)}: ${one.changedBy ?? 'somebody'} set it since.`,
      );
  }
  const answer = await sendCommand<ChangeAnswer>(doorOf(options, ['super_admin']), {
    command: 'leave-level',
    // Another level that was pressed meanwhile is not left.
    input: { ...(press ? { pressId: press.id } : {}), reason: options.reason, ...termsOf(options) },
    idempotencyKey: randomUUID(),
    look: LOOK,
  });
  if (options.json) {
    printJson(answer);
    saidItWaits(answer, true);
    return;
  }
  if (saidItWaits(answer)) return;
  printLine(
    answer.changed
      ? `The level is left: revision ${answer.epoch}.${answer.revision}, change set ${answer.changeSetId}.`
      : 'The level is left; every value was back already.',
  );
}

async function confirm(options: DoorOptions): Promise<void> {
  const { press } = await levelsOf(options);
  if (!press) throw new CliFailure('conflict', 'No level is pressed: there is nothing to confirm.');
  const answer = await sendCommand<ChangedAnswer>(doorOf(options, ['risk_manager', 'super_admin']), {
    command: 'confirm-level',
    input: { pressId: press.id },
    idempotencyKey: randomUUID(),
    look: LOOK,
  });
  if (options.json) return printJson(answer);
  printLine(answer.changed ? `Level ${press.level} is confirmed as stable.` : 'It was confirmed before.');
}
