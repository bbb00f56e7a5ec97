// The API document as its page shows it: groups of operations, each with who may, what goes in and out, and a call to copy. Pure.

import { roleWords } from '#components/initials.ts';
import { ERRORS, type ErrorCode } from '#lib/catalog/errors.ts';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import type { Answer, OpenApiDocument, Operation, Parameter, PathItem } from '#lib/contract/open-api.ts';
import { type FieldRow, fieldRow, fieldRows } from './schema-words.ts';

export interface OperationView {
  /** Also its anchor. */
  id: string;
  method: 'GET' | 'POST';
  path: string;
  summary: string;
  description: string;
  who: string;
  /** Parameters and headers, then fields of the body. */
  takes: readonly (FieldRow & { where: string })[];
  /** Name of the type it answers, if it has one. */
  answers: string | null;
  curl: string;
  codes: readonly { status: string; code: string }[];
}

export interface GroupView {
  name: string;
  description: string;
  operations: readonly OperationView[];
}

export interface TypeView {
  name: string;
  description: string;
  /** In words, when it is no object. */
  is: string | null;
  fields: readonly FieldRow[];
}

export interface ErrorView {
  code: string;
  status: number;
  exit: number;
  when: string;
}

export interface ApiView {
  description: string;
  groups: readonly GroupView[];
  types: readonly TypeView[];
  errors: readonly ErrorView[];
}

/** Where console and edge answer, for the calls to copy. */
export interface Addresses {
  console: string;
  edge: string;
}

const WHERE = { query: 'query', header: 'header', path: 'address' } as const;

function resolve<T extends object>(document: OpenApiDocument, value: T | { $ref: string }): T {
  if (!('$ref' in value)) return value;
  const found = value.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], document);
  return found as T;
}

function whoMay(operation: Operation): string {
  if (operation.security.length === 0) return 'Anybody';
  const roles = operation['x-roles'] ?? [];
  const people =
    roles.length === ROLE_NAMES.length ? 'Everybody signed in' : roles.length > 0 && roleWords(roles);
  const scopes = operation['x-scopes'] ?? [];
  const keys = scopes.length > 0 && `${people ? 'keys' : 'Keys'} with ${scopes.join(' or ')}`;
  return [people, keys].filter(Boolean).join('; ');
}

function takesOf(document: OpenApiDocument, operation: Operation): OperationView['takes'] {
  const parameters = (operation.parameters ?? []).map((one) => resolve<Parameter>(document, one));
  const body = operation.requestBody?.content['application/json'];
  const schema = body && resolve(document, body.schema as typeof body.schema | { $ref: string });
  return [
    ...parameters.map((one) => ({
      ...fieldRow(one.name, { ...one.schema, description: one.description }, one.required),
      where: WHERE[one.in],
    })),
    ...(schema ? fieldRows(schema).map((row) => ({ ...row, where: 'body' })) : []),
  ];
}

function answersOf(document: OpenApiDocument, operation: Operation): string | null {
  const [first] = Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
  const answer = first
    ? resolve<Answer>(document, operation.responses[first] ?? { description: '' })
    : undefined;
  const [media] = Object.values(answer?.content ?? {});
  return typeof media?.schema.$ref === 'string' ? (media.schema.$ref.split('/').at(-1) ?? null) : null;
}

/** Text between single quotes of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The shortest call that works: only what is required. */
function curlOf(document: OpenApiDocument, base: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map((one) => resolve<Parameter>(document, one));
  const textOf = (one: Parameter) => encodeURIComponent(String(one.example));
  const filled = path.replace(/\{(\w+)\}/g, (all, name) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
    return parameter ? textOf(parameter) : all;
  });
  const query = parameters.filter((one) => one.in === 'query' && one.required);
  const search = query.map((one) => `${one.name}=${textOf(one)}`).join('&');
  const body = operation.requestBody?.content['application/json'];
  const streams = Object.values(operation.responses).some(
    (one) => 'content' in one && one.content && 'text/event-stream' in one.content,
  );
  const credential = operation['x-roles'] ? '$TOKEN' : '$KEY';
  return [
    `curl${streams ? ' -N' : ''} ${quoted(`${base}${filled}${search ? `?${search}` : ''}`)}`,
    ...(operation.security.length > 0 ? [`-H "authorization: Bearer ${credential}"`] : []),
    ...(body ? [`-H 'content-type: application/json'`, `-d ${quoted(JSON.stringify(body.example))}`] : []),
  ].join(' \\\n  ');
}

function codesOf(document: OpenApiDocument, operation: Operation): OperationView['codes'] {
  return Object.entries(operation.responses).flatMap(([status, one]) =>
    (resolve<Answer>(document, one)['x-codes'] ?? []).map((code) => ({ status, code })),
  );
}

function operationsOf(document: OpenApiDocument, at: Addresses, tag: string): OperationView[] {
  return Object.entries(document.paths).flatMap(([path, item]: [string, PathItem]) =>
    (['get', 'post'] as const).flatMap((verb) => {
      const operation = item[verb];
      if (operation?.tags[0] !== tag) return [];
      const onEdge = item.servers?.length === 1;
      return [
        {
          id: operation.operationId,
          method: verb === 'get' ? ('GET' as const) : ('POST' as const),
          path,
          summary: operation.summary,
          description: operation.description ?? '',
          who: whoMay(operation),
          takes: takesOf(document, operation),
          answers: answersOf(document, operation),
          curl: curlOf(document, onEdge ? at.edge : at.console, path, operation),
          codes: codesOf(document, operation),
        },
      ];
    }),
  );
}

/** The sentence of each code, from the refusals that name it. */
function errorsOf(document: OpenApiDocument): ErrorView[] {
  const sentences = new Map<string, string>();
  for (const answer of Object.values(document.components.responses))
    for (const line of answer.description.split('\n\n')) {
      const [, code, sentence] = /^`(\w+)`: (.*)$/.exec(line) ?? [];
      if (code && sentence) sentences.set(code, sentence.charAt(0).toUpperCase() + sentence.slice(1));
    }
  return (Object.keys(ERRORS) as ErrorCode[])
    .filter((code) => sentences.has(code))
    .map((code) => ({ code, ...ERRORS[code], when: sentences.get(code) ?? '' }));
}

export function apiView(document: OpenApiDocument, at: Addresses): ApiView {
  const types = Object.entries(document.components.schemas).map(([name, schema]) => ({
    name,
    description: typeof schema.description === 'string' ? schema.description : '',
    is: schema.properties ? null : fieldRow(name, schema, true).type,
    fields: fieldRows(schema),
  }));
  return {
    description: document.info.description,
    groups: document.tags.map(({ name, description }) => ({
      name,
      description,
      operations: operationsOf(document, at, name),
    })),
    types,
    errors: errorsOf(document),
  };
}

/** The groups with what fits every word of a filter; groups without any are left out. */
export function fitting(groups: readonly GroupView[], filter: string): readonly GroupView[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  const fits = (one: OperationView) => {
    const text = `${one.method} ${one.path} ${one.summary} ${one.description} ${one.who} ${one.takes
      .map((field) => field.name)
      .join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map((group) => ({ ...group, operations: group.operations.filter(fits) }))
    .filter((group) => group.operations.length > 0);
}
