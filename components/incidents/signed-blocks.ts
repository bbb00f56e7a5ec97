// The text of a post-mortem in blocks to draw: the Markdown that lib/rules/incidents/post-mortem.ts writes, and nothing more of Markdown. Pure.

export type SignedBlock =
  | { kind: 'title' | 'heading' | 'paragraph'; text: string }
  | { kind: 'list'; items: readonly { text: string; inner: boolean }[] }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] };

/** Signs that were kept from being Markdown are themselves again. */
function words(text: string): string {
  return text.replace(/\\(.)/gu, '$1').trim();
}

function cells(line: string): string[] {
  const inner = line.replace(/^\|/, '').replace(/\|$/, '');
  return (inner.match(/(?:[^|\\]|\\.)+/gu) ?? []).map(words);
}

const ITEM = /^( *)- /;

/** In their order; lines of one paragraph stay lines. */
export function signedBlocks(text: string): SignedBlock[] {
  const blocks: SignedBlock[] = [];
  for (const group of text.split(/\n{2,}/)) {
    const lines = group.split('\n').filter((line) => line.trim() !== '');
    const [first] = lines;
    if (first === undefined) continue;
    if (/^#{1,2} /.test(first)) {
      blocks.push({
        kind: first.startsWith('# ') ? 'title' : 'heading',
        text: words(first.replace(/^#+ /, '')),
      });
    } else if (ITEM.test(first)) {
      blocks.push({
        kind: 'list',
        items: lines.map((line) => ({
          ...{ text: words(line.replace(ITEM, '')), inner: line.startsWith('  ') },
        })),
      });
    } else if (first.startsWith('| ')) {
      const [head = [], , ...rows] = lines.map(cells);
      blocks.push({ kind: 'table', head, rows });
    } else {
      blocks.push({ kind: 'paragraph', text: lines.map(words).join('\n') });
    }
  }
  return blocks;
}
