// One thing as a Markdown file to keep, for whoever may read it.
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

/** What Next hands to a route whose address holds an id. */
export type ById = { params: Promise<{ id: string }> };

/** `what` names it in the log, where something breaks. */
export async function answerMarkdown(
  what: string,
  request: NextRequest,
  { params }: ById,
  read: (id: string, actor: Actor) => Promise<Result<MarkdownFile>>,
): Promise<Response> {
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
}
