// The addresses of the edge, which serves switch values to services, and the probes; written by hand, compared by a test.
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { STOP_SCOPE } from '#lib/contract/latch.ts';
import type { Answer, JsonSchema, Operation, Parameter, PathItem, Server } from '#lib/contract/open-api.ts';
import { headersRef, parameterRef } from './headers.ts';
import { refusals } from './refusals.ts';
import { schemaRef } from './schemas.ts';

export const EDGE_SERVERS: readonly Server[] = [
  {
    url: '{edge}',
    description: 'An edge: a process of its own that serves switch values from memory',
    variables: { edge: { default: 'http://localhost:3001', description: 'Where the edge listens' } },
  },
];

const CONSOLE_SERVERS: readonly Server[] = [{ url: '/', description: 'The console' }];

const ACCESS: Pick<Operation, 'security' | 'x-scopes'> = {
  'x-scopes': [EDGE_SCOPE],
  security: [{ bearer: [EDGE_SCOPE] }, { header: [EDGE_SCOPE] }],
};

function json(description: string, schema: JsonSchema, headers: Answer['headers'] = {}): Answer {
  return { description, headers, content: { 'application/json': { schema } } };
}

const VALUES_HEADERS = headersRef('ETag', 'Bulkhead-Data-Age-Ms');
const STILL_THE_SAME: Answer = { description: 'Nothing changed since that ETag.', headers: VALUES_HEADERS };

const SYMBOL: Parameter = {
  name: 'symbol',
  in: 'query',
  required: false,
  description: 'The value for this symbol: its override, else the global one.',
  schema: { type: 'string', pattern: '^[A-Z0-9]{1,20}$' },
};

function pathText(name: string, description: string, example: string): Parameter {
  return { name, in: 'path', required: true, description, schema: { type: 'string' }, example };
}

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

function accessBy(scope: string): Pick<Operation, 'security' | 'x-scopes'> {
  return { 'x-scopes': [scope], security: [{ bearer: [scope] }, { header: [scope] }] };
}

const COMMANDS: Operation = {
  operationId: 'edge-commands',
  tags: ['streams'],
  summary: 'Receive the commands to an executor',
  description:
    'Server-sent events `command`, first those it has not said its last word on, then new ones; at least once, so carry out each id once. The SDK does it by itself.',
  ...accessBy(EXECUTOR_SCOPE),
  parameters: [pathText('id', 'Name of the executor.', 'executor-hl')],
  responses: {
    '200': {
      description: 'The stream. Its events have this form.',
      content: { 'text/event-stream': { schema: schemaRef('CommandEvent') } },
    },
    ...refusals('edge'),
  },
};

const EXECUTOR_REPORT: Operation = {
  operationId: 'edge-executor-report',
  tags: ['edge'],
  summary: 'Report what an executor holds and has done',
  description:
    'The whole state of one executor, every two seconds and at each step. The SDK sends it by itself.',
  ...accessBy(EXECUTOR_SCOPE),
  parameters: [pathText('id', 'Name of the executor.', 'executor-hl')],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: schemaRef('ExecutorReport'),
        example: {
          ...{ startedAt: '2026-03-19T03:07:40Z', connected: true, openOrders: 3 },
          ...{ commands: [], positions: [], breakers: [] },
        },
      },
    },
  },
  responses: { '202': json('Taken.', { type: 'object' }), ...refusals('report') },
};

const STOP: Operation = {
  operationId: 'edge-emergency-stop',
  tags: ['edge'],
  summary: 'Stop the venue from this edge alone',
  description:
    'Works without the console and without a database. Latches the values of the stop here and on disk, streams them to instances, sends the commands to executors, and reports the stop into the audit log once the database is back. Give several edges the same id. The body may be left out.',
  ...accessBy(STOP_SCOPE),
  requestBody: {
    required: false,
    content: {
      'application/json': { schema: schemaRef('EdgeStopRequest'), example: { reason: 'Capital at risk' } },
    },
  },
  responses: {
    '200': json('Latched, now or before.', schemaRef('EdgeStopBody')),
    ...refusals('report'),
  },
};

const STOP_STATUS: Operation = {
  operationId: 'edge-emergency-stop-status',
  tags: ['edge'],
  summary: 'Ask how far a stop of this edge is',
  ...accessBy(STOP_SCOPE),
  responses: {
    '200': json('The latch, the instances under it, the executors.', schemaRef('EdgeStopBody')),
    ...refusals('edge'),
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
  const ofEdge = (operation: Pick<PathItem, 'get' | 'post'>): PathItem => ({
    servers: EDGE_SERVERS,
    ...operation,
  });
  return {
    '/config/stream': ofEdge({ get: STREAM }),
    '/config/switch/{name}': ofEdge({ get: ONE_SWITCH }),
    '/config/switches': ofEdge({ get: ALL_SWITCHES }),
    '/config/instances/{id}/applied': ofEdge({ post: APPLIED }),
    '/config/commands/{id}': ofEdge({ get: COMMANDS }),
    '/config/executors/{id}/report': ofEdge({ post: EXECUTOR_REPORT }),
    '/emergency-stop': ofEdge({ post: STOP }),
    '/emergency-stop/status': ofEdge({ get: STOP_STATUS }),
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
      '503': json('It cannot, for now.', READINESS),
    }),
    '/metrics': probe('metrics', 'Read the metrics of the process', {
      '200': {
        description: 'For Prometheus.',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    }),
  };
}
