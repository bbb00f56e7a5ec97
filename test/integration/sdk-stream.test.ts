// The SDK against an edge that misbehaves on purpose: what it takes, refuses, and how it comes back.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bulkhead, BulkheadOptions, Change } from '#sdk/api.ts';
import { createBulkhead } from '#sdk/client.ts';
import { ScriptedEdge, snapshotOf } from './sdk-scripted-edge.ts';

let edge: ScriptedEdge;
const started: Bulkhead[] = [];

function start(options: Partial<BulkheadOptions> = {}): Bulkhead {
  const base = { edges: [edge.url], apiKey: 'bhk_test', service: 'router', instanceId: 'router-01' };
  const bulkhead = createBulkhead({ ...base, ...options });
  started.push(bulkhead);
  return bulkhead;
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 5 });
const at = (bulkhead: Bulkhead) => `${bulkhead.status().epoch}.${bulkhead.status().revision}`;
const reach = (bulkhead: Bulkhead, position: string) =>
  eventually(() => expect([at(bulkhead), bulkhead.mode()]).toEqual([position, 'live']));

beforeEach(async () => {
  edge = new ScriptedEdge();
  edge.snapshot = snapshotOf(1, 7, { normal_threshold: '5000', new_orders_enabled: true });
  await edge.listen();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((bulkhead) => bulkhead.close()));
  await edge.close();
});

describe('a healthy edge', () => {
  it('feeds typed reads, and hears of each revision at once', async () => {
    const changes: Change[] = [];
    const bulkhead = start({ onChange: (change) => changes.push(change) });
    expect(bulkhead.mode()).toBe('empty');
    await reach(bulkhead, '1.7');
    expect(bulkhead.get('normal_threshold', 'BTC')).toBe('5000');
    expect(bulkhead.get('new_orders_enabled')).toBe(true);

    edge.change(1, 8, { normal_threshold: '0' });
    await eventually(() =>
      expect(edge.reports.at(-1)?.body).toMatchObject({ epoch: 1, revision: 8, mode: 'live' }),
    );
    expect(bulkhead.get('normal_threshold', 'BTC')).toBe('0');
    expect(changes.at(-1)).toEqual({ epoch: 1, revision: 8, mode: 'live', changed: ['normal_threshold'] });
    expect(edge.opened).toEqual([{ lastEventId: undefined, authorization: 'Bearer bhk_test' }]);
    expect(edge.reports.every((report) => report.instance === 'router-01')).toBe(true);
  });

  it('hears a heartbeat every two seconds, with the figures of the moment', async () => {
    let orders = 0;
    const bulkhead = start({ figures: () => ({ counters: { orders_hl_total: ++orders } }) });
    await reach(bulkhead, '1.7');
    // Two reports of the start, then heartbeats; contact is kept up meanwhile.
    const alive = setInterval(() => edge.heartbeat(1, 7), 500);
    await eventually(() => expect(edge.reports.length).toBeGreaterThanOrEqual(4));
    clearInterval(alive);
    const [before, last] = edge.reports.slice(-2).map((report) => report.at);
    expect((last ?? 0) - (before ?? 0)).toBeGreaterThan(1_000);
    expect(edge.reports.at(-1)?.body.figures).toEqual({ counters: { orders_hl_total: orders } });
  });

  it('gets one more report, not one for each, when changes come while a report is on its way', async () => {
    const bulkhead = start();
    await reach(bulkhead, '1.7');
    await eventually(() => expect(edge.reports.at(-1)?.body.revision).toBe(7));
    const { promise, resolve } = Promise.withResolvers<void>();
    edge.holdReports = promise;
    edge.change(1, 8, { normal_threshold: '4000' });
    await eventually(() => expect(edge.reports.at(-1)?.body.revision).toBe(8));
    edge.change(1, 9, { normal_threshold: '3000' });
    edge.change(1, 10, { normal_threshold: '2000' });
    edge.change(1, 11, { normal_threshold: '1000' });
    await reach(bulkhead, '1.11');
    edge.holdReports = undefined;
    resolve();
    await eventually(() => expect(edge.reports.at(-1)?.body.revision).toBe(11));
    expect(edge.reports.map((report) => report.body.revision).filter((revision) => revision > 7)).toEqual([
      8, 11,
    ]);
  });

  it('is told when the instance stops in order', async () => {
    const bulkhead = start();
    await reach(bulkhead, '1.7');
    await bulkhead.close();
    expect(edge.reports.at(-1)?.body).toMatchObject({ leaving: true, revision: 7 });
    expect(bulkhead.get('normal_threshold')).toBe('5000');
  });

  it('that no longer answers does not hold up the stop', async () => {
    const troubles: string[] = [];
    const bulkhead = start({ onTrouble: (error) => troubles.push(error.message) });
    await reach(bulkhead, '1.7');
    const { promise, resolve } = Promise.withResolvers<void>();
    edge.holdReports = promise;
    edge.change(1, 8, { normal_threshold: '4000' });
    await reach(bulkhead, '1.8');
    // Nothing answers its report until after this.
    await bulkhead.close();
    expect(troubles.join()).toContain('was not told of the stop');
    resolve();
  });

  it('has a failed report again soon, without waiting for the heartbeat', async () => {
    edge.reportStatus = 503;
    const bulkhead = start();
    await reach(bulkhead, '1.7');
    await eventually(() => expect(edge.reports.length).toBeGreaterThanOrEqual(2));
    edge.reportStatus = 202;
    const known = edge.reports.length;
    await vi.waitFor(() => expect(edge.reports.length).toBeGreaterThan(known), {
      timeout: 1_000,
      interval: 5,
    });
    expect(bulkhead.status().lastTrouble).toContain('answered 503 to a report');
  });
});

