// What counts as a changed source: what the build reads, and nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceHash } from './build.ts';

let root: string;
beforeEach(() => {
  root = `${mkdtempSync(join(tmpdir(), 'bulkhead-sources-'))}/`;
  write('app/page.tsx', '1');
  write('lib/rules/may.ts', '1');
  write('package.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

test.each([
  'app/page.tsx',
  'lib/rules/may.ts',
  'proxy.ts',
  'public/a.svg',
  'package-lock.json',
  'prisma/schema.prisma',
])('%s counts', (file) => {
  const before = sourceHash(root);
  write(file, 'changed');
  expect(sourceHash(root)).not.toBe(before);
});

test.each([
  'lib/rules/may.test.ts',
  'lib/store/generated/client.ts',
  'worker/main.ts',
  'README.md',
  'scripts/x.ts',
])('%s does not count', (file) => {
  const before = sourceHash(root);
  write(file, 'changed');
  expect(sourceHash(root)).toBe(before);
});

test('a file moved without a change counts', () => {
  const before = sourceHash(root);
  rmSync(join(root, 'app/page.tsx'));
  write('app/other.tsx', '1');
  expect(sourceHash(root)).not.toBe(before);
});
