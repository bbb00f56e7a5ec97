// Generates the Prisma client when schema.prisma, or the installed Prisma, changed since the last time.
// Prisma's CLI wants to download a schema engine that `generate` does not use; naming any existing file as that
// engine keeps the package registry the only host an installation talks to.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const output = new URL('lib/store/generated/', root);
const mark = new URL('.schema-hash', output);

/** sha256 hex over what decides the generated client: the schema, the configuration, Prisma's version. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']) {
    hash.update(readFileSync(new URL(file, root)));
  }
  return hash.digest('hex');
}

/** Generates if needed; answers whether it did. Throws an Error with Prisma's own words when it fails. */
export function prismaGenerate({ force = false } = {}) {
  const wanted = fingerprint();
  if (!force && existsSync(new URL('client.ts', output)) && existsSync(mark)) {
    if (readFileSync(mark, 'utf8') === wanted) return false;
  }
  const run = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('node_modules/prisma/build/index.js', root)), 'generate', '--no-hints'],
    {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  );
  if (run.status !== 0) {
    throw new Error(
      `prisma generate failed:\n${run.stdout ?? ''}${run.stderr ?? ''}${run.error?.message ?? ''}`,
    );
  }
  writeFileSync(mark, wanted);
  return true;
}

if (import.meta.filename === process.argv[1]) {
  try {
    console.log(
      prismaGenerate({ force: process.argv.includes('--force') })
        ? 'Prisma client generated.'
        : 'Prisma client is up to date.',
    );
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
