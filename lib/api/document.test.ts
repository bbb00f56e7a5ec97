// The document is whole and true: every operation stands in it, every reference leads somewhere, every example fits.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ERRORS } from '#lib/catalog/errors.ts';
import { PERMISSIONS, permissionOf } from '#lib/catalog/permissions.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { COMMANDS, NOT_OVER_HTTP } from '#lib/commands/registry.ts';
import { SCHEMAS } from '#lib/contract/bodies.generated.ts';
import type { Answer, JsonSchema, Operation } from '#lib/contract/open-api.ts';
import { READS } from '#lib/reads/registry.ts';
import { schemaChecker } from '#test/api-answers.ts';
import { commandOperation } from './console-paths.ts';
import { apiDocument, publishedDocument } from './document.ts';
import { parameterRef } from './headers.ts';

const document = apiDocument();

interface Entry {
  path: string;
  method: 'get' | 'post';
  operation: Operation;
}

const entries: Entry[] = Object.entries(document.paths).flatMap(([path, item]) =>
  (['get', 'post'] as const).flatMap((method) =>
    item[method] ? [{ path, method, operation: item[method] }] : [],
  ),
);

function pathsOf(prefix: RegExp): string[] {
  return Object.keys(document.paths)
    .filter((path) => prefix.test(path))
    .sort();
}

/** Every `$ref` in a value. */
function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

function resolve(ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
}

function resolved<T extends object>(value: T | { $ref: string }): T {
  return '$ref' in value ? (resolve(value.$ref) as T) : value;
}

function sourcesIn(folder: string): string {
  const at = new URL(`../../${folder}/`, import.meta.url);
  return readdirSync(at)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, at), 'utf8'))
    .join('\n');
}

