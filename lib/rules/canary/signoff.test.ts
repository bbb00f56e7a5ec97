// Four people, one line each, in order, under every statement, inside the window, on exactly what was frozen.
import { expect, test } from 'vitest';
import type { Role } from '#lib/catalog/roles.ts';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import { SIGNOFF_LINES, type SignoffLine } from '#lib/catalog/signoff-types.ts';
import { SNAPSHOT } from '#test/signoff-snapshot.ts';
import {
  mayDecline,
  maySign,
  missingLines,
  runOver,
  type SignableForm,
  type Signer,
  type SigningInput,
  signatureHash,
  signHeldBy,
} from './signoff.ts';
import { snapshotText } from './signoff-snapshot.ts';
import { NO_LAPSES } from './signoff-wait.ts';

const { hash } = snapshotText(SNAPSHOT);
const NOW = new Date('2026-03-19T02:00:00Z');
const CHANGED = { part: 'build', what: 'router', was: '1.4.0', is: '1.5.0' };
const LAPSED = { changed: [CHANGED], missing: [] };
const MISSING = { what: 'Latency, P50', was: 'pass, 195 ms', why: 'The query finds nothing' };

function person(role: Role, ...more: Role[]): Signer {
  return { id: `id of ${role}`, name: `Some ${role}`, roles: [role, ...more] };
}

function form(signed: number, change: Partial<SignableForm> = {}): SignableForm {
  return {
    ...{ name: 'CN-3-2', state: 'open', runOver: null },
    open: { hash, snapshot: SNAPSHOT, closesAt: new Date(SNAPSHOT.closesAt) },
    signatures: SIGNOFF_LINES.slice(0, signed).map((line) => ({
      ...{ line, person: { id: `id of ${line}`, name: `Some ${line}` } },
    })),
    ...change,
  };
}

function signing(line: SignoffLine, change: Partial<SigningInput> = {}): SigningInput {
  return {
    ...{ line, hash, name: `some ${line} `, narrow: ['hedge'] },
    statements: SIGNATURE_LINES[line].statements.map(({ key }) => key),
    ...(line === 'executive' ? { decision: 'go' } : {}),
    ...change,
  };
}

test.each(SIGNOFF_LINES.map((line, place) => [line, place] as const))(
  '%s signs when %i have signed',
  (line, place) => {
    expect(maySign(form(place), signing(line), person(line), NO_LAPSES, NOW)).toEqual({
      ok: true,
      value: SNAPSHOT,
    });
    expect(missingLines(form(place).signatures)[0]).toBe(line);
  },
);

