// The address where services file withdrawals: one request, or a list of which each is answered by itself.
import { MOST_FILED_AT_ONCE } from '#lib/catalog/withdrawals.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';
import type { JsonSchema, Operation, PathItem } from '#lib/contract/open-api.ts';
import { commandOperation } from './console-paths.ts';
import { exampleOf } from './example.ts';
import { descriptionOf, inputSchema, schemaRef } from './schemas.ts';

function filing(): Operation {
  const operation = commandOperation(fileWithdrawal);
  const one = inputSchema(fileWithdrawal.input) as JsonSchema;
  const list: JsonSchema = {
    type: 'object',
    required: ['items'],
    additionalProperties: false,
    properties: { items: { type: 'array', minItems: 1, maxItems: MOST_FILED_AT_ONCE, items: one } },
  };
  return {
    ...operation,
    operationId: 'file-withdrawals',
    summary: 'File a withdrawal, or a list of them',
    description: `The same id with the same content is the same request and is answered again; with another content it is a conflict. A list of up to ${MOST_FILED_AT_ONCE} is answered for each request by itself, in its order: 200 when all were filed, 207 when some were not.`,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { oneOf: [one, list] }, example: exampleOf(one) } },
    },
    responses: {
      ...operation.responses,
      '200': {
        ...operation.responses['200'],
        description: `${descriptionOf('WithdrawalAnswer')} Of a list: ${descriptionOf('FiledBatch')}`,
        content: {
          'application/json': { schema: { anyOf: [schemaRef('WithdrawalAnswer'), schemaRef('FiledBatch')] } },
        },
      },
      '207': {
        description: descriptionOf('FiledBatch'),
        content: { 'application/json': { schema: schemaRef('FiledBatch') } },
      },
    },
  };
}

/** `queue` is the read at the same address. */
export function withdrawalPaths(queue: PathItem): Record<string, PathItem> {
  return { '/api/v1/withdrawals': { ...queue, post: filing() } };
}
