// `bulkhead export`: every switch as a YAML file.
import { type Command, Option } from 'commander';
import { completing } from './completion-source.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { download } from './download.ts';
import { CliFailure } from './failure.ts';
import { count, printError, printJson } from './output.ts';
import { READERS } from './switch-arguments.ts';

interface Options extends DoorOptions {
  output?: string;
}

export function asExportConfig(command: Command): Command {
  return command
    .description('Write every switch into a YAML file, which bulkhead apply takes back.')
    .addOption(completing(new Option('-o, --output <file>', 'write it to this file'), 'files'))
    .action((_options, own: Command) => exportConfig(own.optsWithGlobals()));
}

async function exportConfig(options: Options): Promise<void> {
  const { output: out, json } = options;
  if (json && out === undefined) {
    throw new CliFailure('invalid_input', '--json says what was written: it goes with --output.');
  }
  const body = await download(doorOf(options, READERS), {
    path: 'config',
    verify: ({ endsWithLine, bytes }) =>
      endsWithLine && bytes > 0 ? undefined : 'it ends in the middle of a line.',
    ...(out === undefined ? {} : { out }),
  });
  if (out === undefined) return;
  if (json) printJson({ file: out, bytes: body.bytes });
  else printError(`Wrote ${out}: ${count(body.bytes)} bytes.`);
}
