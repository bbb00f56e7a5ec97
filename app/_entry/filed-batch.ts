// Several withdrawals in one call: each is filed or refused by itself, and the answer says so of each, in their order.
import type { NextRequest } from 'next/server';
import { ERRORS } from '#lib/catalog/errors.ts';
import { MOST_FILED_AT_ONCE } from '#lib/catalog/withdrawals.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';
import type { FiledBatch, FiledItem } from '#lib/contract/withdrawals.ts';
import { may } from '#lib/rules/may.ts';
import { execute } from '#lib/write/execute.ts';
import { actorOf } from './actor.ts';
import { failureResponse, resultResponse } from './answer.ts';
import { thrownFailure } from './failure.ts';

export function isBatch(body: unknown): body is { items: unknown } {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'items');
}

const ITEMS = `items is a list of 1 to ${MOST_FILED_AT_ONCE} requests, and nothing stands beside it.`;

export async function filedBatch(request: NextRequest, body: { items: unknown }): Promise<Response> {
  try {
    const actor = await actorOf(request);
    // Refused once and on record, as one request would be, before the list is looked at.
    if (!may(actor, fileWithdrawal.name).ok)
      return resultResponse(await execute(fileWithdrawal, null, actor, {}));
    const { items } = body;
    const fits = Array.isArray(items) && items.length >= 1 && items.length <= MOST_FILED_AT_ONCE;
    if (!fits || Object.keys(body).length > 1)
      return failureResponse({
        code: 'invalid_input',
        message: ITEMS,
        details: { fields: { items: ITEMS } },
      });
    if (request.headers.has('idempotency-key'))
      return failureResponse({
        code: 'invalid_input',
        message: 'A list takes no Idempotency-Key: each of its requests has an id of its own.',
      });
    const answers: FiledItem[] = [];
    for (const item of items) {
      const result = await execute(fileWithdrawal, item, actor, {});
      answers.push(
        result.ok
          ? { status: 200, withdrawal: result.value, error: null }
          : { status: ERRORS[result.error.code].status, withdrawal: null, error: result.error },
      );
    }
    const filed = answers.filter(({ error }) => error === null).length;
    const answer: FiledBatch = { filed, refused: answers.length - filed, items: answers };
    return Response.json(answer, {
      status: filed === answers.length ? 200 : 207,
      headers: { 'cache-control': 'no-store' },
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'withdrawals'));
  }
}
