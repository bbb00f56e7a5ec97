// GET /api/v1/incidents/<id>/markdown: the post-mortem of one incident as a Markdown file, as it is or was signed.
import type { NextRequest } from 'next/server';
import { takesOnly } from '#app/_entry/answer.ts';
import { answerMarkdown, type ById } from '#app/_entry/markdown.ts';
import { postMortemFile } from '#lib/reads/incidents/post-mortem-file.ts';
import { postMortemMarkdown } from '#lib/rules/incidents/post-mortem.ts';
import { ok } from '#lib/rules/result.ts';

export function GET(request: NextRequest, context: ById): Promise<Response> {
  return answerMarkdown('incidents markdown', request, context, async (id, actor) => {
    const file = await postMortemFile({ id }, actor);
    if (!file.ok) return file;
    const { name, text, hash, signatures } = file.value;
    return ok({ name, text: postMortemMarkdown(text, hash, signatures) });
  });
}

export const POST = takesOnly('GET', 'HEAD');
