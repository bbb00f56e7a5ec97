// --help and the documents list the same commands, and the command line takes every line of the documents as it stands there.
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { afterAll, expect, test } from 'vitest';
import { cliEnvironment, cliFolders, type Run, runCli } from '#test/cli-run.ts';
import { bulkheadProgram } from './bulkhead-program.ts';
import { CliFailure } from './failure.ts';

const folders = cliFolders();
afterAll(() => folders.remove());

const textOf = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

/** Everything that --help shows below a command. */
function below(command: Command): Command[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.filter((one) => one.name() !== 'help').flatMap((one) => [one, ...below(one)]);
}

/** `switch undo`. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}

/** The lines of a document that begin with a program of ours, with their words as a shell splits them. */
function linesOf(file: string): { line: string; words: string[] }[] {
  const blocks = [...textOf(file).matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, code = '']) => code);
  return blocks
    .flatMap((code) => code.replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => {
      const [, program, rest = ''] =
        /^ *(?:node cli\/)?(bulkhead|set_switch)(?:\.mjs)? (.*)$/.exec(line) ?? [];
      if (program === undefined) return [];
      const typed = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      const end = typed.findIndex((word) => /^[#>|]/.test(word));
      const words = end < 0 ? typed : typed.slice(0, end);
      return [{ line, words: program === 'set_switch' ? ['switch', 'set', ...words] : words }];
    });
}

/** Reads a command line as far as the command that would be carried out; nothing is. */
async function reached(words: readonly string[]): Promise<{ path: string | undefined; run: Run }> {
  let path: string | undefined;
  const program = bulkheadProgram().hook('preAction', (_program, command) => {
    path = pathOf(command);
    throw new CliFailure('not_found', 'It stops here.');
  });
  return { run: await runCli(program, words, cliEnvironment(folders)), path };
}

test('--help lists every command with a sentence, and says of every option and argument what it is', async () => {
  const { out } = await runCli(bulkheadProgram(), ['--help'], cliEnvironment(folders));
  for (const command of below(bulkheadProgram())) {
    const path = pathOf(command);
    expect([path, command.description()]).toEqual([path, expect.stringMatching(/^[A-Z].+\.$/)]);
    for (const { description } of [...command.options, ...command.registeredArguments])
      expect([path, description]).toEqual([path, expect.stringMatching(/./)]);
    if (!path.includes(' ')) expect(out).toMatch(new RegExp(`^  ${path}( |$)`, 'm'));
  }
});

test('docs/cli.md shows every command that --help lists, and no other', async () => {
  const shown = new Set<string>();
  for (const { line, words } of linesOf('docs/cli.md')) {
    const { path, run } = await reached(words);
    expect(run, line).toEqual({ code: 5, out: '', err: 'It stops here.\n' });
    shown.add(path ?? '');
  }
  const all = below(bulkheadProgram()).filter((command) => below(command).length === 0);
  expect(all.map(pathOf).filter((path) => !shown.has(path))).toEqual([]);
});

test.each(['docs/operations.md', 'docs/releases.md', 'docs/withdrawals.md', 'README.md'])(
  '%s shows only lines that the command line takes',
  async (file) => {
    const lines = linesOf(file);
    expect(lines).not.toEqual([]);
    for (const { line, words } of lines)
      expect((await reached(words)).run, line).toEqual({ code: 5, out: '', err: 'It stops here.\n' });
  },
);
