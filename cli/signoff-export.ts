// `bulkhead signoff export`: takes the bundle of a decided form away, for checking it elsewhere.
import { Argument, type Command, Option } from 'commander';
import { completing } from './completion-source.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { download } from './download.ts';
import { CliFailure } from './failure.ts';
import { count, printError, printJson } from './output.ts';
import { READERS } from './switch-arguments.ts';

interface Options extends DoorOptions {
  out?: string;
}

export function asSignoffExport(command: Command): Command {
  return command
    .description('Fetch the bundle of a decided form (JSON), for bulkhead signoff verify.')
    .addArgument(new Argument('<form>', 'the form, such as CN-3-2'))
    .addOption(completing(new Option('--out <file>', 'write it to this file'), 'files'))
    .action((form: string, _options, own: Command) => fetchBundle(form, own.optsWithGlobals()));
}

async function fetchBundle(form: string, options: Options): Promise<void> {
  const { out, json } = options;
  if (!/^CN-[1-9]\d{0,14}-\d{1,3}$/.test(form)) {
    throw new CliFailure(
      'invalid_input',
      'A form is named CN, the number of the run and of the gate, such as CN-3-2.',
    );
  }
  if (json && out === undefined) {
    throw new CliFailure('invalid_input', '--json says what was written: it goes with --out.');
  }
  const body = await download(doorOf(options, READERS), {
    path: `forms/${form}/bundle`,
    query: {},
    verify: ({ endsWithLine }) => (endsWithLine ? undefined : 'it ends in the middle.'),
    ...(out === undefined ? {} : { out }),
  });
  if (out === undefined) return;
  if (json) printJson({ file: out, bytes: body.bytes });
  else printError(`Wrote ${out}: ${count(body.bytes)} bytes.`);
}
