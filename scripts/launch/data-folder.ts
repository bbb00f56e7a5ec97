// The data folder of one installation: who may use it now, its secrets, its keys, its files.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { PlainError } from '#scripts/plain-error.ts';
import { isRunning } from '#scripts/running.ts';
import { COPIES, closedFolder, prepareParent, serverUser } from '../database/place.ts';
import type { RolePasswords } from '../database/roles.ts';
import type { Settings } from './settings.ts';
import { say } from './terminal.ts';

/** secrets.json: what must stay the same between starts. Everything in it was made at random here. */
export interface Secrets {
  postgres: string;
  roles: RolePasswords;
  nextauth: string;
  /** Plain texts of demo passwords, second factors, tokens and keys, by what they are for. */
  demo: Record<string, string>;
}

export interface DataFolder {
  path: string;
  secrets: Secrets;
  /** Writes secrets.json again after `secrets` was added to. */
  saveSecrets(): void;
  /** The folder of the embedded server. */
  postgresFolder(): string;
  file(...parts: string[]): string;
  release(): void;
}

/** Makes the folder if needed and takes it for this start. Throws PlainError when it cannot be used. */
export function openDataFolder(settings: Settings): DataFolder {
  const path = settings.dataFolder;
  const file = (...parts: string[]) => join(path, ...parts);
  try {
    makeFolder(path);
    takeLock(file('launcher.pid'), path);
    for (const folder of ['logs', 'checkpoints', 'edge', 'sim', 'ops', 'prometheus', 'alertmanager'])
      mkdirSync(file(folder), { recursive: true, mode: 0o700 });
    const secrets = readSecrets(file('secrets.json'));
    makeAuditKey(file('audit-key.pem'), file('audit-key.pub.pem'));
    return {
      path,
      secrets,
      saveSecrets: () => writePrivate(file('secrets.json'), JSON.stringify(secrets, null, 2)),
      postgresFolder: () => postgresFolder(settings),
      file,
      release: () => rmSync(file('launcher.pid'), { force: true }),
    };
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(unusable(path, error as NodeJS.ErrnoException), undefined, { cause: error });
  }
}

function unusable(path: string, error: NodeJS.ErrnoException): string {
  const place = error.path ?? path;
  const way = 'Make it yours, or set BULKHEAD_DATA_DIR to another folder.';
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return `The data folder cannot be used: you may not read and write ${place}. ${way}`;
    case 'EROFS':
      return `The data folder cannot be used: ${place} is on a read-only file system. ${way}`;
    case 'ENOSPC':
      return `The data folder cannot be used: the disk of ${place} is full.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `The data folder cannot be used: ${path} is not a folder. ${way}`;
    default:
      return `The data folder ${path} cannot be used: ${error.message}.`;
  }
}

function makeFolder(path: string): void {
  // Root's server runs as another user, who must be able to pass through; what is secret has a mode of its own.
  if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

/** One start at a time may use a folder; the number of a start that is gone does not count. */
function takeLock(lock: string, path: string): void {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid !== process.pid && isRunning(pid, /scripts\/(start\.mjs|launch\/main\.ts)/)) {
      throw new PlainError(
        `Bulkhead already runs from ${path} (process ${pid}). Stop it there with Ctrl-C, or set BULKHEAD_DATA_DIR and other ports for a second copy.`,
      );
    }
    rmSync(lock, { force: true });
  }
}

function readSecrets(file: string): Secrets {
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new PlainError(
        `${file} is not readable as JSON. Restore it, or remove its folder to begin anew.`,
      );
    }
  }
  const secrets: Secrets = {
    postgres: word(),
    roles: { owner: word(), app: word(), edge: word(), intake: word() },
    nextauth: randomBytes(32).toString('base64url'),
    demo: {},
  };
  writePrivate(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

function word(): string {
  return randomBytes(24).toString('base64url');
}

/** Ed25519: signs the checkpoints of the audit log. The public half is for whoever verifies. */
function makeAuditKey(privateFile: string, publicFile: string): void {
  if (existsSync(privateFile)) return;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  writePrivate(privateFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** Whole or not at all, and for our eyes only. */
export function writePrivate(file: string, content: string): void {
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, content, { mode: 0o600 });
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, file);
}

/**
 * `pg` in the data folder. Where root's checkout lies in a folder that the server's user may not enter (/root), and
 * the data folder was not chosen by hand, `pg` is a link to a place that it may enter.
 */
function postgresFolder(settings: Settings): string {
  const folder = join(settings.dataFolder, 'pg');
  const entry = lstatSync(folder, { throwIfNoEntry: false });
  if (entry?.isSymbolicLink()) return readlinkSync(folder);
  const user = serverUser(folder);
  if (entry || settings.dataFolderChosen || closedFolder(settings.dataFolder, user) === undefined)
    return folder;
  const elsewhere = join(COPIES, `data-${randomBytes(6).toString('hex')}`, 'pg');
  prepareParent(dirname(elsewhere), user);
  symlinkSync(elsewhere, folder);
  say(
    `PostgreSQL runs as its own user, who may not enter ${closed}: its files are in ${dirname(elsewhere)}.`,
  );
  return elsewhere;
}
