// `bulkhead emergency-stop`: halts the venue, through the console or, when that or the database is gone, through the edges.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { STOP_WORD } from '#lib/catalog/emergency.ts';
import type { StopAnswer } from '#lib/contract/emergency.ts';
import type { EdgeStopBody } from '#lib/contract/latch.ts';
import { sendCommand } from './api.ts';
import { consoleAddress, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { running } from './installation.ts';
import { printError, printJson, printLine } from './output.ts';
import { askLine, canAsk } from './terminal.ts';

interface Options extends DoorOptions {
  reason: string;
  yes?: boolean;
  edge?: string[];
  key?: string;
  keyFile?: string;
}

const HELP = `
Sets trading, new orders, strategies and internalisation off and routing to HL_MODE, and orders the executors to cancel
all orders, close all positions and disconnect. It latches: only a super admin with a second person restarts.

With --edge it needs neither console nor database: name every edge, with a key of scope emergency:stop (--key-file,
BULKHEAD_STOP_KEY or --key). One stop at several edges is one stop in the log.`;

/** Time an edge has to answer, ms: the next one is not kept waiting by a dead one, they are asked at once. */
const EDGE_MS = 3_000;

export function asEmergencyStop(command: Command): Command {
  return command
    .description('Stop the venue: nothing trades, executors get out.')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--yes', 'do not ask')
    .option('--edge <url...>', 'stop through these edges, without console and database')
    .option('--key <key>', 'key of scope emergency:stop, for --edge')
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
  if (typed.trim() !== STOP_WORD) throw new CliFailure('invalid_input', 'Nothing was stopped.');
}

async function emergencyStop(options: Options): Promise<void> {
  await confirm(options);
  if (options.edge) return throughEdges(options.edge, options);
  const answer = await sendCommand<StopAnswer>(
    doorOf(options, ['operations', 'risk_manager', 'super_admin']),
    {
      command: 'emergency-stop',
      input: { reason: options.reason, confirm: STOP_WORD },
      idempotencyKey: randomUUID(),
    },
  );
  if (options.json) return printJson(answer);
  printLine(
    answer.changed
      ? `Stopped: revision ${answer.epoch}.${answer.revision}, stop ${answer.stopId}. Executors are told; see bulkhead positions.`
      : `It is stopped already, by stop ${answer.stopId}.`,
  );
}

function keyOf(options: Options): string {
  if (options.keyFile !== undefined) {
    try {
      return readFileSync(options.keyFile, 'utf8').trim();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new CliFailure('unauthenticated', `--key-file names a file that cannot be read (${code}).`);
    }
  }
  const key =
    options.key ?? (process.env.BULKHEAD_STOP_KEY || undefined) ?? running().apiKeys?.['emergency:stop'];
  if (key) return key;
  throw new CliFailure(
    'unauthenticated',
    'An edge asks for a key of scope emergency:stop: give --key-file, or set BULKHEAD_STOP_KEY.',
  );
}

type AtEdge = { edge: string; ok: true; body: EdgeStopBody } | { edge: string; ok: false; why: string };

async function atEdge(edge: string, key: string, stop: { id: string; reason: string }): Promise<AtEdge> {
  try {
    const response = await fetch(`${consoleAddress(edge)}/emergency-stop`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(stop),
      signal: AbortSignal.timeout(EDGE_MS),
      redirect: 'error',
    });
    const body = (await response.json()) as EdgeStopBody & { error?: { message: string } };
    return response.ok
      ? { edge, ok: true, body }
      : { edge, ok: false, why: body.error?.message ?? `it answered ${response.status}` };
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    return { edge, ok: false, why: `it does not answer (${(error as Error).message})` };
  }
}

async function throughEdges(edges: readonly string[], options: Options): Promise<void> {
  const key = keyOf(options);
  const stop = { id: randomUUID(), reason: options.reason };
  const answers = await Promise.all(edges.map((edge) => atEdge(edge, key, stop)));
  if (options.json) printJson(answers);
  for (const answer of answers) {
    if (!answer.ok) printError(`${answer.edge}: NOT stopped, ${answer.why}`);
    else if (!options.json) {
      const { latch, changed, instances } = answer.body;
      printLine(
        `${answer.edge}: ${changed ? 'stopped' : 'was stopped already'}, stop ${latch?.id}, ${instances.length} instances report there.`,
      );
    }
  }
  if (!answers.some(({ ok }) => ok)) throw new CliFailure('unavailable', 'No edge has taken the stop.');
  if (!answers.every(({ ok }) => ok))
    throw new CliFailure(
      'unavailable',
      'Not every edge has taken the stop: instances of the others trade on.',
    );
}
