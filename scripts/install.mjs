// Installs the packages when they are missing or older than package-lock.json. Plain JavaScript: it runs on Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** The Node.js that everything runs on, a package like the others. */
export const NODE = `${ROOT}node_modules/node/bin/node`;
const INSTALLED = `${ROOT}node_modules/.package-lock.json`;

/**
 * True when node_modules holds the versions package-lock.json asks for. npm writes its own list as the last step of
 * an installation, so one that was cut short has none.
 */
function isCurrent() {
  if (!existsSync(NODE) || !existsSync(INSTALLED)) return false;
  const installed = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/**
 * Answers whether it had to install. Throws an Error with a sentence when the installation fails; `say` hears what is
 * done; npm's own words go to `output`.
 */
export function installPackages(say, output = 'inherit') {
  if (isCurrent()) return false;
  say('Installing packages (npm ci): they are missing or older than package-lock.json.');
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', output, 'inherit'],
    env: {
      ...process.env,
      // npm must not run on the Node.js that it is about to remove.
      PATH: (process.env.PATH ?? '')
        .split(delimiter)
        .filter((folder) => !folder.startsWith(`${ROOT}node_modules`))
        .join(delimiter),
      // Also what a production machine runs is built here, so nothing is left out.
      NODE_ENV: '',
      npm_config_omit: '',
      // The Prisma CLI would fetch an engine nothing here uses; naming any file keeps it from doing so.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    },
  });
  if (run.error) throw new Error(`npm could not be started: ${run.error.message}.`);
  if (run.status !== 0) {
    throw new Error(
      'npm ci failed; its own words are above. It needs the package registry: is the network there?',
    );
  }
  if (!existsSync(NODE)) {
    throw new Error(
      'npm ci did not bring Node.js 24: the install script of the package "node" was not allowed to run. ' +
        'Check ignore-scripts in your npm configuration.',
    );
  }
  return true;
}
