// `bulkhead audit tail`: the newest entries of the audit log in the manual's line, and those that come.
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import type { AuditBody, AuditEntryView } from '#lib/contract/console.ts';
import { manualLine } from '#lib/rules/audit/export-format.ts';
import { askRead } from './api.ts';
import { kindOption, type LogFilter, personId, personOption } from './audit-arguments.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { wholeNumber } from './numbers.ts';
import { printError, printJson, printLine } from './output.ts';
import { READERS, switchOption } from './switch-arguments.ts';

interface Options extends DoorOptions, LogFilter {
  follow?: boolean;
  lines: number;
}

/** Entries that the API gives at once, at most. */
const PAGE = 200;
const POLL_MS = 1_000;
/** While the console does not answer. */
const PATIENCE_MS = 5_000;

const HELP = `
A switch change is: timestamp | user | switch | old_value | new_value | reason. Other entries have their kind before
what they are about. --json prints one entry of the API a line.`;

export function asAuditTail(command: Command): Command {
  return command
    .description('Print the newest entries of the audit log, oldest first.')
    .option('-f, --follow', 'go on with those that come, until Ctrl-C')
    .option('-n, --lines <number>', 'how many', wholeNumber(0, PAGE), 20)
    .addOption(kindOption())
    .addOption(switchOption())
    .addOption(personOption())
    .addHelpText('after', HELP)
    .action((_options, own: Command) => auditTail(own.optsWithGlobals()));
}

type Filter = Readonly<Record<'kind' | 'switch' | 'person', string | undefined>>;

async function auditTail(options: Options): Promise<void> {
  const door = doorOf(options, READERS);
  const filter: Filter = {
    kind: options.kind,
    switch: options.switch,
    person: options.person === undefined ? undefined : await personId(door, options.person),
  };
  const print = (entry: AuditEntryView) => (options.json ? printJson(entry) : printLine(lineOf(entry)));
  const { items } = await askRead<AuditBody>(door, 'audit', { ...filter, limit: Math.max(1, options.lines) });
  for (const entry of items.slice(0, options.lines).reverse()) print(entry);
  if (options.follow) await follow(door, filter, items[0]?.seq ?? 0, print);
}

/** Never ends by itself; throws CliFailure when asking again cannot help. */
async function follow(
  door: Door,
  filter: Filter,
  from: number,
  print: (entry: AuditEntryView) => void,
): Promise<never> {
  let last = from;
  for (let away = false; ; ) {
    await delay(away ? PATIENCE_MS : POLL_MS);
    try {
      for (const entry of await newer(door, filter, last)) {
        print(entry);
        last = entry.seq;
      }
      if (away) printError('Bulkhead answers again.');
      away = false;
    } catch (error) {
      const passing = error instanceof CliFailure && /^(unavailable|rate_limited|internal)$/.test(error.code);
      if (!passing) throw error;
      if (!away) printError(`${error.message} Still trying.`);
      away = true;
    }
  }
}

/** Everything after an entry, oldest first, however much it is. */
async function newer(door: Door, filter: Filter, last: number): Promise<AuditEntryView[]> {
  const found: AuditEntryView[] = [];
  let before: string | undefined;
  for (;;) {
    const page: AuditBody = await askRead(door, 'audit', { ...filter, before, limit: PAGE });
    const fresh = page.items.filter(({ seq }) => seq > last);
    found.push(...fresh);
    if (fresh.length < page.items.length || page.nextBefore === null) return found.reverse();
    before = page.nextBefore;
  }
}

function lineOf(entry: AuditEntryView): string {
  const { actor, details, ...rest } = entry;
  return manualLine({
    ...rest,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    details: details && JSON.stringify(details),
  } satisfies AuditExportEntry);
}
