// `bulkhead emergency-stop`: halts the venue, through the console or, when that or the database is gone, through the edges.
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { STOP_WORD } from '#lib/catalog/emergency.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { StopAnswer } from '#lib/contract/emergency.ts';
import { sendCommand } from './api.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { type EdgeOptions, edgesOf, stopAtEdges } from './edge-stop.ts';
import { CliFailure } from './failure.ts';
import { printJson, printLine } from './output.ts';
import { askLine, canAsk } from './terminal.ts';

interface Options extends DoorOptions, EdgeOptions {
  reason: string;
  yes?: boolean;
  edge?: string[];
}

const HELP = `
Sets trading, new orders, strategies and internalisation off and routing to HL_MODE, and orders the executors to cancel
all orders, close all positions and disconnect. It latches: only a super admin with a second person restarts.

With --edge it needs neither console nor database: name every edge, with a key of scope emergency:stop (--key-file,
BULKHEAD_STOP_KEY or --key). One stop at several edges is one stop in the log. It ends with 0 when every edge has taken
it; the others are named, and asking again stops them too.`;

const EDGES =
  'The edges take the stop themselves: bulkhead emergency-stop --edge URL... --key-file FILE --reason TEXT.';

/** Who in a demo may stop the venue. */
const STOPPERS: readonly Role[] = ['operations', 'risk_manager', 'super_admin'];

export function asEmergencyStop(command: Command): Command {
  return command
    .description('Stop the venue: nothing trades, executors get out.')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--yes', 'do not ask')
    .option('--edge <url...>', 'stop through these edges, without console and database')
    .option('--key <key>', 'key of scope emergency:stop, for --edge (better: --key-file)')
    .option('--key-file <path>', 'file that holds the key')
    .addHelpText('after', HELP)
    .action((_options, own: Command) => emergencyStop(own.optsWithGlobals()));
}

async function confirm(options: Options): Promise<void> {
  if (options.yes) return;
  if (!canAsk()) {
    throw new CliFailure('invalid_input', 'There is nobody to ask here: say --yes. Nothing was stopped.');
  }
  const typed = await askLine(`Type ${STOP_WORD} to stop the venue: `);
  if (typed !== STOP_WORD) throw new CliFailure('invalid_input', 'Nothing was stopped.');
}

async function emergencyStop(options: Options): Promise<void> {
  // What is missing is said before anybody is asked.
  if (options.edge) {
    const edges = edgesOf(options.edge, options);
    await confirm(options);
    return stopAtEdges(edges, options);
  }
  const door = doorOf(options, STOPPERS);
  await confirm(options);
  const answer = await atConsole(door, options.reason);
  if (options.json) return printJson(answer);
  printLine(
    answer.changed
      ? `Stopped: revision ${answer.epoch}.${answer.revision}, stop ${answer.stopId}. Executors are told; see bulkhead positions.`
      : `It is stopped already, by stop ${answer.stopId}.`,
  );
}

async function atConsole(door: Door, reason: string): Promise<StopAnswer> {
  try {
    return await sendCommand<StopAnswer>(door, {
      command: 'emergency-stop',
      input: { reason, confirm: STOP_WORD },
      idempotencyKey: randomUUID(),
      look: `Press again: what is stopped is not stopped twice. ${EDGES}`,
    });
  } catch (error) {
    if (!(error instanceof CliFailure) || error.code !== 'unavailable') throw error;
    throw new CliFailure('unavailable', `${error.message} ${EDGES}`);
  }
}
