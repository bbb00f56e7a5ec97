// `bulkhead audit export`: the audit log as a file, and with it what is needed to verify that file on another machine.
import { type Command, Option } from 'commander';
import { EXPORT_FORMATS, type ExportFormat } from '#lib/contract/export.ts';
import { kindOption, type LogFilter, personId, personOption } from './audit-arguments.ts';
import { completing } from './completion-source.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { type Body, download } from './download.ts';
import { CliFailure } from './failure.ts';
import { count, printError, printJson } from './output.ts';
import { READERS, switchOption } from './switch-arguments.ts';
import { momentArgument } from './times.ts';

interface FileOptions extends DoorOptions {
  out?: string;
}

interface ExportOptions extends FileOptions, LogFilter {
  format: ExportFormat;
  from?: string;
  to?: string;
  text?: string;
}

const HELP = `
lines   timestamp | user | switch | old_value | new_value | reason; switch changes unless --kind says another kind
csv     every kind, for spreadsheets
ndjson  the chain itself with its hashes, for bulkhead audit verify FILE; takes --from and --to only
With --out the file appears when it is whole, readable by you alone; else nothing appears. Every export is on record.`;

function outOption(): Option {
  return completing(new Option('--out <file>', 'write it to this file'), 'files');
}

export function asAuditExport(command: Command): Command {
  return command
    .description('Export the audit log.')
    .addOption(
      new Option('--format <format>', 'the form of it').choices(EXPORT_FORMATS).makeOptionMandatory(),
    )
    .option('--from <time>', 'entries from this moment on', momentArgument)
    .option('--to <time>', 'entries up to this moment', momentArgument)
    .addOption(personOption())
    .addOption(switchOption())
    .addOption(kindOption())
    .option('--text <words>', 'entries that hold these words')
    .addOption(outOption())
    .addHelpText('after', HELP)
    .action((_options, own: Command) => auditExport(own.optsWithGlobals()));
}

export function asAuditCheckpoints(command: Command): Command {
  return command
    .description('Fetch the signed checkpoints of the audit log (NDJSON), to verify an export against.')
    .addOption(outOption())
    .action((_options, own: Command) => fetchFile('audit-checkpoints', own.optsWithGlobals(), wholeLines));
}

export function asAuditPublicKey(command: Command): Command {
  return command
    .description('Fetch the public key of the checkpoints (PEM). Compare its id with one you trust.')
    .addOption(outOption())
    .action((_options, own: Command) => fetchFile('audit-public-key', own.optsWithGlobals(), wholeLines));
}

function wholeLines({ endsWithLine }: Body): string | undefined {
  return endsWithLine ? undefined : 'it ends in the middle of a line.';
}

/** The server says how many entries it put on record; a line of these two forms is one of them. */
function wholeExport(format: ExportFormat): (body: Body) => string | undefined {
  return (body) => {
    const promised = body.headers.get('bulkhead-export-entries');
    const counted = format !== 'csv' && promised !== null && Number(promised) !== body.lines;
    return counted ? `it has ${body.lines} of ${promised} entries.` : wholeLines(body);
  };
}

async function auditExport(options: ExportOptions): Promise<void> {
  const { format, from, to, kind, text } = options;
  const person =
    options.person === undefined ? undefined : await personId(doorOf(options, READERS), options.person);
  const query = { format, from, to, person, switch: options.switch, kind, text };
  await fetchFile('audit-export', options, wholeExport(format), query);
}

async function fetchFile(
  path: string,
  options: FileOptions,
  verify: (body: Body) => string | undefined,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const { out, json } = options;
  if (json && out === undefined) {
    throw new CliFailure('invalid_input', '--json says what was written: it goes with --out.');
  }
  const body = await download(doorOf(options, READERS), {
    path,
    query,
    verify,
    ...(out === undefined ? {} : { out }),
  });
  if (out === undefined) return;
  const entries = body.headers.get('bulkhead-export-entries');
  const range = body.headers.get('bulkhead-export-range');
  const keyId = body.headers.get('bulkhead-key-id');
  if (json) {
    printJson({
      file: out,
      bytes: body.bytes,
      entries: entries === null ? null : Number(entries),
      range,
      keyId,
    });
    return;
  }
  const what = [
    `${count(body.bytes)} bytes`,
    ...(entries === null ? [] : [`${count(Number(entries))} entries`]),
    ...(keyId === null ? [] : [`key ${keyId}`]),
  ];
  printError(`Wrote ${out}: ${what.join(', ')}.`);
}
