// GET /api/v1/runs/<id>/markdown: one run as a Markdown file, as it is now.
import type { NextRequest } from 'next/server';
import { takesOnly } from '#app/_entry/answer.ts';
import { answerMarkdown, type ById } from '#app/_entry/markdown.ts';
import { runName } from '#lib/catalog/runs.ts';
import { ask } from '#lib/reads/read.ts';
import { readRun } from '#lib/reads/runs/read-run.ts';
import { ok } from '#lib/rules/result.ts';
import { runMarkdown } from '#lib/rules/runs/run-markdown.ts';

export function GET(request: NextRequest, context: ById): Promise<Response> {
  return answerMarkdown('runs markdown', request, context, async (id, actor) => {
    const read = await ask(readRun, { id }, actor);
    if (!read.ok) return read;
    return ok({ name: runName(read.value.run.number), text: runMarkdown(read.value) });
  });
}

export const POST = takesOnly('GET', 'HEAD');
