// An export through its door: who asks, from where, the record first, then the file portion by portion (decision record 0050).
import type { NextRequest } from 'next/server';
import { may } from '#lib/rules/may.ts';
import type { AnswerOf, AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { actorOf } from './actor.ts';
import { failureResponse } from './answer.ts';
import { downloadResponse, roomForDownload } from './download.ts';
import { thrownFailure } from './failure.ts';
import { comesFromOwnPage } from './own-page.ts';
import { queryOf } from './query.ts';

interface ExportDoor<C extends AnyCommand> {
  /** Puts the export on record and answers what was granted. */
  command: C;
  /** Where people find it: completes "Use Export on the ... screen". */
  screen: string;
  file: (grant: AnswerOf<C>) => { chunks: AsyncGenerator<string>; headers: Record<string, string> };
}

export async function exportResponse<C extends AnyCommand>(
  request: NextRequest,
  { command, screen, file }: ExportDoor<C>,
): Promise<Response> {
  try {
    const actor = await actorOf(request);
    if (actor.kind === 'person' && actor.via === 'session' && !comesFromOwnPage(request)) {
      return failureResponse({
        code: 'forbidden',
        message: `This export was not asked for on a page of this console. Use Export on the ${screen} screen, or a token.`,
      });
    }
    const query = queryOf(request.nextUrl.searchParams);
    if (!query.ok) return failureResponse(query.error);
    if (!roomForDownload()) {
      const message = 'Too many exports run at this moment. Try again shortly.';
      return failureResponse({ code: 'rate_limited', message, details: { retryAfterSeconds: 5 } });
    }
    const granted = await execute(command, query.value, actor);
    if (!granted.ok) return failureResponse(granted.error);
    return await downloadResponse({
      ...file(granted.value),
      signal: request.signal,
      stillAllowed: async () => may(await actorOf(request), command.name).ok,
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, command.name));
  }
}
