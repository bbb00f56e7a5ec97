// Makes the npm package @bulkhead/sdk in a folder: the SDK and its part of the contract as plain JavaScript with types.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainError } from './plain-error.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['sdk/*.ts', 'lib/contract/*.ts'];
const ENTRIES = ['sdk/index.ts', 'sdk/openfeature.ts'];

/** Empties `folder` and fills it. Throws PlainError with the compiler's words when the sources have a mistake. */
export function buildSdk(folder: string): void {
  const target = resolve(folder);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const staged = mkdtempSync(join(tmpdir(), 'bulkhead-sdk-'));
  try {
    stage(staged);
    compile(staged, join(target, 'dist'));
  } finally {
    rmSync(staged, { recursive: true });
  }
  for (const name of globSync('dist/**/*.d.ts', { cwd: target })) {
    rewrite(join(target, name), (way) => way.replace(/\.ts$/, '.js'));
  }
  cpSync(join(ROOT, 'sdk/package/package.json'), join(target, 'package.json'));
  cpSync(join(ROOT, 'sdk/README.md'), join(target, 'README.md'));
}

/** A copy of the sources in which `#lib/...`, an address inside this repository, is the way from file to file. */
function stage(folder: string): void {
  for (const name of globSync(SOURCES, { cwd: ROOT, exclude: ['**/*.test.ts'] })) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    cpSync(join(ROOT, name), file);
    rewrite(file, (way) =>
      way.startsWith('#lib/') ? relative(dirname(name), way.slice(1)).replace(/^(?!\.)/, './') : way,
    );
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

/** Puts another way in the place of each one that a file imports by. */
function rewrite(file: string, change: (way: string) => string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replaceAll(
      /(\bfrom |\bimport\()'([^']+)'/g,
      (_all, before: string, way: string) => `${before}'${change(way)}'`,
    ),
  );
}

function compile(folder: string, dist: string): void {
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, declaration: true, rewriteRelativeImportExtensions: true },
      ...{ rootDir: folder, outDir: dist, types: ['node'], plugins: [] },
    },
    files: ENTRIES,
    include: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const run = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  if (run.status !== 0) throw new PlainError(`The SDK does not compile:\n${run.stdout}${run.stderr}`);
}

if (import.meta.main) {
  const folder = process.argv[2] ?? 'build/sdk';
  try {
    buildSdk(folder);
    console.log(`The package is in ${folder}; npm pack in there makes the archive.`);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
