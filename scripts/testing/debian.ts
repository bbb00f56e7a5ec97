// Packages of Debian that tests need: installed as root, and said so first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Neither removes a package nor waits for a network that is not there. */
const APT = ['-qq', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

/** `why` completes "Installing chromium with apt-get: ...". False where it cannot be done. */
export function installPackages(names: readonly string[], why: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  console.log(`Installing ${names.join(' and ')} with apt-get: ${why}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['-y', '--no-remove', '--no-install-recommends', 'install', ...names]]) {
    const run = spawnSync('apt-get', [...APT, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (run.status !== 0) {
      console.log(
        `apt-get ${args.includes('install') ? `install ${names.join(' ')}` : 'update'} failed; its words are above.`,
      );
      return false;
    }
  }
  return true;
}
