// A GET that answers one thing as a Markdown file to keep, for whoever may read it.
import type { NextRequest } from 'next/server';
import type { Actor } from '#lib/rules/actor.ts';
import type { Result } from '#lib/rules/result.ts';
import { actorOf } from './actor.ts';
import { failureResponse } from './answer.ts';
import { thrownFailure } from './failure.ts';
import { limited } from './rate-limit.ts';

interface MarkdownFile {
  /** Without its ending. */
  name: string;
  text: string;
}

type ById = { params: Promise<{ id: string }> };

/** `what` names it in the log, where something breaks. */
export function markdownRoute(
  what: string,
  read: (id: string, actor: Actor) => Promise<Result<MarkdownFile>>,
): (request: NextRequest, context: ById) => Promise<Response> {
  return async (request, { params }) => {
    const { id } = await params;
    try {
      const actor = await actorOf(request);
      return await limited(request, actor, async () => {
        const file = await read(id, actor);
        if (!file.ok) return failureResponse(file.error);
        return new Response(file.value.text, {
          headers: {
            'content-type': 'text/markdown; charset=utf-8',
            'content-disposition': `attachment; filename="${file.value.name}.md"`,
            'cache-control': 'no-store',
          },
        });
      });
    } catch (error) {
      return failureResponse(thrownFailure(error, what));
    }
  };
}
