// The bytes of an entry, its hash, and what the walk says of every way a chain can be broken.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AuditExportEntry, parseAuditLine } from '#lib/contract/audit-export.ts';
import {
  CHAIN_START,
  CONTENT_FIELD_COUNT,
  compareEnd,
  contentBytes,
  type Link,
  linkHash,
  linkOf,
  walkChain,
} from './chain.ts';

const entry: AuditExportEntry = {
  seq: 1,
  at: '2026-03-19T03:07:40.123456Z',
  actorKind: 'person',
  actorId: '00000000-0000-4000-8000-000000000012',
  actorName: 'Zoë',
  kind: 'switch.changed',
  subject: 'routing_mode',
  symbol: null,
  oldValue: '"NORMAL_MODE"',
  newValue: '"HL_MODE"',
  reason: 'HL latency 🚨',
  changeSetId: null,
  epoch: 1,
  revision: 7,
  details: null,
  prevHash: CHAIN_START.hash,
  hash: CHAIN_START.hash,
};

/** A sound chain of entries that differ in their reason. */
function chain(length: number, reason = (seq: number) => `because ${seq}`): AuditExportEntry[] {
  const entries: AuditExportEntry[] = [];
  let prevHash = CHAIN_START.hash;
  for (let seq = 1; seq <= length; seq++) {
    const next = { ...entry, seq, reason: reason(seq), prevHash };
    prevHash = linkHash(prevHash, linkOf(next).fields);
    entries.push({ ...next, hash: prevHash });
  }
  return entries;
}

function firstBreak(entries: readonly AuditExportEntry[]) {
  const walk = walkChain();
  for (const one of entries) walk.add(linkOf(one));
  return walk.add({ ...linkOf(entry), seq: Number.MAX_SAFE_INTEGER });
}

/** Reads the bytes back: what can be read back was not mixed up. */
function decode(bytes: Buffer): (string | null)[] {
  const fields: (string | null)[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at++] === 0) {
      fields.push(null);
      continue;
    }
    const length = bytes.readUInt32BE(at);
    fields.push(bytes.subarray(at + 4, at + 4 + length).toString('utf8'));
    at += 4 + length;
  }
  return fields;
}

const field = fc.option(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'null', '\\x00', '\u0001', '\ufffd', '𝟙')),
);
const fields = fc.array(field, { minLength: CONTENT_FIELD_COUNT, maxLength: CONTENT_FIELD_COUNT });

