// A file that is attached to evidence: its name made safe, its type found in what it holds, its hash.
import { createHash } from 'node:crypto';
import { EVIDENCE, EVIDENCE_TYPES, type EvidenceType } from '#lib/catalog/canary-runs.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

export interface EvidenceFile {
  name: string;
  mediaType: EvidenceType;
  content: Uint8Array<ArrayBuffer>;
  /** Hexadecimal, of the content. */
  sha256: string;
}

const ENDINGS = Object.keys(EVIDENCE_TYPES).join(', ');
const MEBIBYTES = EVIDENCE.fileBytes / 1_024 / 1_024;

function refused(sentence: string) {
  return fail('invalid_input', `file: ${sentence}`, { fields: { file: sentence } });
}

/** Control characters, and those that turn the direction of reading: a name must say what it looks like. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The last part of a path, without what a screen does not show or a file system does not take. */
export function safeName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(UNSEEN, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .trim();
  const ending = /\.[a-z0-9]{1,5}$/i.exec(plain)?.[0] ?? '';
  const stem = [...plain.slice(0, plain.length - ending.length)];
  return `${stem.slice(0, EVIDENCE.fileName - ending.length).join('')}${ending}`;
}

function beginsWith(content: Uint8Array, ...bytes: number[]): boolean {
  return bytes.every((byte, place) => content[place] === byte);
}

function textOf(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    return /[\u0000-\u0008\u000b\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A page or a drawing that can act in a browser, whatever its name says. */
const MARKUP = /^\s*<(?:!doctype|!--|html|head|body|script|svg|\?xml)/i;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether the content is what the type says. */
function holdsWhatItSays(content: Uint8Array, type: EvidenceType): boolean {
  switch (type) {
    case 'image/png':
      return beginsWith(content, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    case 'image/jpeg':
      return beginsWith(content, 0xff, 0xd8, 0xff);
    case 'application/pdf':
      return beginsWith(content, 0x25, 0x50, 0x44, 0x46, 0x2d);
    case 'text/plain':
    case 'text/csv': {
      const text = textOf(content);
      return text !== undefined && !MARKUP.test(text);
    }
    case 'application/json': {
      const text = textOf(content);
      return text !== undefined && isJson(text);
    }
  }
}

/** The file as it is kept, or the sentence that says what to send instead. `base64` is its content. */
export function evidenceFile(sent: { name: string; content: string }): Result<EvidenceFile> {
  const name = safeName(sent.name);
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = Object.hasOwn(EVIDENCE_TYPES, ending)
    ? EVIDENCE_TYPES[ending as keyof typeof EVIDENCE_TYPES]
    : undefined;
  if (type === undefined || name.length <= ending.length + 1)
    return refused(`attach a file whose name ends in one of ${ENDINGS}.`);
  const content = new Uint8Array(Buffer.from(sent.content, 'base64'));
  if (Buffer.from(content).toString('base64') !== sent.content)
    return refused('send its content as base64, with padding and without line breaks.');
  if (content.length === 0) return refused('it is empty.');
  if (content.length > EVIDENCE.fileBytes) return refused(`it is larger than ${MEBIBYTES} MiB.`);
  if (!holdsWhatItSays(content, type))
    return refused(`"${name}" does not hold what its name says: attach a true ${ending} file.`);
  return ok({ name, mediaType: type, content, sha256: createHash('sha256').update(content).digest('hex') });
}
