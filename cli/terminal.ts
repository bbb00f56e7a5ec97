// Asks the person at the terminal: a line, a secret that is not shown, yes or no. Questions go to stderr.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliFailure } from './failure.ts';
import { printable } from './output.ts';

/** Whether somebody is there to answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

function question(words: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    let answer: string | undefined;
    lines.once('SIGINT', () => lines.close());
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('close', () => {
      if (answer !== undefined) resolve(answer);
      else {
        process.stderr.write('\n');
        reject(new CliFailure('invalid_input', 'Nothing was answered; nothing was done.'));
      }
    });
    lines.setPrompt(printable(words));
    lines.prompt();
  });
}

export async function askLine(words: string): Promise<string> {
  return (await question(words, process.stderr)).trim();
}

/** What is typed is not shown. */
export async function askHidden(words: string): Promise<string> {
  process.stderr.write(printable(words));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await question('', nowhere);
  process.stderr.write('\n');
  return answer.trim();
}

export async function askCode(): Promise<string> {
  return (await askHidden('Six-digit code of your authenticator app: ')).replaceAll(' ', '');
}

/** No unless it is a yes. */
export async function askYes(words: string): Promise<boolean> {
  return /^y(es)?$/i.test(await askLine(`${words} [y/N] `));
}

/** Everything on standard input, for a secret that a program hands over. */
export async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 10_000) throw new CliFailure('invalid_input', 'That is too long for a token.');
  }
  return text.trim();
}
