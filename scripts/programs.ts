// Programs that are not ours: where they are on this machine.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const PROMETHEUS = ['prometheus'] as const;
/** Debian puts it where only root looks. */
export const HAPROXY = ['haproxy'] as const;
/** Debian calls Alertmanager otherwise than its makers do. */
export const ALERTMANAGER = ['prometheus-alertmanager', 'alertmanager'] as const;

/** The first on PATH that may be run, under any of these names. */
export function findProgram(names: readonly string[], path = process.env.PATH ?? ''): string | undefined {
  const places = [...path.split(delimiter).filter((folder) => folder !== ''), ...names.flatMap(alsoIn)];
  return names.flatMap((name) => places.map((folder) => join(folder, name))).find(mayBeRun);
}

function alsoIn(name: string): string[] {
  return name === 'haproxy' ? ['/usr/sbin', '/usr/local/sbin'] : [];
}

function mayBeRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
