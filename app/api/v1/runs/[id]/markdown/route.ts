// GET /api/v1/runs/<id>/markdown: one run as a Markdown file, as it is now.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { runName } from '#lib/catalog/runs.ts';
import { ask } from '#lib/reads/read.ts';
import { readRun } from '#lib/reads/read-run.ts';
import { runMarkdown } from '#lib/rules/run-markdown.ts';

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  try {
    const actor = await actorOf(request);
    return await limited(request, actor, async () => {
      const read = await ask(readRun, { id }, actor);
      if (!read.ok) return failureResponse(read.error);
      return new Response(runMarkdown(read.value), {
        headers: {
          'content-type': 'text/markdown; charset=utf-8',
          'content-disposition': `attachment; filename="${runName(read.value.run.number)}.md"`,
          'cache-control': 'no-store',
        },
      });
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'runs markdown'));
  }
}

export const POST = takesOnly('GET', 'HEAD');
