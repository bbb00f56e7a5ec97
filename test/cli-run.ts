// Runs the command line inside a test: its own folders, its own environment, a terminal or none.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { vi } from 'vitest';
import { runProgram } from '#cli/program.ts';

export interface Run {
  code: number | null;
  out: string;
  err: string;
}

export interface Terminal {
  columns: number;
  /** Lines that the person types, each when a question stands. */
  typed?: readonly string[];
}

export interface CliFolders {
  /** BULKHEAD_DATA_DIR: holds no run.json unless the test writes one. */
  data: string;
  /** XDG_CONFIG_HOME. */
  config: string;
  remove(): void;
}

export function cliFolders(): CliFolders {
  const root = mkdtempSync(join(tmpdir(), 'bulkhead-cli-'));
  return {
    data: join(root, 'data'),
    config: join(root, 'config'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What of a person's environment would change what a command does. */
const NOTHING_OF_OURS = {
  BULKHEAD_URL: '',
  BULKHEAD_TOKEN: '',
  BULKHEAD_TOKEN_FILE: '',
  DATABASE_URL: '',
  BULKHEAD_CHECKPOINT_FILE: '',
  COLUMNS: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
};

/** Undefined: not set at all. */
export type CliEnvironment = Readonly<Record<string, string | undefined>>;

export function cliEnvironment({ data, config }: CliFolders, env: CliEnvironment = {}): CliEnvironment {
  return {
    ...NOTHING_OF_OURS,
    BULKHEAD_DATA_DIR: data,
    XDG_CONFIG_HOME: config,
    XDG_CACHE_HOME: join(tmpdir(), 'bulkhead-cli-cache'),
    ...env,
  };
}

/** Runs the program in this process, with this environment and nothing else of Bulkhead's. */
export async function runCli(
  program: Command,
  args: readonly string[],
  env: CliEnvironment,
  terminal?: Terminal,
): Promise<Run> {
  const said = { out: '', err: '' };
  const typed = [...(terminal?.typed ?? [])];
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal !== undefined, setRawMode: () => stdin });
  if (!terminal) stdin.end();
  const hear =
    (key: 'out' | 'err') =>
    (chunk: unknown, ...rest: unknown[]) => {
      said[key] += String(chunk);
      const line = key === 'err' && /[:\]] $/.test(said.err) ? typed.shift() : undefined;
      if (line !== undefined) setImmediate(() => stdin.write(`${line}\r`));
      for (const done of rest) if (typeof done === 'function') done();
      return true;
    };
  vi.spyOn(process.stdout, 'write').mockImplementation(hear('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(hear('err'));
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(stdin as never);
  const restore = [process.stdout, process.stderr].map((stream) => {
    const { isTTY, columns } = stream;
    Object.assign(stream, { isTTY: terminal !== undefined, columns: terminal?.columns });
    return () => Object.assign(stream, { isTTY, columns });
  });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    await runProgram(program, args);
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    process.exitCode = undefined;
    for (const undo of restore) undo();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
}

/** Through the shim as a shell would, with whatever Node is found first. */
export function runShim(
  shim: 'bulkhead.mjs' | 'set_switch.mjs',
  args: readonly string[],
  env: CliEnvironment,
  more: { input?: string; started?: (child: ChildProcess) => void } = {},
): Promise<Run> {
  const child = spawn('node', [join(import.meta.dirname, '../cli', shim), ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  more.started?.(child);
  child.stdin.end(more.input ?? '');
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}
