// Makes the data folder of an embedded server, whole or not at all, and refuses one of another version.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '#scripts/plain-error.ts';
import { giveTo, type Programs, type ServerUser } from './place.ts';

export const SUPERUSER = 'postgres';

/** Makes the data folder. Throws PlainError. */
export async function initialise(
  folder: string,
  password: string,
  found: Programs,
  user: ServerUser | undefined,
): Promise<void> {
  if (existsSync(folder)) {
    throw new PlainError(
      `The folder ${folder} exists but holds no PostgreSQL data. Move it away, or set BULKHEAD_DATA_DIR to another folder.`,
    );
  }
  // Made beside its place and renamed, so that a start that was cut short leaves nothing half made.
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  giveTo(unfinished, user);
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const run = await output(
    spawn(
      found.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { ...user, cwd: '/', env: serverEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] },
    ),
  );
  rmSync(passwordFile, { force: true });
  if (run.code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new PlainError(`PostgreSQL could not set up ${folder}:\n${run.text.trim()}`, 1);
  }
  renameSync(unfinished, folder);
}

function output(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', (error) => resolve({ code: -1, text: error.message }));
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** Nothing of our own environment (PGPORT, PGDATA, a locale) may change what the server does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
  } as unknown as NodeJS.ProcessEnv;
}

/** Data of another major version is never touched. Throws PlainError. */
export function refuseOtherVersion(folder: string, found: Programs): void {
  const made = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  const version = spawnSync(found.postgres, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  const ours = /\) (\d+)/.exec(version)?.[1];
  if (ours !== undefined && made !== ours) {
    throw new PlainError(
      `The data in ${folder} was made by PostgreSQL ${made} and this version brings ${ours}. Keep the folder, set ` +
        'BULKHEAD_DATA_DIR to a new one, and move the data over with a dump.',
    );
  }
}
