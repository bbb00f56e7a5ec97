// GET /api/v1/runs/<id>/markdown: one run as a Markdown file, as it is now.
import { takesOnly } from '#app/_entry/answer.ts';
import { markdownRoute } from '#app/_entry/markdown-route.ts';
import { runName } from '#lib/catalog/runs.ts';
import { ask } from '#lib/reads/read.ts';
import { readRun } from '#lib/reads/read-run.ts';
import { ok } from '#lib/rules/result.ts';
import { runMarkdown } from '#lib/rules/run-markdown.ts';

export const GET = markdownRoute('runs markdown', async (id, actor) => {
  const read = await ask(readRun, { id }, actor);
  if (!read.ok) return read;
  return ok({ name: runName(read.value.run.number), text: runMarkdown(read.value) });
});

export const POST = takesOnly('GET', 'HEAD');
