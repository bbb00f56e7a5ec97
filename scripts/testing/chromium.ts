// Finds the Chromium for end-to-end tests; on Debian, as root, installs it and says so first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The same engine without a browser around it: a page costs half of the processor time. */
const SHELL = '/usr/bin/chromium-headless-shell';
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The program's path, or undefined where there is none and it cannot be installed. */
export function findChromium(): string | undefined {
  const named = process.env.BULKHEAD_CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  if (existsSync(SHELL)) return SHELL;
  const browser = BROWSERS.find((place) => existsSync(place));
  if (install('chromium-headless-shell')) return SHELL;
  if (browser === undefined && install('chromium')) return BROWSERS.find((place) => existsSync(place));
  return browser;
}

/** Neither removes a package nor waits for a network that is not there. */
const APT = ['-qq', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

function install(name: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  console.log(`Installing ${name} with apt-get: the end-to-end tests need it.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['-y', '--no-remove', '--no-install-recommends', 'install', name]]) {
    const run = spawnSync('apt-get', [...APT, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (run.status !== 0) {
      console.log(`apt-get ${args.at(-1)} failed; its words are above.`);
      return false;
    }
  }
  return true;
}