test('a super admin may sign as risk manager, and nobody else signs for another', () => {
  const admin = { ...person('super_admin'), name: 'Some risk_manager' };
  expect(maySign(form(1), signing('risk_manager'), admin, NO_LAPSES, NOW).ok).toBe(true);
  for (const line of SIGNOFF_LINES) {
    for (const role of ['operations', 'auditor', ...SIGNOFF_LINES.filter((one) => one !== line)] as Role[]) {
      const refused = maySign(form(SIGNOFF_LINES.indexOf(line)), signing(line), person(role), NO_LAPSES, NOW);
      expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
  }
});

const REFUSED: readonly [string, SignableForm, SigningInput, Signer, RegExp][] = [
  ['before its turn', form(0), signing('risk_manager'), person('risk_manager'), /engineer is next/],
  [
    'twice',
    form(1),
    signing('engineer'),
    { ...person('engineer'), id: 'x' },
    /has signed as engineer already/,
  ],
  [
    'two lines',
    form(1),
    signing('risk_manager', { name: 'Some engineer' }),
    person('engineer', 'risk_manager'),
    /four different people/,
  ],
  [
    'another text',
    form(0),
    signing('engineer', { hash: 'f'.repeat(64) }),
    person('engineer'),
    /has changed since you read it/,
  ],
  [
    'a draft',
    form(0, { state: 'draft', open: null }),
    signing('engineer'),
    person('engineer'),
    /not open for signature/,
  ],
  [
    'after NO-GO',
    form(3, { state: 'declined' }),
    signing('executive'),
    person('executive'),
    /NO-GO ends the run/,
  ],
  [
    'after GO',
    form(3, { state: 'approved' }),
    signing('executive'),
    person('executive'),
    /signed GO already/,
  ],
  [
    'after the run',
    form(3, { state: 'closed' }),
    signing('executive'),
    person('executive'),
    /its run is over/,
  ],
  [
    'while Bulkhead has not closed the form of a run that failed',
    form(3, { runOver: 'CN-3: Errors pass 1%: 20%.' }),
    signing('executive'),
    person('executive'),
    /its run is over\. CN-3: Errors pass 1%: 20%\.$/,
  ],
  [
    'a statement left out',
    form(0),
    signing('engineer', { statements: ['validated', 'no-blocker'] }),
    person('engineer'),
    /^statements: confirm each/,
  ],
  [
    'a narrow result unread',
    form(0),
    signing('engineer', { narrow: [] }),
    person('engineer'),
    /^narrow: .*hedge/,
  ],
  [
    'another name',
    form(0),
    signing('engineer', { name: 'Ines' }),
    person('engineer'),
    /^name: .*Some engineer/,
  ],
  [
    'an executive without GO',
    form(3),
    signing('executive', { decision: undefined }),
    person('executive'),
    /^decision/,
  ],
  ['GO by another line', form(0), signing('engineer', { decision: 'go' }), person('engineer'), /^decision/],
];

test.each(REFUSED)('refused: %s', (_what, on, input, by, sentence) => {
  const refused = maySign(on, input, by, NO_LAPSES, NOW);
  expect(refused).toMatchObject({ ok: false, error: { message: expect.stringMatching(sentence) } });
});

test('refused: what was frozen changed; the sentence and the details say what', () => {
  const refused = maySign(form(3), signing('executive'), person('executive'), LAPSED, NOW);
  expect(refused).toMatchObject({
    error: {
      code: 'conflict',
      message: expect.stringContaining('router was 1.4.0 and is 1.5.0.'),
      details: { differences: [CHANGED] },
    },
  });
});

test('refused: a figure is missing; the sentence says which, why, and for how long it waits', () => {
  const waiting = { changed: [], missing: [MISSING] };
  expect(maySign(form(1), signing('risk_manager'), person('risk_manager'), waiting, NOW)).toMatchObject({
    error: {
      code: 'conflict',
      message: expect.stringMatching(/waits .* Latency, P50: The query finds nothing\. .* after 5 minutes/),
      details: { missing: [MISSING] },
    },
  });
  // What is different makes it void, whatever is missing beside it.
  const both = { changed: [CHANGED], missing: [MISSING] };
  expect(maySign(form(1), signing('risk_manager'), person('risk_manager'), both, NOW)).toMatchObject({
    error: { details: { differences: [CHANGED] } },
  });
});

test('the window is open up to its end, not at it', () => {
  const at = (ms: number) => new Date(Date.parse(SNAPSHOT.closesAt) + ms);
  expect(maySign(form(3), signing('executive'), person('executive'), NO_LAPSES, at(-1)).ok).toBe(true);
  expect(maySign(form(3), signing('executive'), person('executive'), NO_LAPSES, at(0))).toMatchObject({
    error: { code: 'conflict', message: expect.stringMatching(/could be signed until/) },
  });
});

test('NO-GO is the executive alone, as long as nothing is decided, in the window or not', () => {
  for (const state of ['draft', 'open'])
    expect(mayDecline({ name: 'CN-3-2', state }, ['executive']).ok).toBe(true);
  for (const state of ['approved', 'declined', 'closed']) {
    expect(mayDecline({ name: 'CN-3-2', state }, ['executive'])).toMatchObject({
      error: { code: 'conflict' },
    });
  }
  expect(mayDecline({ name: 'CN-3-2', state: 'open' }, ['super_admin', 'risk_manager'])).toMatchObject({
    error: { code: 'forbidden' },
  });
});

test('the screen says what stands before a signature, or nothing', () => {
  expect(signHeldBy(form(1), 'risk_manager', person('risk_manager'), [], NOW)).toBeNull();
  expect(signHeldBy(form(1), 'risk_manager', person('risk_manager'), [CHANGED], NOW)).toMatch(/opened again/);
  expect(signHeldBy(form(1), 'executive', person('executive'), [], NOW)).toMatch(/risk manager is next/);
});

test('a run that goes on is not over; one that ended says why', () => {
  expect(runOver({ number: 3, endedAt: null, endReason: null })).toBeNull();
  expect(runOver({ number: 3, endedAt: NOW, endReason: 'Errors pass 1%' })).toBe('CN-3: Errors pass 1%.');
  expect(runOver({ number: 3, endedAt: NOW, endReason: 'Not today.' })).toBe('CN-3: Not today.');
});

test('a signature is called by a hash of all it was given with', () => {
  const one = {
    ...{ hash, line: 'engineer', person: { id: 'a', name: 'A' }, name: 'A', statements: ['x'], narrow: [] },
    ...{ decision: null, at: NOW.toISOString(), proof: { kind: 'code' } as const },
  };
  expect(signatureHash(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(signatureHash({ ...one, at: '2026-03-19T02:00:01.000Z' })).not.toBe(signatureHash(one));
});
