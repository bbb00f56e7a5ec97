// A file of evidence is taken for what it holds, never for what it is called, and its name cannot lead anywhere.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { EVIDENCE } from '#lib/catalog/canary-runs.ts';
import { evidenceFile, safeName } from './evidence-file.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');
const PDF = Buffer.from('%PDF-1.7\n');
const text = (words: string) => Buffer.from(words);
const sent = (name: string, content: Buffer) => ({ name, content: content.toString('base64') });

describe('what is taken', () => {
  test.each([
    ['stop.png', PNG, 'image/png'],
    ['STOP.JPG', JPEG, 'image/jpeg'],
    ['stop.jpeg', JPEG, 'image/jpeg'],
    ['report.pdf', PDF, 'application/pdf'],
    ['log.txt', text('stopped after 0.4 s\n'), 'text/plain'],
    ['größe.csv', text('at,value\n1,2\n'), 'text/csv'],
    ['answer.json', text('{"stopped":true}'), 'application/json'],
  ])('%s', (name, content, mediaType) => {
    const found = evidenceFile(sent(name, content));
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(found).toMatchObject({ ok: true, value: { name, mediaType, sha256 } });
    expect(found.ok && Buffer.from(found.value.content)).toEqual(content);
  });

  test('up to its largest size', () => {
    const most = Buffer.alloc(EVIDENCE.fileBytes, 'a');
    expect(evidenceFile(sent('log.txt', most)).ok).toBe(true);
    expect(evidenceFile(sent('log.txt', Buffer.concat([most, text('a')])))).toMatchObject({
      error: { code: 'invalid_input', message: 'file: it is larger than 5 MiB.' },
    });
  });
});

describe('what is refused', () => {
  test.each([
    ['a page', 'page.html', text('<html></html>')],
    ['a drawing', 'drawing.svg', text('<svg/>')],
    ['a page that says it is text', 'page.txt', text('\n <!DOCTYPE html><script>alert(1)</script>')],
    ['a drawing that says it is a table', 'drawing.csv', text('<?xml version="1.0"?><svg/>')],
    ['a page that says it is a picture', 'page.png', text('<html></html>')],
    ['a picture that says it is another', 'stop.jpg', PNG],
    ['a program', 'run.txt', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])],
    ['what is not UTF-8', 'log.txt', Buffer.from([0xc3, 0x28])],
    ['broken JSON', 'answer.json', text('{')],
    ['nothing', 'log.txt', text('')],
    ['no ending', 'log', text('words')],
    ['only an ending', '.png', PNG],
    ['a name of the prototype', 'x.constructor', text('words')],
  ])('%s', (_what, name, content) => {
    expect(evidenceFile(sent(name, content))).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', details: { fields: { file: expect.any(String) } } },
    });
  });

  test.each(['YWJj\n', 'YWJ', 'YW J', '####', 'data:text/plain;base64,YWJj'])('content %j', (content) => {
    expect(evidenceFile({ name: 'log.txt', content }).ok).toBe(false);
  });
});

test.each([
  ['../../etc/passwd.txt', 'passwd.txt'],
  ['C:\\Users\\erin\\stop.png', 'stop.png'],
  ['...stop.png', 'stop.png'],
  ['sto\u202egnp.p\r\nng"; x="', 'stognp.png_; x=_'],
  ['a  b\t.txt', 'a b.txt'],
  [`${'ä'.repeat(300)}.pdf`, `${'ä'.repeat(116)}.pdf`],
  ['\u0000', ''],
])('the name %j becomes %j', (name, safe) => {
  expect(safeName(name)).toBe(safe);
});
