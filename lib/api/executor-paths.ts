// The addresses of the edge that stop the venue: commands to executors, their reports, and the emergency stop itself.
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { STOP_SCOPE } from '#lib/contract/latch.ts';
import type { Operation, PathItem } from '#lib/contract/open-api.ts';
import { accessBy, json, ofEdge, pathText } from './edge-operation.ts';
import { refusals } from './refusals.ts';
import { schemaRef } from './schemas.ts';

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

export function executorPaths(): Record<string, PathItem> {
  return {
    '/config/commands/{id}': ofEdge({ get: COMMANDS }),
    '/config/executors/{id}/report': ofEdge({ post: EXECUTOR_REPORT }),
    '/emergency-stop': ofEdge({ post: STOP }),
    '/emergency-stop/status': ofEdge({ get: STOP_STATUS }),
  };
}
