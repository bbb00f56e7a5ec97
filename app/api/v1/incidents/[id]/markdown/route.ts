// GET /api/v1/incidents/<id>/markdown: the post-mortem of one incident as a Markdown file, as it is or was signed.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { postMortemFile } from '#lib/reads/post-mortem-file.ts';
import { postMortemMarkdown } from '#lib/rules/post-mortem.ts';

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  try {
    const actor = await actorOf(request);
    return await limited(request, actor, async () => {
      const file = await postMortemFile({ id }, actor);
      if (!file.ok) return failureResponse(file.error);
      const { name, text, hash, signatures } = file.value;
      return new Response(postMortemMarkdown(text, hash, signatures), {
        headers: {
          'content-type': 'text/markdown; charset=utf-8',
          'content-disposition': `attachment; filename="${name}.md"`,
          'cache-control': 'no-store',
        },
      });
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'incidents markdown'));
  }
}

export const POST = takesOnly('GET', 'HEAD');
