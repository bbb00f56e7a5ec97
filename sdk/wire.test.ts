// Bodies from the edge: the right form, or nothing at all.
import { describe, expect, it } from 'vitest';
import { readEvent, readSnapshot } from './wire.ts';

const BODY = {
  epoch: 1,
  revision: 7,
  publishedAt: '2026-01-01T00:00:00.000Z',
  switches: { a: { value: true } },
};

describe('readSnapshot', () => {
  it('reads every kind of value and overrides', () => {
    const switches = {
      a: { value: null },
      b: { value: 1.5 },
      c: { value: ['BTC', 'ETH'] },
      d: { value: '5000', overrides: { BTC: '1' } },
    };
    expect(readSnapshot({ ...BODY, switches })).toEqual({ ...BODY, switches });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', [BODY]],
    ['a revision that is no count', { ...BODY, revision: -1 }],
    ['a revision as text', { ...BODY, revision: '7' }],
    ['no epoch', { ...BODY, epoch: undefined }],
    ['no time', { ...BODY, publishedAt: undefined }],
    ['no switches', { ...BODY, switches: undefined }],
    ['a switch without value', { ...BODY, switches: { a: {} } }],
    ['a bare value', { ...BODY, switches: { a: true } }],
    ['a value that is an object', { ...BODY, switches: { a: { value: {} } } }],
    ['an override that is an object', { ...BODY, switches: { a: { value: '1', overrides: { BTC: {} } } } }],
  ])('refuses %s', (_what, value) => {
    expect(readSnapshot(value)).toBeUndefined();
  });

  it('is not fooled by a switch named __proto__', () => {
    const body = JSON.parse(
      `{"epoch":1,"revision":7,"publishedAt":"x","switches":{"__proto__":{"value":true}}}`,
    );
    const snapshot = readSnapshot(body);
    expect(Object.keys(snapshot?.switches ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(snapshot?.switches)).toBe(Object.prototype);
  });
});

describe('readEvent', () => {
  it('tells the kinds apart', () => {
    const text = JSON.stringify(BODY);
    expect(readEvent('snapshot', text)).toEqual({ kind: 'snapshot', snapshot: BODY });
    expect(readEvent('change', text)).toEqual({ kind: 'change', change: BODY });
    const beat = { epoch: 1, revision: 7, at: BODY.publishedAt, dataAgeMs: 12 };
    expect(readEvent('heartbeat', JSON.stringify(beat))).toEqual({ kind: 'heartbeat', beat });
  });

  it('passes over kinds it does not know', () => {
    expect(readEvent('weather', '{}')).toBe('unknown');
    expect(readEvent(undefined, '{}')).toBe('unknown');
  });

  it.each([['snapshot'], ['change'], ['heartbeat']])('says when a %s cannot be read', (kind) => {
    expect(readEvent(kind, '{"epoch":1')).toBe('unreadable');
    expect(readEvent(kind, '{}')).toBe('unreadable');
  });
});
