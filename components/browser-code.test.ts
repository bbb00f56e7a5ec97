// Code that browsers load reaches no module of Node: a bundler would put half a megabyte of substitutes in its place.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const IMPORT =
  /(?:^|\n)(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'|import\('([^']+)'\)|\nimport '([^']+)'/g;

interface Source {
  text: string;
  imports: readonly string[];
}

function source(file: string): Source {
  const text = readFileSync(file, 'utf8');
  return { text, imports: [...text.matchAll(IMPORT)].flatMap((found) => found.slice(1).filter(Boolean)) };
}

function resolved(from: string, name: string): string | null {
  if (!/\.tsx?$/.test(name)) return null;
  return name.startsWith('#') ? name.slice(1) : name.startsWith('.') ? join(dirname(from), name) : null;
}

/** Ways from client code to a module of Node, as `a.tsx > b.ts > node:crypto`. */
function waysToNode(): string[] {
  const files = globSync(['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}']);
  const begin = files.filter((file) => /^(?:\/\/[^\n]*\n)*'use client'/.test(source(file).text));
  expect(begin.length, 'files of the client').toBeGreaterThan(50);
  const seen = new Map<string, string>(begin.map((file) => [file, file]));
  const ways: string[] = [];
  for (const [file, way] of seen) {
    const { text, imports } = source(file);
    // Only the names of server actions reach the browser.
    if (/^(?:\/\/[^\n]*\n)*'use server'/.test(text)) continue;
    for (const name of imports) {
      if (name.startsWith('node:')) ways.push(`${way} > ${name}`);
      const next = resolved(file, name);
      if (next !== null && !seen.has(next)) seen.set(next, `${way} > ${next}`);
    }
  }
  return ways;
}

test('no way leads from code of the browser to a module of Node', () => {
  expect(waysToNode()).toEqual([]);
});
