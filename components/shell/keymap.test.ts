// Chords, single keys and modifiers of the keyboard map.
import { describe, expect, it } from 'vitest';
import { CHORD_MS, isSingleKey, type KeyPress, keyStep } from './keymap.ts';

const BOUND = ['g n', 'g s', 'j', 'mod+k', '/', '?', '\\', 'Escape'];

function press(key: string, over: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, ...over };
}

describe('keyStep', () => {
  it('runs a single key at once', () => {
    expect(keyStep(press('j'), BOUND, null, 0)).toEqual({ run: 'j', waiting: null });
    expect(keyStep(press('?'), BOUND, null, 0).run).toBe('?');
    expect(keyStep(press('\\'), BOUND, null, 0).run).toBe('\\');
  });

  it('runs a chord when the second key follows in time', () => {
    const first = keyStep(press('g'), BOUND, null, 100);
    expect(first).toEqual({ run: null, waiting: { first: 'g', at: 100 } });
    expect(keyStep(press('S'), BOUND, first.waiting, 100 + CHORD_MS).run).toBe('g s');
    expect(keyStep(press('s'), BOUND, first.waiting, 101 + CHORD_MS).run).toBeNull();
  });

  it('forgets a chord that went wrong, but runs the single key that was pressed', () => {
    expect(keyStep(press('j'), BOUND, { first: 'g', at: 0 }, 10)).toEqual({ run: 'j', waiting: null });
    expect(keyStep(press('x'), BOUND, { first: 'g', at: 0 }, 10)).toEqual({ run: null, waiting: null });
  });

  it('takes Ctrl and Cmd alike, and never Alt', () => {
    expect(keyStep(press('k', { ctrlKey: true }), BOUND, null, 0).run).toBe('mod+k');
    expect(keyStep(press('K', { metaKey: true }), BOUND, null, 0).run).toBe('mod+k');
    expect(keyStep(press('j', { ctrlKey: true }), BOUND, null, 0).run).toBeNull();
    expect(keyStep(press('j', { altKey: true }), BOUND, null, 0).run).toBeNull();
  });

  it('knows which bindings are bare keys', () => {
    expect(isSingleKey('j')).toBe(true);
    expect(isSingleKey('g n')).toBe(true);
    expect(isSingleKey('mod+k')).toBe(false);
    expect(isSingleKey('Escape')).toBe(false);
  });
});
