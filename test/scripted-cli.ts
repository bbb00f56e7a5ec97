// The command line before a scripted console, for the tests of one file: begun anew for each of them, ended after the last.
import { afterAll, beforeEach } from 'vitest';
import { bulkheadProgram } from '#cli/bulkhead-program.ts';
import { cliEnvironment, cliFolders, type Run, runCli, type Terminal } from './cli-run.ts';
import { type Answer, type ScriptedConsole, scriptedConsole } from './scripted-console.ts';

export interface ScriptedCli {
  server: ScriptedConsole;
  /** Runs `bulkhead` with these words, as somebody who is signed in. */
  words(...words: string[]): Promise<Run>;
  /** The same with a line as it is typed; '...' holds words together. */
  line(line: string, terminal?: Terminal): Promise<Run>;
  /** Address and body of every command that was sent. */
  sent(): [url: string, body: unknown][];
}

/** `answers`: what the console answers at the beginning of every test. */
export async function scriptedCli(answers: () => Record<string, Answer>): Promise<ScriptedCli> {
  const folders = cliFolders();
  const server = await scriptedConsole();
  const env = cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x' });
  beforeEach(() => {
    server.asked.length = 0;
    server.answers = answers();
  });
  afterAll(async () => {
    await server.close();
    folders.remove();
  });
  return {
    server,
    words: (...words) => runCli(bulkheadProgram(), words, env),
    line(line, terminal) {
      const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      return runCli(bulkheadProgram(), words, env, terminal);
    },
    sent: () => server.asked.filter(({ method }) => method === 'POST').map(({ url, body }) => [url, body]),
  };
}
