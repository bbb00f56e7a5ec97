// What the operations of an edge have in common: where it listens, which key they take, the form of their answers.
import type { Answer, JsonSchema, Operation, Parameter, PathItem, Server } from '#lib/contract/open-api.ts';

export const EDGE_SERVERS: readonly Server[] = [
  {
    url: '{edge}',
    description: 'An edge: a process of its own that serves switch values from memory',
    variables: { edge: { default: 'http://localhost:3001', description: 'Where the edge listens' } },
  },
];

export function ofEdge(operation: Pick<PathItem, 'get' | 'post'>): PathItem {
  return { servers: EDGE_SERVERS, ...operation };
}

/** Open to keys with this scope. */
export function accessBy(scope: string): Pick<Operation, 'security' | 'x-scopes'> {
  return { 'x-scopes': [scope], security: [{ bearer: [scope] }, { header: [scope] }] };
}

export function json(description: string, schema: JsonSchema, headers: Answer['headers'] = {}): Answer {
  return { description, headers, content: { 'application/json': { schema } } };
}

export function pathText(name: string, description: string, example: string): Parameter {
  return { name, in: 'path', required: true, description, schema: { type: 'string' }, example };
}
