// Instances in words and in order.
import { describe, expect, it } from 'vitest';
import type { InstanceView } from '#lib/contract/console.ts';
import { modeWords, revisionWords, sortInstances, stepWords } from './instance-words.ts';

function instance(over: Partial<InstanceView> = {}): InstanceView {
  return {
    id: 'router-01',
    service: 'router',
    version: '1.4.2',
    edgeId: 'edge-1',
    mode: 'live',
    fallen: [],
    epoch: 1,
    revision: 4812,
    startedAt: '2026-03-18T00:00:00Z',
    lastSeenAt: '2026-03-19T03:12:47Z',
    silentForMs: 400,
    state: 'in_step',
    isolatedBy: null,
    isolatedReason: null,
    ...over,
  };
}

const AT = { epoch: 1, revision: 4812 };

describe('instances', () => {
  it('say where they stand', () => {
    expect(revisionWords(instance(), AT)).toBe('4812');
    expect(revisionWords(instance({ revision: 4810 }), AT)).toBe('4810, 2 behind');
    expect(revisionWords(instance({ revision: 0, epoch: 0 }), AT)).toBe('none');
    expect(revisionWords(instance({ epoch: 1, revision: 9 }), { epoch: 2, revision: 1 })).toContain(
      'epoch 2',
    );
  });

  it('say what they do without contact', () => {
    expect(modeWords(instance({ mode: 'fallen', fallen: ['routing_mode'] }))).toBe(
      'Fell to safe: routing_mode',
    );
    expect(modeWords(instance({ mode: 'empty' }))).toContain('no opens');
  });

  it('says what a silent instance does by now, from the fail modes', () => {
    expect(modeWords(instance({ state: 'silent', silentForMs: 12_000 }))).toBe(
      'If it runs: holds its last values',
    );
    expect(modeWords(instance({ state: 'silent', silentForMs: 61_000 }))).toBe(
      'If it runs: fell to safe on global_betting_enabled, routing_mode',
    );
  });

  it('come with the troubled first, then by number', () => {
    const items = [
      instance({ id: 'router-10' }),
      instance({ id: 'router-2' }),
      instance({ id: 'router-9', state: 'silent' }),
      instance({ id: 'router-1', state: 'left' }),
    ];
    expect(sortInstances(items).map((one) => one.id)).toEqual([
      'router-9',
      'router-2',
      'router-10',
      'router-1',
    ]);
    expect(stepWords({ ...AT, items, nextBefore: null })).toBe('2 of 3 in step');
  });
});
