// Runs a TypeScript entry of the CLI with the Node that this package pins, whatever Node the shell found (20 and up).
import { spawn } from 'node:child_process';
import * as module from 'node:module';
import { constants, homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Node 24 runs TypeScript as it is; older ones do not. */
const RUNS_TYPESCRIPT = 24;

function pinnedNode() {
  try {
    const found = module.createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(found), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

/** `npm i -g .` only links a checkout: what it needs is brought the first time, as npm start does. */
async function installedNode() {
  // biome-ignore lint/style/noRestrictedImports: plain JavaScript that stands before all packages, as this file does
  const { installPackages, NODE } = await import('../scripts/install.mjs');
  try {
    // Standard output is for the answer.
    installPackages((line) => process.stderr.write(`${line}\n`), 2);
    return NODE;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Compiled code is kept between starts, in a folder of one's own: whoever could write there could run as us. */
function cacheFolder() {
  const told = process.env.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(told) ? told : join(homedir(), '.cache'), 'bulkhead', 'compiled');
}

/** Takes over the process: its arguments, input, output, signals and exit code are those of the entry. */
export async function runPinned(entry) {
  const node = pinnedNode() ?? (await installedNode());
  if (Number(process.versions.node.split('.')[0]) >= RUNS_TYPESCRIPT) {
    module.enableCompileCache?.(cacheFolder());
    await import(new URL(entry, import.meta.url).href);
    return;
  }
  const file = fileURLToPath(new URL(entry, import.meta.url));
  const child = spawn(node, [file, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder() },
  });
  // The terminal sends Ctrl-C to both; whoever signals only us means the child too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`Bulkhead's own Node could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
