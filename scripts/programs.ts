// Programs that are not ours: where they are on this machine.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian calls Alertmanager otherwise than its makers do. */
export const PROMETHEUS = ['prometheus'] as const;
export const ALERTMANAGER = ['prometheus-alertmanager', 'alertmanager'] as const;

/** The first on PATH that may be run, under any of these names. */
export function findProgram(names: readonly string[], path = process.env.PATH ?? ''): string | undefined {
  const places = path.split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => places.map((folder) => join(folder, name))).find(mayBeRun);
}

function mayBeRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
