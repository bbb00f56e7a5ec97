// The blocks say what the signed text says: a text through both comes out with its own words.
import { expect, test } from 'vitest';
import { signedText } from '#lib/rules/incidents/post-mortem.ts';
import { signedBlocks } from './signed-blocks.ts';

const NASTY = '# no heading, | no cell, `x` <b> \\| back\\slash *star* 1. one';

test('title, figures, parts, prevention and timeline, word for word', () => {
  const blocks = signedBlocks(
    signedText(
      {
        ...{ number: 7, title: NASTY, severity: 'high', drill: false, openedBy: 'Ola', owner: null },
        ...{ beganAt: '2026-02-22T11:15:00.000Z', resolvedAt: null, exposureUsd: null, pnlUsd: '-124.32' },
        ...{ systems: null, positions: [{ symbol: 'BTC', size: '0.25', valueUsd: '16250' }] },
      },
      { summary: `${NASTY}\n\n- no list\n1. no list either`, cause: '', impact: '', actions: 'Paused.' },
      [{ id: 'p', kind: 'code', what: NASTY, owner: { id: 'o', name: 'Ines' }, dueOn: '2026-03-01' }],
      [{ at: '2026-02-22T11:15:40.000Z', kind: 'note', what: NASTY, by: 'Ola', reason: null, seq: 1 }],
    ),
  );
  expect(blocks[0]).toEqual({ kind: 'title', text: `Post-mortem of INC-7: ${NASTY}` });
  expect(blocks.filter(({ kind }) => kind === 'heading').map((one) => 'text' in one && one.text)).toEqual([
    ...['Summary', 'Root cause', 'Impact', 'Actions taken', 'Prevention', 'Timeline'],
  ]);
  const paragraphs = blocks.flatMap((one) => (one.kind === 'paragraph' ? [one.text] : []));
  expect(paragraphs).toEqual([
    ...[
      NASTY,
      '- no list\n1. no list either',
      'Nothing is written here.',
      'Nothing is written here.',
      'Paused.',
    ],
  ]);
  const lists = blocks.flatMap((one) => (one.kind === 'list' ? [one.items] : []));
  expect(lists[1]).toContainEqual({ text: 'BTC 0.25, worth 16250 US dollars', inner: true });
  expect(lists[2]).toEqual([{ text: `Code fix: ${NASTY} (Ines, due 2026-03-01)`, inner: false }]);
  expect(blocks.at(-1)).toEqual({
    kind: 'table',
    head: ['Time (UTC)', 'Event', 'By'],
    rows: [['2026-02-22 11:15:40', NASTY, 'Ola']],
  });
});