/** Address and methods of every route.ts below a folder of app; a method that only refuses (takesOnly) is none. */
function routesOnDisk(folder: string): { path: string; serves: string[] }[] {
  const root = new URL(`../../app/${folder}/`, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts'))
    .sort()
    .map((file) => {
      const source = readFileSync(new URL(file, root), 'utf8');
      const path = `/${folder}/${file.replace(/\/?route\.ts$/, '')}`;
      return {
        path: path.replace(/\[(\w+)\]/g, '{$1}'),
        serves: [...source.matchAll(/export (?:async )?function (GET|POST)\b/g)].map(([, verb = '']) => verb),
      };
    });
}

/** The `path` of every route of edge and intake, also where it is a constant or made of one. */
function doorPathsInSources(): string[] {
  const sources = ['edge', 'intake', 'lib/door'].map(sourcesIn).join('\n');
  const constants = new Map(
    [...`${sources}${sourcesIn('lib/contract')}`.matchAll(/const (\w+) = '(\/[^']*)'/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
  return [...sources.matchAll(/\bpath: (?:'(\/[^']*)'|`([^`]*)`|([A-Z]\w*))/g)].map(
    ([, literal, template, constant = '']) =>
      literal ??
      template?.replace(/\$\{(\w+)\}/g, (_all, name: string) => constants.get(name) ?? name) ??
      constants.get(constant) ??
      constant,
  );
}

describe('operations', () => {
  test('are the commands that people or machines may send', () => {
    const open = Object.entries(PERMISSIONS)
      .filter(([name]) => COMMANDS.has(name) && !NOT_OVER_HTTP.has(name))
      .filter(([, one]) => one.roles.length > 0 || 'scopes' in one || 'anonymous' in one)
      .map(([name]) => `/api/v1/commands/${name}`);
    expect(pathsOf(/^\/api\/v1\/commands\//)).toEqual(open.sort());
    expect(open).toContain('/api/v1/commands/set-switch');
    expect(open).not.toContain('/api/v1/commands/sync-catalogue');
  });

  test('are the reads', () => {
    const described = entries
      .filter(({ operation }) => operation.operationId.startsWith('read-'))
      .map(({ path }) => path);
    expect(described.sort()).toEqual([...READS.keys()].map((name) => `/api/v1/${name}`).sort());
  });

  test('are the routes of the console, as they lie on disk', () => {
    const routes = ['api/v1', 'admin'].flatMap(routesOnDisk);
    const methods = (path: string) =>
      entries.filter((one) => one.path === path).map(({ method }) => method.toUpperCase());
    // What one route serves for a whole registry, the tests above compare.
    const single = routes.filter(({ path }) => !/\{(read|name)\}/.test(path));
    expect(single.map(({ path, serves }) => [path, serves])).toEqual(
      single.map(({ path }) => [path, methods(path)]),
    );
    const known = new Set([...READS.keys()].map((name) => `/api/v1/${name}`));
    const unserved = pathsOf(/^\/(api\/v1|admin)\//).filter(
      (path) =>
        !path.startsWith('/api/v1/commands/') &&
        !known.has(path) &&
        !single.some((route) => route.path === path),
    );
    expect({ routes: routes.length > 8, unserved }).toEqual({ routes: true, unserved: [] });
  });

  test('are the addresses of edge and intake, as their sources name them', () => {
    const named = doorPathsInSources();
    const described = Object.keys(document.paths).filter(
      (path) => !path.startsWith('/api/') && !path.startsWith('/admin/'),
    );
    const unsaid = named.filter((path) => !described.some((one) => fits(path, one)));
    const unserved = described.filter((one) => !named.some((path) => fits(path, one)));
    expect({ named: named.length > 5, unsaid, unserved }).toEqual({ named: true, unsaid: [], unserved: [] });
  });

  /** A path of their sources that ends in `/` stands for everything below it. */
  function fits(named: string, described: string): boolean {
    return named.endsWith('/') ? described.startsWith(named) : named === described;
  }

  test('have names of their own, known groups, and name every part of their path', () => {
    const names = entries.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { path, operation } of entries) {
      expect(tags).toContain(operation.tags[0]);
      const inPath = (operation.parameters ?? [])
        .map((one) => resolved(one))
        .filter((one) => one.in === 'path')
        .map((one) => one.name);
      expect([path, inPath]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
    }
  });

  test('say who may, as the permissions have it', () => {
    for (const { operation } of entries.filter(({ path }) => path.startsWith('/api/v1/commands/'))) {
      const { roles, scopes } = permissionOf(operation.operationId as keyof typeof PERMISSIONS);
      expect([operation['x-roles'] ?? [], operation['x-scopes']]).toEqual([roles, scopes]);
    }
    const chain = document.paths['/api/v1/audit-chain']?.get;
    expect(chain?.['x-roles']).toEqual(PERMISSIONS['read-audit'].roles);
    expect(chain?.security).toEqual([
      { bearer: ['audit:read'] },
      { header: ['audit:read'] },
      { session: [] },
    ]);
    const changes = document.paths['/api/v1/changes']?.get;
    expect(changes?.security).toEqual([{ bearer: [] }, { header: [] }, { session: [] }]);
    const status = document.paths['/api/v1/status']?.get;
    expect(status?.security[0]).toEqual({ bearer: ['switches:read'] });
  });

  test('that answer a secret say that a repeat is a new execution', () => {
    const secret = commandOperation({ ...setSwitch, remembered: false });
    expect(secret.description).toContain('executed anew');
    // Break-glass asks for a proof; a repeat with the same key is none.
    expect(secret.parameters).toEqual([parameterRef('step-up')]);
    expect(commandOperation(setSwitch).parameters).toHaveLength(2);
    expect(() => commandOperation({ ...setSwitch, body: null })).toThrow('names no type of its answer');
  });
});

describe('refusals', () => {
  const answers = entries.flatMap(({ operation }) =>
    Object.entries(operation.responses).map(([status, one]) => ({ status, answer: resolved<Answer>(one) })),
  );

  test('come with codes of their status, and every code of the table comes somewhere', () => {
    const seen = new Set<string>();
    for (const { status, answer } of answers)
      for (const code of answer['x-codes'] ?? []) {
        seen.add(code);
        expect([code, ERRORS[code as keyof typeof ERRORS].status]).toEqual([code, Number(status)]);
      }
    // An address that takes another method is no operation.
    expect([...seen, 'method_not_allowed'].sort()).toEqual(Object.keys(ERRORS).sort());
  });

  test('limit no command but those where somebody could guess a code', () => {
    for (const { path, operation } of entries.filter(({ method }) => method === 'post')) {
      const guessed = refsIn(operation.parameters).includes('#/components/parameters/step-up');
      expect([path, '429' in operation.responses]).toEqual([path, guessed]);
    }
  });
});

describe('schemas', () => {
  test('every reference leads somewhere', () => {
    const refs = [...new Set(refsIn(document))];
    expect(refs.length).toBeGreaterThan(50);
    expect(refs.filter((ref) => resolve(ref) === undefined)).toEqual([]);
  });

  const checker = schemaChecker();
  /** References into the components as references into one schema that holds them. */
  function relocated(schema: unknown): JsonSchema {
    return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"document#/$defs/'));
  }
  checker.addSchema(relocated({ $id: 'document', $defs: document.components.schemas }));

  /** Most answers are the same few schemas; compiling one takes long. By their text. */
  const compiled = new Map<string, ReturnType<typeof checker.compile>>();

  /** Checks a value against a schema of the document. */
  function errorsOf(schema: JsonSchema, value: unknown): unknown {
    const text = JSON.stringify(schema);
    const check = compiled.get(text) ?? checker.compile(relocated(schema));
    compiled.set(text, check);
    return check(value) ? null : check.errors;
  }

  test('every schema is one, and every example fits its own', { timeout: 30_000 }, () => {
    for (const name of Object.keys(document.components.schemas))
      errorsOf({ $ref: `#/components/schemas/${name}` }, null);
    for (const { path, operation } of entries) {
      for (const parameter of (operation.parameters ?? []).map((one) => resolved(one)))
        if (parameter.example !== undefined)
          expect([path, errorsOf(parameter.schema, parameter.example)]).toEqual([path, null]);
      const body = operation.requestBody?.content['application/json'];
      if (body) expect([path, errorsOf(body.schema, body.example)]).toEqual([path, null]);
      for (const answer of Object.values(operation.responses).map((one) => resolved<Answer>(one)))
        for (const { schema } of Object.values(answer.content ?? {})) errorsOf(schema, null);
    }
  });

  test('an answer is open for fields to come, and an input is closed', () => {
    expect(JSON.stringify(document.components.schemas)).not.toContain('"additionalProperties":false');
    for (const { path, operation } of entries.filter((one) => one.path.startsWith('/api/v1/commands/')))
      expect([path, operation.requestBody?.content['application/json'].schema.additionalProperties]).toEqual([
        path,
        false,
      ]);
  });
});

describe('lists', () => {
  test('take limit and before and answer nextBefore; those without pages answer null', () => {
    for (const [name, read] of READS) {
      const schema = z.toJSONSchema(read.input, { io: 'input' });
      expect([name, schema.additionalProperties]).toEqual([name, false]);
      const { properties = {} } = (SCHEMAS[read.body] ?? {}) as { properties?: Record<string, JsonSchema> };
      const paged = 'limit' in (schema.properties ?? {});
      expect([name, 'before' in (schema.properties ?? {})]).toEqual([name, paged]);
      expect([name, 'nextBefore' in properties]).toEqual([name, 'items' in properties]);
      if ('items' in properties)
        expect([name, properties.nextBefore]).toEqual([
          name,
          paged ? { $ref: '#/definitions/NextBefore' } : { type: 'null' },
        ]);
    }
  });
});

test('it is served as one text with a tag that follows from it', () => {
  const { text, etag } = publishedDocument();
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(document.openapi).toBe('3.1.0');
});
