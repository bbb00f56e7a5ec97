// Post-mortems: the draft, the text that is signed, what holds a signature, and who may give one.
import { expect, test } from 'vitest';
import type { TimelineEntry } from '#lib/contract/incidents.ts';
import {
  draftOf,
  type IncidentFacts,
  maySign,
  missingRoles,
  parseText,
  postMortemMarkdown,
  type Signature,
  signedText,
  signHeldBy,
  textHash,
  untilResolved,
} from './post-mortem.ts';

const facts: IncidentFacts = {
  ...{ number: 7, title: 'HL is disconnected', severity: 'critical', drill: false },
  ...{ beganAt: '2026-02-22T11:15:00.000Z', resolvedAt: '2026-02-22T12:02:00.000Z' },
  ...{ openedBy: 'Ola Ops', owner: 'Ines Engineer', exposureUsd: '50000', pnlUsd: '-124.32' },
  systems: 'HL gateway',
  positions: [{ symbol: 'BTC', size: '0.25', valueUsd: '16250.00' }],
};

function line(at: string, kind: string, what: string, by: string | null = null): TimelineEntry {
  return { at: `2026-02-22T${at}.000Z`, kind, what, by, reason: null, seq: null };
}
const timeline = [
  line('11:15:00', 'alert', 'A-3 fired: HL is disconnected'),
  line('11:15:40', 'switch', 'new_orders_enabled true to false', 'Rita Risk'),
  line('11:20:00', 'note', 'INC-7: looks like a certificate'),
  line('13:00:00', 'switch', 'new_orders_enabled false to true', 'Rita Risk'),
];
const text = { summary: 'Lost HL.', cause: 'An expired certificate.', impact: '', actions: 'Paused orders.' };

test('the draft tells what fired and what was done, up to the end, and leaves the cause to people', () => {
  const draft = draftOf(facts, untilResolved(timeline, facts));
  expect(draft.summary).toContain('resolved after 47:00');
  expect(draft.summary).toContain('A-3 fired: HL is disconnected');
  expect(draft.actions).toBe('2026-02-22 11:15:40 new_orders_enabled true to false (Rita Risk)');
  expect(draft.cause).toBe('');
});

test('what is told ends with the line that says so, which the log writes a moment later', () => {
  const resolved = line('12:02:01', 'incident', 'INC-7 resolved');
  const told = untilResolved([...timeline.slice(0, 3), resolved, ...timeline.slice(3)], facts);
  expect(told.at(-1)).toBe(resolved);
  expect(untilResolved(timeline, { number: 7, resolvedAt: null })).toBe(timeline);
});

test("the signed text has manual 3's parts with the figures, and people's words stay words", () => {
  const nasty = { ...text, cause: '# no heading\n| no cell | <script>\n[x](javascript:1)' };
  const prevention = [
    {
      ...({ id: 'p', kind: 'monitoring', what: 'Watch the certificate | its end' } as const),
      owner: { id: 'o', name: 'Ines' },
      dueOn: '2026-03-01',
    },
  ];
  const made = signedText(facts, nasty, prevention, [
    ...timeline,
    { ...line('11:21:00', 'note', 'a | b'), reason: 'c\nd' },
  ]);
  const heads = made.split('\n').filter((one) => one.startsWith('#'));
  expect(heads).toEqual([
    '# Post-mortem of INC-7: HL is disconnected',
    ...['## Summary', '## Root cause', '## Impact', '## Actions taken', '## Prevention', '## Timeline'],
  ]);
  expect(made).toContain('- P&L: -124.32 US dollars\n- Exposure: 50000 US dollars\n- Positions affected: 1');
  expect(made).toContain('(Ines, due 2026-03-01)');
  expect(made).not.toMatch(/(^|[^\\])<script|(^|[^\\])\[x/);
  // A bar in a text is no border of a cell.
  expect(
    made.split('\n').filter((one) => one.startsWith('| 2026') && !/^(\|([^|\\]|\\.)*){3}\|$/.test(one)),
  ).toEqual([]);
  expect(signedText(facts, nasty, prevention, timeline)).toBe(signedText(facts, nasty, prevention, timeline));
});

test('the hash in the file is that of the text above the sign-off', () => {
  const made = signedText(facts, text, [], timeline);
  const hash = textHash(made);
  const file = postMortemMarkdown(made, hash, [
    { role: 'engineer', person: { id: 'e', name: 'Ines' }, at: '2026-02-23T08:00:00.000Z', hash },
    { role: 'operations', person: { id: 'p', name: 'Ola' }, at: '2026-02-23T08:00:00.000Z', hash: 'other' },
  ]);
  const [above = ''] = file.split('\n## Sign-off');
  expect(textHash(above)).toBe(hash);
  expect(file).toContain(hash);
  expect(file).toContain('- Engineer: Ines, 2026-02-23 08:00:00 UTC');
  expect(file).toContain('- Operations: not signed');
});

test('nobody signs a draft, an empty part, or what is not over', () => {
  expect(signHeldBy(facts, false, text)).toMatch(/Save/);
  expect(signHeldBy(facts, true, { ...text, cause: '' })).toMatch(/Root cause/);
  expect(signHeldBy({ number: 7, resolvedAt: null }, true, text)).toMatch(/INC-7 is not resolved/);
  expect(signHeldBy(facts, true, text)).toBeNull();
});

test('three roles, three people, one text', () => {
  const ines = { id: 'ines', name: 'Ines', roles: ['engineer', 'operations'] };
  const first: Signature = { role: 'engineer', person: ines, at: '2026-02-23T08:00:00.000Z', hash: 'h' };
  expect(maySign(ines, 'risk_manager', 'h', [])).toMatchObject({ error: { code: 'forbidden' } });
  expect(maySign(ines, 'engineer', 'h', [])).toEqual({ ok: true, value: true });
  expect(maySign(ines, 'operations', 'h', [first])).toMatchObject({ error: { code: 'conflict' } });
  const olaf = { id: 'olaf', roles: ['engineer', 'operations'] };
  expect(maySign(olaf, 'engineer', 'h', [first])).toMatchObject({ error: { code: 'conflict' } });
  expect(maySign(olaf, 'operations', 'h', [first])).toMatchObject({ ok: true });
  // What was signed before the text changed holds nobody.
  expect(maySign(ines, 'engineer', 'other', [first])).toMatchObject({ ok: true });
  expect(missingRoles('h', [first])).toEqual(['operations', 'risk_manager']);
  expect(missingRoles('other', [first])).toHaveLength(3);
});

test.each(['\u202e', '\u200b', '\u0007', '\ud800'])('%j is not shown, so it is not taken', (mark) => {
  expect(parseText('Summary', `a${mark}b`)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
});

test('line ends become one kind, and tabs stay', () => {
  expect(parseText('Summary', '  a\r\nb\tc\r\rd 日本 🚨\n')).toEqual({
    ok: true,
    value: 'a\nb\tc\n\nd 日本 🚨',
  });
});