describe('positions', () => {
  it('never go back within an epoch, and follow a later one', async () => {
    const bulkhead = start();
    await reach(bulkhead, '1.7');
    edge.send('snapshot', snapshotOf(1, 6, { normal_threshold: '9999' }));
    edge.change(1, 7, { normal_threshold: '8888' });
    edge.send('snapshot', snapshotOf(2, 1, { normal_threshold: '1' }));
    await reach(bulkhead, '2.1');
    expect(bulkhead.get('normal_threshold')).toBe('1');
    edge.send('snapshot', snapshotOf(1, 99, { normal_threshold: '7777' }));
    edge.change(2, 2, {});
    await eventually(() => expect(edge.reports.at(-1)?.body).toMatchObject({ epoch: 2 }));
    expect(edge.reports.map((report) => report.body.revision)).not.toContain(99);
  });

  it('go on by Last-Event-ID after a cut', async () => {
    const bulkhead = start();
    await reach(bulkhead, '1.7');
    edge.change(1, 8, { normal_threshold: '0' });
    await reach(bulkhead, '1.8');
    edge.snapshot = snapshotOf(1, 9, { normal_threshold: '1' });
    edge.cutStreams();
    await reach(bulkhead, '1.9');
    expect(edge.opened.map((opened) => opened.lastEventId)).toEqual([undefined, '1.8']);
  });

  it('start again with a full snapshot when the edge is ahead of what it sent', async () => {
    const bulkhead = start();
    await reach(bulkhead, '1.7');
    edge.snapshot = snapshotOf(1, 8, { normal_threshold: '1' });
    edge.heartbeat(1, 8);
    await reach(bulkhead, '1.8');
    expect(edge.opened.at(-1)?.lastEventId).toBeUndefined();
  });

  it.each([['{"epoch":1,"revision":8'], ['{"epoch":1,"revision":8,"publishedAt":"x","switches":{"a":1}}']])(
    'start again with a full snapshot after a change that cannot be read: %s',
    async (text) => {
      const bulkhead = start();
      await reach(bulkhead, '1.7');
      edge.snapshot = snapshotOf(1, 8, { normal_threshold: '1' });
      edge.send('change', text);
      await reach(bulkhead, '1.8');
      expect(edge.opened.at(-1)?.lastEventId).toBeUndefined();
      expect(bulkhead.status().lastTrouble).toContain('cannot be read');
    },
  );

  it('survive values this build cannot use: they read as safe and are named', async () => {
    const bulkhead = start();
    await reach(bulkhead, '1.7');
    edge.change(1, 8, { normal_threshold: 5, routing_mode: 'NORMAL_MODE' });
    await reach(bulkhead, '1.8');
    expect(bulkhead.get('normal_threshold')).toBe('0');
    expect(bulkhead.get('routing_mode')).toBe('NORMAL_MODE');
    expect(bulkhead.status().unusable).toEqual(['normal_threshold']);
  });
});

describe('several edges', () => {
  it('take over from one that is down, for reads and reports', async () => {
    const second = new ScriptedEdge();
    second.snapshot = snapshotOf(1, 7);
    await second.listen();
    const bulkhead = start({ edges: [edge.url, second.url] });
    await reach(bulkhead, '1.7');
    await edge.close();
    await eventually(() => expect(second.streams).toBe(1));
    await reach(bulkhead, '1.7');
    second.change(1, 8, { normal_threshold: '1' });
    await eventually(() => expect(second.reports.at(-1)?.body.revision).toBe(8));
    expect(second.opened[0]?.lastEventId).toBe('1.7');
    expect(bulkhead.status().edge).toBe(second.url);
    await bulkhead.close();
    await second.close();
    await edge.listen();
  });

  it('take over from one that refuses the key', async () => {
    edge.streamStatus = 401;
    const second = new ScriptedEdge();
    second.snapshot = snapshotOf(1, 7);
    await second.listen();
    const troubles: string[] = [];
    const bulkhead = start({
      edges: [edge.url, second.url],
      onTrouble: (error) => troubles.push(error.message),
    });
    await reach(bulkhead, '1.7');
    expect(troubles.join()).toContain('answered 401 instead of an event stream');
    await bulkhead.close();
    await second.close();
  });
});

describe('code of the service that throws', () => {
  it('reaches neither its trading loop nor the proof', async () => {
    const bulkhead = start({
      figures: () => {
        throw new Error('no figures');
      },
      onChange: () => {
        throw new Error('no change');
      },
      onTrouble: () => {
        throw new Error('no trouble');
      },
    });
    await reach(bulkhead, '1.7');
    edge.change(1, 8, { normal_threshold: '1' });
    await eventually(() => expect(edge.reports.at(-1)?.body.revision).toBe(8));
    expect(bulkhead.get('normal_threshold')).toBe('1');
  });
});
