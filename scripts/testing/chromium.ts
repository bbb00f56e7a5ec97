// Finds the Chromium for end-to-end tests; on Debian, as root, installs it and says so first.
import { existsSync } from 'node:fs';
import { installPackages } from './debian.ts';

/** The same engine without a browser around it: a page costs half of the processor time. */
const SHELL = '/usr/bin/chromium-headless-shell';
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const install = (name: string) => installPackages([name], 'the end-to-end tests need it');

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
