// The addresses of the edge, which serves switch values to services, and the probes; written by hand, compared by a test.
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import type { Answer, JsonSchema, Operation, Parameter, PathItem, Server } from '#lib/contract/open-api.ts';
import { accessBy, EDGE_SERVERS, json, ofEdge, pathText } from './edge-operation.ts';
import { executorPaths } from './executor-paths.ts';
import { headersRef, parameterRef } from './headers.ts';
import { refusals } from './refusals.ts';
import { schemaRef } from './schemas.ts';

const CONSOLE_SERVERS: readonly Server[] = [{ url: '/', description: 'The console' }];

const ACCESS = accessBy(EDGE_SCOPE);
const VALUES_HEADERS = headersRef('ETag', 'Bulkhead-Data-Age-Ms');
const STILL_THE_SAME: Answer = { description: 'Nothing changed since that ETag.', headers: VALUES_HEADERS };

const SYMBOL: Parameter = {
  name: 'symbol',
  in: 'query',
  required: false,
  description: 'The value for this symbol: its override, else the global one.',
  schema: { type: 'string', pattern: '^[A-Z0-9]{1,20}$' },
};

const ONE_SWITCH: Operation = {
  operationId: 'edge-switch',
  tags: ['edge'],
  summary: 'Read one switch',
  ...ACCESS,
  parameters: [
    pathText('name', 'Name of the switch.', 'routing_mode'),
    SYMBOL,
    parameterRef('if-none-match'),
  ],
  responses: {
    '200': json('The value and where it stands in history.', schemaRef('SwitchBody'), VALUES_HEADERS),
    '304': STILL_THE_SAME,
    ...refusals('edge'),
  },
};

const ALL_SWITCHES: Operation = {
  operationId: 'edge-switches',
  tags: ['edge'],
  summary: 'Read all switches',
  ...ACCESS,
  parameters: [parameterRef('if-none-match')],
  responses: {
    '200': json('Every switch at one revision.', schemaRef('SnapshotBody'), VALUES_HEADERS),
    '304': STILL_THE_SAME,
    ...refusals('edge'),
  },
};

const STREAM: Operation = {
  operationId: 'edge-stream',
  tags: ['streams'],
  summary: 'Follow the switches',
  description:
    'Server-sent events: `snapshot` with all switches first, then `change` with those that changed, and `heartbeat` every two seconds. Send Last-Event-ID (epoch.revision) to go on where you were.',
  ...ACCESS,
  responses: {
    '200': {
      description: 'The stream. Its first event has this form.',
      content: { 'text/event-stream': { schema: schemaRef('SnapshotBody') } },
    },
    ...refusals('edge'),
  },
};

const APPLIED: Operation = {
  operationId: 'edge-applied',
  tags: ['edge'],
  summary: 'Report what an instance has applied',
  description: 'Receipt and heartbeat in one, every two seconds. The SDK sends it by itself.',
  ...ACCESS,
  parameters: [pathText('id', 'Name of the instance.', 'router-01')],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: schemaRef('AppliedReport'),
        example: {
          service: 'router',
          startedAt: '2026-03-19T03:07:40Z',
          epoch: 1,
          revision: 42,
          mode: 'live',
        },
      },
    },
  },
  responses: {
    '202': json('Taken. Where the edge stands.', schemaRef('Position')),
    ...refusals('report'),
  },
};

const SYMBOL_CONTEXT: JsonSchema = {
  type: 'object',
  properties: {
    context: {
      type: 'object',
      properties: { symbol: { type: 'string', pattern: '^[A-Z0-9]{1,20}$' } },
      additionalProperties: true,
    },
  },
  additionalProperties: true,
};

function evaluation(failure: Record<string, Answer>): Operation['responses'] {
  return { ...refusals('edge'), ...failure };
}

const FAILED = json('Not evaluated, in the form of OFREP.', schemaRef('EvaluationFailure'));

const EVALUATE_ONE: Operation = {
  operationId: 'ofrep-evaluate-flag',
  tags: ['edge'],
  summary: 'Evaluate one switch as a flag',
  description:
    'OFREP 0.3. The symbol in the context chooses its override; lists come as { items }, money as text.',
  ...ACCESS,
  parameters: [pathText('key', 'Name of the switch.', 'routing_mode')],
  requestBody: contextBody(),
  responses: {
    '200': json('The value, and why it is that.', schemaRef('EvaluationSuccess')),
    ...evaluation({ '400': FAILED, '404': FAILED, '413': FAILED, '415': FAILED, '503': FAILED }),
  },
};

const EVALUATE_ALL: Operation = {
  operationId: 'ofrep-evaluate-flags',
  tags: ['edge'],
  summary: 'Evaluate all switches as flags',
  description: 'OFREP 0.3, with an event stream that says when to ask again.',
  ...ACCESS,
  parameters: [parameterRef('if-none-match')],
  requestBody: contextBody(),
  responses: {
    '200': json('Every switch as a flag.', schemaRef('BulkSuccess'), VALUES_HEADERS),
    '304': STILL_THE_SAME,
    ...evaluation({ '400': FAILED, '413': FAILED, '415': FAILED, '503': FAILED }),
  },
};

const EVALUATION_EVENTS: Operation = {
  operationId: 'ofrep-events',
  tags: ['streams'],
  summary: 'Hear when to evaluate again',
  description:
    'Server-sent events with the data of OFREP (`refetchEvaluation`). The address, with its ticket, stands in the bulk answer: browsers cannot send a key here.',
  security: [],
  responses: {
    '200': {
      description: 'The stream.',
      content: { 'text/event-stream': { schema: schemaRef('RefetchEvent') } },
    },
    ...refusals('edge'),
  },
};

function contextBody(): NonNullable<Operation['requestBody']> {
  const example = { context: { symbol: 'BTC' } };
  return { required: true, content: { 'application/json': { schema: SYMBOL_CONTEXT, example } } };
}

/** Of the console and of the edge alike. */
function probe(operationId: string, summary: string, responses: Operation['responses']): PathItem {
  return {
    servers: [...CONSOLE_SERVERS, ...EDGE_SERVERS],
    get: { operationId, tags: ['probes'], summary, security: [], responses },
  };
}

const READINESS = {
  type: 'object',
  properties: { ready: { type: 'boolean' }, revision: { type: ['integer', 'null'] } },
  required: ['ready', 'revision'],
};

export function edgePaths(): Record<string, PathItem> {
  return {
    '/config/stream': ofEdge({ get: STREAM }),
    '/config/switch/{name}': ofEdge({ get: ONE_SWITCH }),
    '/config/switches': ofEdge({ get: ALL_SWITCHES }),
    '/config/instances/{id}/applied': ofEdge({ post: APPLIED }),
    ...executorPaths(),
    '/ofrep/v1/evaluate/flags': ofEdge({ post: EVALUATE_ALL }),
    '/ofrep/v1/evaluate/flags/{key}': ofEdge({ post: EVALUATE_ONE }),
    '/ofrep/v1/events': ofEdge({ get: EVALUATION_EVENTS }),
    '/healthz': probe('healthz', 'Ask whether the process lives', {
      '200': json('It does.', {
        type: 'object',
        properties: { alive: { const: true } },
        required: ['alive'],
      }),
    }),
    '/readyz': probe('readyz', 'Ask whether it can do its work now', {
      '200': json('It can.', READINESS),
      '503': json('It cannot yet, or not now.', READINESS),
    }),
    '/metrics': probe('metrics', 'Read the metrics of the process', {
      '200': {
        description: 'For Prometheus.',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    }),
  };
}