describe('content', () => {
  test('is a mark, a length and the UTF-8 bytes of each field', () => {
    expect(contentBytes(['a', null, '', 'é']).toString('hex')).toBe(
      ['01', '00000001', '61', '00', '01', '00000000', '01', '00000002', 'c3a9'].join(''),
    );
  });

  test('can be read back, so no two different entries give the same bytes', () => {
    fc.assert(
      fc.property(fields, (list) => {
        expect(decode(contentBytes(list))).toEqual(list);
      }),
    );
  });

  test('two entries that hold the same letters in other fields differ', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', '\u0000', '\u0001'), maxLength: 4 });
    const list = fc.array(fc.option(letters), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(contentBytes(a).equals(contentBytes(b))).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test('every field of an entry is hashed', () => {
    const hash = linkHash(entry.prevHash, linkOf(entry).fields);
    for (const name of Object.keys(entry) as (keyof AuditExportEntry)[]) {
      if (name === 'hash') continue;
      const other = typeof entry[name] === 'number' ? 9 : name === 'prevHash' ? 'ab'.repeat(32) : 'other';
      const changed = { ...entry, [name]: other };
      expect(linkHash(changed.prevHash, linkOf(changed).fields), name).not.toBe(hash);
    }
  });

  test('the hash is sha256 over the previous hash and the content, whatever the length', () => {
    fc.assert(
      fc.property(fields, fc.integer({ min: 0, max: 20_000 }), (list, size) => {
        const long = [...list.slice(1), '🧱'.repeat(size)];
        const expected = createHash('sha256')
          .update(Buffer.from(CHAIN_START.hash, 'hex'))
          .update(contentBytes(long))
          .digest('hex');
        expect(linkHash(CHAIN_START.hash, long)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('walk', () => {
  test('a sound chain ends at its last entry, from the start or from any entry in it', () => {
    const entries = chain(5);
    const walk = walkChain();
    for (const one of entries) expect(walk.add(linkOf(one))).toBeUndefined();
    expect(walk.head()).toEqual({ seq: 5, hash: entries[4]?.hash });
    const later = walkChain({ seq: 3, hash: entries[2]?.hash ?? '' });
    for (const one of entries.slice(3)) expect(later.add(linkOf(one))).toBeUndefined();
  });

  test('a changed entry', () => {
    const entries = chain(5).map((one) => (one.seq === 3 ? { ...one, reason: 'other' } : one));
    expect(firstBreak(entries)).toEqual({
      seq: 3,
      why: 'Entry 3 was changed after it was written: its content does not give its hash.',
    });
  });

  test('a changed entry whose hash was made anew', () => {
    const entries = chain(5);
    const forged = { ...(entries[2] as AuditExportEntry), reason: 'other' };
    forged.hash = linkHash(forged.prevHash, linkOf(forged).fields);
    entries[2] = forged;
    expect(firstBreak(entries)).toMatchObject({ seq: 4, why: /^Entry 4 is not chained to entry 3/ });
  });

  test('a missing, a repeated and a foreign first entry', () => {
    const entries = chain(5);
    expect(firstBreak(entries.filter(({ seq }) => seq !== 3))).toEqual({
      seq: 3,
      why: 'Entry 3 is missing: entry 4 follows entry 2.',
    });
    expect(firstBreak([...entries.slice(0, 3), ...entries.slice(2)])).toMatchObject({
      seq: 3,
      why: 'Entry 3 stands where entry 4 belongs.',
    });
    const foreign: Link = { ...linkOf(entries[0] as AuditExportEntry), prevHash: 'ab'.repeat(32) };
    expect(walkChain().add(foreign)).toMatchObject({ seq: 1, why: /does not begin the chain/ });
  });

  test('what comes after a break is not looked at', () => {
    const entries = chain(6).filter(({ seq }) => seq !== 2 && seq !== 5);
    const walk = walkChain();
    const breaks = entries.map((one) => walk.add(linkOf(one)));
    expect(new Set(breaks.slice(1))).toHaveProperty('size', 1);
    expect(walk.head().seq).toBe(1);
  });

  test('any single change of a chain is found at the entry it touches, or at the one after', () => {
    const names = Object.keys(entry) as (keyof AuditExportEntry)[];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.constantFrom(...names), (seq, name) => {
        const entries = chain(6).map((one) => {
          if (one.seq !== seq) return one;
          const other =
            typeof one[name] === 'number' ? one[name] + 1 : /ash$/.test(name) ? 'cd'.repeat(32) : 'forged';
          return { ...one, [name]: other };
        });
        const walk = walkChain();
        const found = entries.map((one) => walk.add(linkOf(one))).find(Boolean);
        expect([seq, seq + 1]).toContain(found?.seq);
      }),
    );
  });
});

test('the end that was walked is the end the database states', () => {
  const hash = 'aa'.repeat(32);
  const walked = { seq: 5, hash };
  expect(compareEnd(walked, { seq: 5, hash, newestSeq: 5 })).toBeUndefined();
  expect(compareEnd(walked, { seq: 7, hash, newestSeq: 5 })).toMatchObject({
    seq: 6,
    why: /tail is missing/,
  });
  expect(compareEnd(walked, { seq: 5, hash, newestSeq: 8 })).toMatchObject({
    seq: 6,
    why: /^Entry 8 exists/,
  });
  expect(compareEnd(walked, { seq: 5, hash: 'bb'.repeat(32), newestSeq: 5 })).toMatchObject({
    seq: 5,
    why: /disagree/,
  });
});

describe('a line of an export', () => {
  test('is read when it is exactly an entry', () => {
    expect(parseAuditLine(JSON.stringify(entry))).toEqual(entry);
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a field too few', JSON.stringify({ ...entry, reason: undefined })],
    ['a field too many', JSON.stringify({ ...entry, more: 1 })],
    ['a sequence as text', JSON.stringify({ ...entry, seq: '1' })],
    ['a sequence beyond exact numbers', JSON.stringify(entry).replace('"seq":1', '"seq":9007199254740993')],
    ['half a character', JSON.stringify(entry).replace('routing_mode', '\\ud800')],
    ['an upper-case hash', JSON.stringify({ ...entry, hash: 'AB'.repeat(32) })],
  ])('%s is none', (_name, line) => {
    expect(parseAuditLine(line)).toBeUndefined();
  });
});
