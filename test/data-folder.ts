// A data folder of which a test reads paths and secrets only: nothing is made, taken or written.
import { join } from 'node:path';
import type { DataFolder } from '#scripts/launch/data-folder.ts';

export function dataFolderAt(path: string): DataFolder {
  const file = (...parts: string[]) => join(path, ...parts);
  const roles = { owner: 'of-owner', app: 'of-app', edge: 'of-edge', intake: 'of-intake' };
  return {
    ...{ path, file, postgresFolder: () => file('postgres') },
    secrets: { postgres: 'of-postgres', roles, nextauth: 'nextauth-secret', demo: {} },
    ...{ saveSecrets: () => {}, release: () => {} },
  };
}
