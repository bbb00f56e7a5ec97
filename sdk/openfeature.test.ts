// The OpenFeature provider over an instance that is written by hand: which value, which reason, which event.
import { ErrorCode, ProviderEvents } from '@openfeature/server-sdk';
import { describe, expect, it } from 'vitest';
import type { InstanceMode } from '#lib/contract/edge.ts';
import { MATRIX, type SwitchName } from '#lib/contract/matrix.generated.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Bulkhead, Change, Reading } from './api.ts';
import { BulkheadProvider } from './openfeature.ts';

type Answer = Partial<Reading<WireValue>>;

/** An instance whose reads are answered by `answer`, and whose events the test makes. */
function instance(answer: (name: SwitchName, symbol?: string) => Answer = () => ({})) {
  const listeners = {
    change: new Set<(change: Change) => void>(),
    mode: new Set<(mode: InstanceMode) => void>(),
  };
  let mode: InstanceMode = 'live';
  const read = (name: SwitchName, symbol?: string) => ({
    ...{ value: MATRIX[name].safe, from: 'venue', mode, epoch: 1, revision: 7 },
    ...answer(name, symbol),
  });
  const bulkhead = {
    read,
    mode: () => mode,
    on(event: 'change' | 'mode', listener: never) {
      listeners[event].add(listener);
      return () => void listeners[event].delete(listener);
    },
  } as unknown as Bulkhead;
  const provider = new BulkheadProvider(bulkhead);
  const events: unknown[] = [];
  for (const event of Object.values(ProviderEvents))
    provider.events.addHandler(event, (details) => void events.push([event, details?.flagsChanged]));
  return {
    provider,
    events,
    listening: () => listeners.change.size + listeners.mode.size,
    change: (changed: string[]) => {
      for (const listener of listeners.change) listener({ epoch: 1, revision: 8, mode, changed });
    },
    turn(next: InstanceMode) {
      mode = next;
      for (const listener of listeners.mode) listener(next);
    },
    start(at: InstanceMode) {
      mode = at;
      return provider.initialize();
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('values', () => {
  it.each<[SwitchName, 'Boolean' | 'String' | 'Number' | 'Object', WireValue, unknown]>([
    ['trading_enabled', 'Boolean', true, true],
    ['routing_mode', 'String', 'HL_MODE', 'HL_MODE'],
    ['normal_threshold', 'String', '5000.5', '5000.5'],
    ['daily_net_loss_limit', 'String', null, 'off'],
    ['hedge_max_leverage', 'Number', 2.5, 2.5],
    ['force_hl_latency_ms', 'Number', 500, 500],
    ['per_symbol_betting', 'Object', ['BTC'], { items: ['BTC'] }],
  ])('%s with get%sValue: %j is %j', async (name, type, value, expected) => {
    const { provider } = instance(() => ({ value }));
    const resolution = await provider[`resolve${type}Evaluation`](name, undefined as never, {});
    expect(resolution).toEqual({
      value: expected,
      reason: 'STATIC',
      flagMetadata: { epoch: 1, revision: 7, mode: 'live' },
    });
  });

  it.each<[string, Answer, string]>([
    ['the override of a symbol', { from: 'override' }, 'TARGETING_MATCH'],
    ['the value of the venue', { from: 'venue' }, 'STATIC'],
    ['a value held without contact', { from: 'venue', mode: 'holding' }, 'STALE'],
    ['an override held without contact', { from: 'override', mode: 'fallen' }, 'STALE'],
    ['a fallen switch', { from: 'safe', mode: 'fallen' }, 'DEFAULT'],
    ['no values at all', { from: 'safe', mode: 'empty' }, 'DEFAULT'],
  ])('the reason of %s', async (_what, answer, reason) => {
    const { provider } = instance(() => answer);
    expect((await provider.resolveStringEvaluation('normal_threshold', '9', {})).reason).toBe(reason);
  });

  it('the symbol of the context is asked for', async () => {
    const { provider } = instance((_name, symbol) => ({ value: symbol === 'BTC' ? '5' : '9' }));
    expect(await provider.resolveStringEvaluation('normal_threshold', '', { symbol: 'BTC' })).toMatchObject({
      value: '5',
    });
    expect(await provider.resolveStringEvaluation('normal_threshold', '', {})).toMatchObject({ value: '9' });
  });

  it.each(['btc', '', 5, null, ['BTC']])('with the wrong symbol %j it is the safe value', async (symbol) => {
    const { provider } = instance(() => ({ value: '9' }));
    const resolution = await provider.resolveStringEvaluation('normal_threshold', '8', { symbol });
    expect(resolution).toMatchObject({ value: '0', reason: 'ERROR' });
    expect(resolution.errorCode).toBeUndefined();
    expect(resolution.errorMessage).toContain('capital letters');
  });
});

describe('mistakes of the caller get the default and a sentence', () => {
  it.each(['no_such_switch', '__proto__', 'constructor', ''])('the flag %j', async (name) => {
    const resolution = await instance().provider.resolveBooleanEvaluation(name, true, {});
    expect(resolution).toMatchObject({ value: true, errorCode: ErrorCode.FLAG_NOT_FOUND });
  });

  it('another type', async () => {
    const resolution = await instance().provider.resolveNumberEvaluation('normal_threshold', 7, {});
    expect(resolution).toMatchObject({
      value: 7,
      errorCode: ErrorCode.TYPE_MISMATCH,
      errorMessage: 'normal_threshold is of the type money: ask for it with getStringValue.',
    });
  });
});

describe('events', () => {
  it('name the switches that changed', async () => {
    const { start, change, events } = instance();
    await start('live');
    change(['routing_mode', 'reduce_only']);
    change([]);
    expect(events).toEqual([['PROVIDER_CONFIGURATION_CHANGED', ['routing_mode', 'reduce_only']]]);
  });

  it.each<[InstanceMode, string]>([
    ['live', 'PROVIDER_READY'],
    ['holding', 'PROVIDER_STALE'],
    ['fallen', 'PROVIDER_STALE'],
    ['empty', 'PROVIDER_ERROR'],
  ])('say that an instance is %s: %s', async (mode, event) => {
    const trial = instance();
    await trial.start('live');
    trial.turn(mode);
    expect(trial.events).toEqual([[event, undefined]]);
  });

  it('say after the start what is less than ready, and nothing otherwise', async () => {
    const empty = instance();
    await empty.start('empty');
    expect(empty.events).toEqual([]);
    await turn();
    expect(empty.events).toEqual([['PROVIDER_ERROR', undefined]]);
    const live = instance();
    await live.start('live');
    await turn();
    expect(live.events).toEqual([]);
  });

  it('end when the provider is closed', async () => {
    const trial = instance();
    await trial.start('empty');
    await trial.provider.onClose();
    await turn();
    trial.turn('live');
    expect([trial.events, trial.listening()]).toEqual([[], 0]);
  });
});
