// Text never becomes markup.
import { expect, it } from 'vitest';
import { html } from './html.ts';

it('escapes what is put in, and keeps what is HTML already', () => {
  const rows = ['<b>', 'a & "b"'].map((text) => html`<td>${text}</td>`);
  expect(html`<tr title="${`it's`}">${rows}</tr>${7}`.text).toBe(
    '<tr title="it&#39;s"><td>&lt;b&gt;</td><td>a &amp; &quot;b&quot;</td></tr>7',
  );
});
