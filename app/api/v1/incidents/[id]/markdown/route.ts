// GET /api/v1/incidents/<id>/markdown: the post-mortem of one incident as a Markdown file, as it is or was signed.
import { takesOnly } from '#app/_entry/answer.ts';
import { markdownRoute } from '#app/_entry/markdown-route.ts';
import { postMortemFile } from '#lib/reads/post-mortem-file.ts';
import { postMortemMarkdown } from '#lib/rules/post-mortem.ts';
import { ok } from '#lib/rules/result.ts';

export const GET = markdownRoute('incidents markdown', async (id, actor) => {
  const file = await postMortemFile({ id }, actor);
  if (!file.ok) return file;
  const { name, text, hash, signatures } = file.value;
  return ok({ name, text: postMortemMarkdown(text, hash, signatures) });
});

export const POST = takesOnly('GET', 'HEAD');
