// The import rule, asked of the real linter with the real configuration: what points up is refused, what points down passes.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Folder -> imports that must be refused there, and imports that must pass. */
const CASES: Record<string, { refused: string[]; allowed: string[] }> = {
  'lib/contract': {
    refused: [
      '#lib/catalog/roles.ts',
      '#lib/rules/may.ts',
      '../rules/may.ts',
      'node:fs',
      '#lib/process/log.ts',
    ],
    allowed: ['./values.ts'],
  },
  'lib/catalog': {
    refused: ['#lib/rules/may.ts', '#lib/store/client.ts', '@prisma/client', 'node:fs/promises'],
    allowed: ['#lib/contract/values.ts'],
  },
  'lib/rules': {
    refused: [
      '#lib/store/client.ts',
      '#lib/write/execute.ts',
      'node:net',
      'pg',
      'next/headers',
      '../../edge/edge.ts',
    ],
    allowed: ['#lib/catalog/roles.ts', '#lib/contract/values.ts', 'node:crypto', 'decimal.js'],
  },
  'lib/store': {
    refused: [
      '#lib/write/execute.ts',
      '#lib/commands/registry.ts',
      '#app/_entry/actor.ts',
      '#components/theme.ts',
    ],
    allowed: ['#lib/rules/may.ts', '@prisma/adapter-pg', './generated/client.ts'],
  },
  'lib/write': {
    refused: [
      '#lib/commands/registry.ts',
      '#lib/reads/registry.ts',
      '@prisma/client',
      '#lib/store/generated/client.ts',
    ],
    allowed: ['#lib/store/client.ts', '#lib/rules/may.ts', '#lib/process/log.ts'],
  },
  'lib/commands': {
    refused: ['#lib/reads/x.ts', '#app/x.ts', '@prisma/client'],
    allowed: ['#lib/write/command.ts'],
  },
  'lib/reads': { refused: ['#lib/commands/x.ts', '#worker/x.ts'], allowed: ['#lib/store/client.ts'] },
  'lib/api': {
    refused: ['#app/x.ts', '#lib/store/client.ts', '#edge/x.ts', '@prisma/client'],
    allowed: ['#lib/commands/registry.ts', '#lib/reads/registry.ts', '#lib/catalog/errors.ts'],
  },
  'lib/prometheus': {
    refused: ['#lib/store/client.ts', '#lib/rules/x.ts', '#lib/process/x.ts'],
    allowed: ['./answer.ts'],
  },
  'lib/process': { refused: ['#lib/rules/x.ts', '#scripts/x.ts'], allowed: ['pino', 'zod', 'node:fs'] },
  app: {
    refused: ['#edge/x.ts', '#scripts/x.ts', '#worker/x.ts', '@prisma/client', '#sim/x.ts'],
    allowed: ['#lib/commands/registry.ts', '#lib/reads/x.ts', '#components/theme.ts', '#app/_entry/actor.ts'],
  },
  components: {
    refused: [
      '#lib/store/client.ts',
      '#lib/reads/x.ts',
      '#lib/write/execute.ts',
      '#app/x.ts',
      '../lib/store/client.ts',
    ],
    allowed: ['#lib/rules/direction.ts', '#lib/catalog/roles.ts', '#lib/contract/values.ts', 'react'],
  },
  worker: {
    refused: ['#app/x.ts', '#edge/x.ts', '@prisma/client'],
    allowed: ['#lib/commands/x.ts', '#lib/store/x.ts', '#lib/door/x.ts'],
  },
  edge: {
    refused: [
      '#lib/rules/may.ts',
      '#lib/catalog/roles.ts',
      '#lib/store/client.ts',
      '#sdk/client.ts',
      '@prisma/client',
    ],
    allowed: ['#lib/contract/edge.ts', '#lib/door/keys.ts', '#lib/process/log.ts', 'pg'],
  },
  intake: {
    refused: ['#lib/rules/delivery.ts', '#lib/catalog/scopes.ts', '#lib/store/client.ts', '#edge/x.ts'],
    allowed: ['#lib/contract/intake.ts', '#lib/door/keys.ts', '#lib/process/log.ts', 'pg'],
  },
  'lib/door': {
    refused: ['#lib/catalog/scopes.ts', '#lib/store/client.ts', '#edge/x.ts', '../rules/may.ts'],
    allowed: ['#lib/contract/edge.ts', '#lib/process/log.ts', 'pg', 'node:http'],
  },
  sdk: {
    refused: ['#lib/catalog/roles.ts', '#edge/x.ts', '#lib/store/x.ts'],
    allowed: ['#lib/contract/edge.ts'],
  },
  cli: {
    refused: ['#lib/commands/x.ts', '#lib/write/x.ts', '#app/x.ts'],
    allowed: ['#lib/catalog/x.ts', '#lib/contract/x.ts', '#lib/backup/x.ts', '#scripts/database/x.ts'],
  },
  'lib/backup': {
    refused: ['#app/x.ts', '#scripts/x.ts', '#cli/x.ts', '@prisma/client'],
    allowed: ['#lib/commands/x.ts', '#lib/audit/x.ts', 'pg'],
  },
  sim: {
    refused: ['#lib/store/x.ts', '#edge/x.ts', '#app/x.ts'],
    allowed: ['#sdk/client.ts', '#lib/rules/route-order.ts'],
  },
};

let folder: string;
let refusedLines: Set<string>;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bulkhead-imports-')));
  for (const file of ['biome.json', 'biome.imports.json', 'package.json', '.gitignore']) {
    copyFileSync(file, join(folder, file));
  }
  for (const [place, { refused, allowed }] of Object.entries(CASES))
    write(`${place}/example.ts`, [...refused, ...allowed]);
  write('sim/circle-a.ts', ['#sim/circle-b.ts']);
  write('sim/circle-b.ts', ['./circle-a.ts']);
  const run = spawnSync(
    process.execPath,
    [
      join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome'),
      'lint',
      '--reporter=github',
      '--max-diagnostics=none',
      '.',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  const marks = run.stdout.matchAll(
    /title=lint\/\w+\/(noRestrictedImports|noImportCycles),file=([^,]+),line=(\d+)/g,
  );
  refusedLines = new Set([...marks].map(([, , file = '', line]) => `${relative(folder, file)}:${line}`));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Line n of the file imports the n-th name. */
function write(file: string, imports: readonly string[]): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(
    join(folder, file),
    imports.map((name, i) => `export { a as a${i} } from '${name}';`).join('\n'),
  );
}

test.each(Object.entries(CASES))('%s', (place, { refused, allowed }) => {
  const lines = [...refused, ...allowed].map((name, i) => [
    name,
    refusedLines.has(`${place}/example.ts:${i + 1}`),
  ]);
  expect(lines).toEqual([...refused.map((name) => [name, true]), ...allowed.map((name) => [name, false])]);
});

test('a circle of imports is refused', () => {
  expect([...refusedLines].filter((line) => line.startsWith('sim/circle'))).toHaveLength(2);
});
