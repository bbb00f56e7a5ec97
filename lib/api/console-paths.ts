// The console's addresses: every command and read of the registries, the live stream, this document itself.
import type { z } from 'zod';
import { permissionOf } from '#lib/catalog/permissions.ts';
import { COMMANDS, NOT_OVER_HTTP } from '#lib/commands/registry.ts';
import type { JsonSchema, Operation, Parameter, PathItem } from '#lib/contract/open-api.ts';
import type { AnyRead } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { exampleOf } from './example.ts';
import { headersRef, parameterRef } from './headers.ts';
import { refusals } from './refusals.ts';
import { descriptionOf, inputSchema, schemaRef } from './schemas.ts';

type Access = Pick<Operation, 'security' | 'x-roles' | 'x-scopes'>;

/** Who may, from the table of permissions: people with a token or in a browser, machines with a key. */
export function accessOf(action: AnyCommand['name']): Access {
  const { roles, scopes = [], anonymous } = permissionOf(action);
  if (anonymous) return { security: [] };
  return {
    ...(roles.length > 0 ? { 'x-roles': roles } : {}),
    ...(scopes.length > 0 ? { 'x-scopes': scopes } : {}),
    security: [{ bearer: scopes }, { header: scopes }, ...(roles.length > 0 ? [{ session: [] }] : [])],
  };
}

function summaryOf(action: AnyCommand['name']): string {
  const { sentence } = permissionOf(action);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Whether anybody but Bulkhead itself may send a command through POST /api/v1/commands. */
export function isOverHttp({ name }: AnyCommand): boolean {
  const { roles, scopes = [], anonymous } = permissionOf(name);
  return !NOT_OVER_HTTP.has(name) && (anonymous === true || roles.length + scopes.length > 0);
}

const SECRET_ANSWER =
  'Its answer is a secret, so it is not kept: sent again, with the same Idempotency-Key or another, it is executed anew.';

export function commandOperation(command: AnyCommand): Operation {
  if (!command.body) throw new Error(`${command.name} is open over HTTP and names no type of its answer`);
  const schema = inputSchema(command.input);
  const kept = command.remembered !== false;
  const { stepUp, anonymous } = permissionOf(command.name);
  const asks = stepUp !== undefined || command.asksStepUp !== undefined;
  const parameters = [
    ...(kept ? [parameterRef('idempotency-key')] : []),
    ...(asks ? [parameterRef('step-up')] : []),
  ];
  return {
    operationId: command.name,
    tags: ['commands'],
    summary: summaryOf(command.name),
    ...(kept ? {} : { description: SECRET_ANSWER }),
    ...accessOf(command.name),
    ...(parameters.length > 0 ? { parameters } : {}),
    requestBody: { required: true, content: { 'application/json': { schema, example: exampleOf(schema) } } },
    responses: {
      '200': {
        description: descriptionOf(command.body),
        headers: headersRef('Idempotency-Key', ...(kept ? (['Idempotency-Replayed'] as const) : [])),
        content: { 'application/json': { schema: schemaRef(command.body) } },
      },
      ...refusals(asks ? 'proven' : anonymous ? 'open' : 'command'),
    },
  };
}

/** An input as query parameters: one for each field. */
export function queryParameters(input: z.ZodType): Parameter[] {
  const { properties = {}, required = [] } = inputSchema(input) as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => {
    const needed = required.includes(name);
    return {
      name,
      in: 'query',
      required: needed,
      ...(typeof description === 'string' ? { description } : {}),
      schema,
      ...(needed ? { example: exampleOf(schema) } : {}),
    };
  });
}

/** A read that shares the permission of another is told apart by what it answers. */
function readSummaryOf(name: string, read: AnyRead): string {
  const borrowed = [...READS].some(([other, { action }]) => other !== name && action === read.action);
  const own = read.action === `read-${name}` || !borrowed;
  return own ? summaryOf(read.action) : descriptionOf(read.body).replace(/\..*$/s, '');
}

function readOf(name: string, read: AnyRead): Operation {
  const parameters = queryParameters(read.input);
  const answer = descriptionOf(read.body);
  const summary = readSummaryOf(name, read);
  return {
    operationId: `read-${name}`,
    tags: ['reads'],
    summary,
    ...(answer.startsWith(summary) && answer.length < summary.length + 2 ? {} : { description: answer }),
    ...accessOf(read.action),
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: {
      '200': {
        description: answer,
        headers: headersRef('RateLimit', 'RateLimit-Policy'),
        content: { 'application/json': { schema: schemaRef(read.body) } },
      },
      ...refusals('read'),
    },
  };
}

const LIVE: Operation = {
  operationId: 'live',
  tags: ['streams'],
  summary: 'Follow the state of the venue',
  description:
    'Server-sent events named `pulse`, each with the whole state (StatusBody): at once, after every change, and at least every two seconds; at most five a second. It ends when whoever reads loses the right to.',
  ...accessOf('read-status'),
  responses: {
    '200': {
      description: 'The stream.',
      headers: headersRef('RateLimit', 'RateLimit-Policy'),
      content: { 'text/event-stream': { schema: schemaRef('StatusBody') } },
    },
    ...refusals('live'),
  },
};

const DOCUMENT: Operation = {
  operationId: 'openapi',
  tags: ['reads'],
  summary: 'Read this document',
  description: 'OpenAPI 3.1, made from what the console serves. Needs no sign-in.',
  security: [],
  parameters: [parameterRef('if-none-match')],
  responses: {
    '200': {
      description: 'The document.',
      headers: headersRef('ETag', 'RateLimit', 'RateLimit-Policy'),
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    '304': { description: 'It is still the one you have.', headers: headersRef('ETag') },
    ...refusals('document'),
  },
};

export function consolePaths(): Record<string, PathItem> {
  return {
    ...Object.fromEntries(
      [...READS].map(([name, read]) => [`/api/v1/${name}`, { get: readOf(name, read) }] as const),
    ),
    '/api/v1/openapi.json': { get: DOCUMENT },
    '/api/v1/live': { get: LIVE },
    ...Object.fromEntries(
      [...COMMANDS.values()]
        .filter(isOverHttp)
        .map((command) => [`/api/v1/commands/${command.name}`, { post: commandOperation(command) }] as const),
    ),
  };
}
