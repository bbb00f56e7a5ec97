// `bulkhead completion`: prints the script of a shell. The script asks `bulkhead complete` what may stand at the cursor.
import { readFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { completionsOf } from './complete.ts';
import { printable } from './output.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const HELP = `
bash   echo 'source <(bulkhead completion bash)' >> ~/.bashrc
zsh    echo 'source <(bulkhead completion zsh)' >> ~/.zshrc   (after compinit)
fish   bulkhead completion fish > ~/.config/fish/completions/bulkhead.fish
It completes bulkhead and set_switch and asks no network.`;

export function asCompletion(command: Command): Command {
  return command
    .description('Print the completion script of a shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action((shell: string) => {
      process.stdout.write(readFileSync(new URL(`./completion/bulkhead.${shell}`, import.meta.url)));
    });
}

/** Prints `value<Tab>what it is`, a line each; the line `:files` alone means: a file name. */
export function asComplete(command: Command, program: Command): Command {
  return command
    .description('Say what may stand for the last of the words.')
    .argument('<name>', 'the command that is typed')
    .argument('[words...]', 'what follows it, up to the cursor')
    .action((name: string, words: string[]) => {
      const found = completionsOf(program, name === 'set_switch' ? ['switch', 'set', ...words] : words);
      const lines =
        found === 'files'
          ? [':files']
          : found.map(({ value, about }) => `${printable(value)}\t${printable(about ?? '')}`);
      for (const line of lines) process.stdout.write(`${line}\n`);
    });
}
