// The consoles this person has signed in to: address and token of each, in a file that only they can read.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CliFailure } from './failure.ts';

export interface Profile {
  name: string;
  url: string;
  token: string;
}

export interface Profiles {
  /** Name of the one that is used when nothing else is said. */
  current: string | null;
  profiles: readonly Profile[];
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const NONE: Profiles = { current: null, profiles: [] };

/** $XDG_CONFIG_HOME/bulkhead/profiles.json; a relative XDG_CONFIG_HOME does not count, as its specification says. */
export function profilesFile(): string {
  const told = process.env.XDG_CONFIG_HOME ?? '';
  return join(isAbsolute(told) ? told : join(homedir(), '.config'), 'bulkhead', 'profiles.json');
}

export function checkProfileName(name: string): string {
  if (NAME.test(name)) return name;
  throw new CliFailure(
    'invalid_input',
    'A profile is named by 1 to 64 letters, digits, dots, hyphens and underscores.',
  );
}

/** A name made of the address: `console.example.com`, `localhost-3000`. */
export function profileNameOf(url: string): string {
  return (
    new URL(url).host
      .replaceAll(/[^A-Za-z0-9.-]+/g, '-')
      .replace(/^[.-]+/, '')
      .slice(0, 64) || 'default'
  );
}

function isProfile(value: unknown): value is Profile {
  const { name, url, token } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof url === 'string' && typeof token === 'string';
}

/** Throws CliFailure when the file is there and cannot be used. */
export function readProfiles(): Profiles {
  const file = profilesFile();
  let text: string;
  try {
    // Whoever reads a token can act as its owner. Windows has no such bits.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw new CliFailure('unauthenticated', `Others can read ${file}: run chmod 600 on it first.`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return NONE;
    throw new CliFailure('unauthenticated', `${file} cannot be read (${code}).`);
  }
  const stored = parsed(text);
  if (!stored) {
    throw new CliFailure(
      'unauthenticated',
      `${file} is not what bulkhead login writes: remove it and sign in again.`,
    );
  }
  return stored;
}

function parsed(text: string): Profiles | undefined {
  try {
    const { current, profiles } = JSON.parse(text) as Partial<Profiles>;
    if (!Array.isArray(profiles) || !profiles.every(isProfile)) return undefined;
    return { current: typeof current === 'string' ? current : null, profiles };
  } catch {
    return undefined;
  }
}

/** Replaces the file as a whole, so that no reader ever sees half of it. */
export function writeProfiles(profiles: Profiles): void {
  const file = profilesFile();
  const fresh = `${file}.${process.pid}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    rmSync(fresh, { force: true });
    writeFileSync(fresh, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new CliFailure(
      'invalid_input',
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}

export function findProfile(profiles: Profiles, name: string): Profile {
  const found = profiles.profiles.find((one) => one.name === name);
  if (found) return found;
  const known = profiles.profiles.map((one) => one.name).join(', ');
  throw new CliFailure(
    'unauthenticated',
    `There is no profile "${name.slice(0, 64)}"${known ? ` (there is ${known})` : ''}: sign in with bulkhead login --profile NAME.`,
  );
}
