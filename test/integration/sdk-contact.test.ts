// The SDK without contact: empty, from its file, holding, falling, and back.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MATRIX, type SwitchName } from '#lib/contract/matrix.generated.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import type { Bulkhead, BulkheadOptions, Change } from '#sdk/api.ts';
import { createBulkhead } from '#sdk/client.ts';
import { ScriptedEdge, snapshotOf } from './sdk-scripted-edge.ts';

/** Nothing listens on port 1 of the loopback. */
const NOWHERE = 'http://127.0.0.1:1';
const BETTING = { global_betting_enabled: true, routing_mode: 'NORMAL_MODE', normal_threshold: '5000' };

let folder: string;
let file: string;
let edge: ScriptedEdge;
const started: Bulkhead[] = [];

function start(options: Partial<BulkheadOptions> = {}): Bulkhead {
  const base = { edges: [edge.url], apiKey: 'bhk_test', service: 'router', instanceId: 'router-01', file };
  const bulkhead = createBulkhead({ ...base, ...options });
  started.push(bulkhead);
  return bulkhead;
}

function keepFile(snapshot: Snapshot, ageMs: number): Promise<void> {
  return writeFile(
    file,
    JSON.stringify({ confirmedAt: new Date(Date.now() - ageMs).toISOString(), snapshot }),
  );
}

const until = (check: () => void, timeout = 5_000) => vi.waitFor(check, { timeout, interval: 5 });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-sdk-'));
  file = join(folder, 'copies', 'router-01.json');
  edge = new ScriptedEdge();
  edge.snapshot = snapshotOf(1, 7, BETTING);
  await edge.listen();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((bulkhead) => bulkhead.close()));
  await edge.close();
  await rm(folder, { recursive: true });
});

describe('no edge and no file', () => {
  it('is empty: every switch safe, no opens', async () => {
    const bulkhead = start({ edges: [NOWHERE] });
    await until(() => expect(bulkhead.status().lastTrouble).toContain(NOWHERE));
    expect(bulkhead.mode()).toBe('empty');
    expect(bulkhead.mayOpen()).toBe(false);
    for (const [name, facts] of Object.entries(MATRIX))
      expect(bulkhead.get(name as SwitchName)).toEqual(facts.safe);
  });

  it('opens as soon as an edge answers', async () => {
    const bulkhead = start();
    expect(bulkhead.mayOpen()).toBe(false);
    await until(() => expect(bulkhead.mode()).toBe('live'));
    expect(bulkhead.mayOpen()).toBe(true);
  });

  it('says so in its reports', async () => {
    edge.streamStatus = 503;
    start();
    await until(() =>
      expect(edge.reports.at(-1)?.body).toMatchObject({ mode: 'empty', epoch: 0, revision: 0 }),
    );
  });
});

describe('the copy on disk', () => {
  it('is written with each revision and used at once by the next life, before any edge answers', async () => {
    const first = start();
    await until(() => expect(first.mode()).toBe('live'));
    edge.change(1, 8, { normal_threshold: '4000' });
    await until(() => expect(first.status().revision).toBe(8));
    await first.close();
    expect(JSON.parse(await readFile(file, 'utf8')).snapshot).toMatchObject({ epoch: 1, revision: 8 });

    const second = start({ edges: [NOWHERE] });
    expect(second.mode()).toBe('holding');
    expect(second.mayOpen()).toBe(true);
    expect(second.get('normal_threshold')).toBe('4000');
    expect(second.get('global_betting_enabled')).toBe(true);
  });

  it('is resumed from, and gives way to what the edge has', async () => {
    const first = start();
    await until(() => expect(first.mode()).toBe('live'));
    await first.close();
    edge.snapshot = snapshotOf(1, 9, { ...BETTING, normal_threshold: '1' });
    const second = start();
    expect(second.status()).toMatchObject({ mode: 'holding', revision: 7 });
    await until(() => expect(second.status()).toMatchObject({ mode: 'live', revision: 9 }));
    expect(edge.opened.at(-1)?.lastEventId).toBe('1.7');
  });

  it('counts its age towards the deadlines', async () => {
    const first = start();
    await until(() => expect(first.mode()).toBe('live'));
    await first.close();

    await keepFile(snapshotOf(1, 7, BETTING), 59_000);
    const changes: Change[] = [];
    const second = start({ edges: [NOWHERE], onChange: (change) => changes.push(change) });
    expect(second.mode()).toBe('holding');
    expect(second.get('routing_mode')).toBe('NORMAL_MODE');
    await until(() => expect(second.mode()).toBe('fallen'));
    expect(second.status().fallen).toEqual(['global_betting_enabled', 'routing_mode']);
    expect(second.get('global_betting_enabled')).toBe(false);
    expect(second.get('routing_mode')).toBe('HL_MODE');
    expect(second.get('normal_threshold')).toBe('5000');
    expect(changes.slice(1)).toEqual([
      { epoch: 1, revision: 7, mode: 'fallen', changed: ['global_betting_enabled', 'routing_mode'] },
    ]);
  });

  it('that is too old has fallen at once, and contact brings the values back', async () => {
    const first = start();
    await until(() => expect(first.mode()).toBe('live'));
    await first.close();
    await keepFile(snapshotOf(1, 7, BETTING), 3_600_000);
    const second = start();
    expect(second.mode()).toBe('fallen');
    expect(second.get('global_betting_enabled')).toBe(false);
    await until(() => expect(second.mode()).toBe('live'));
    expect(second.get('global_betting_enabled')).toBe(true);
    const modes = edge.reports.map((report) => report.body.mode);
    await until(() => expect(edge.reports.at(-1)?.body.mode).toBe('live'));
    expect(modes).toContain('live');
  });

  it('that is damaged is not used', async () => {
    const first = start();
    await until(() => expect(first.mode()).toBe('live'));
    await first.close();
    await writeFile(file, '{"confirmedAt":"2026-01-01T00:00:00.000Z","snapshot":{"epoch":1');
    const second = start({ edges: [NOWHERE] });
    expect(second.mode()).toBe('empty');
    expect(second.status().lastTrouble).toContain('damaged');
  });

  it('that cannot be written costs nothing but itself', async () => {
    const notAFolder = join(folder, 'a-file');
    await writeFile(notAFolder, '');
    const bulkhead = start({ file: join(notAFolder, 'copy.json') });
    await until(() => expect(bulkhead.mode()).toBe('live'));
    edge.change(1, 8, { normal_threshold: '1' });
    await until(() => expect(bulkhead.get('normal_threshold')).toBe('1'));
    await until(() => expect(bulkhead.status().lastTrouble).toContain('cannot be'));
  });
});

describe('an edge that falls silent without closing', () => {
  it('is given up after three heartbeats; values hold, then contact comes back', {
    timeout: 20_000,
  }, async () => {
    const bulkhead = start();
    await until(() => expect(bulkhead.mode()).toBe('live'));
    edge.snapshot = undefined;
    const heard = performance.now();
    await until(() => expect(bulkhead.mode()).toBe('holding'), 8_000);
    expect(performance.now() - heard).toBeGreaterThan(4_500);
    expect(bulkhead.get('global_betting_enabled')).toBe(true);
    await until(() => expect(edge.reports.at(-1)?.body).toMatchObject({ mode: 'holding', revision: 7 }));
    edge.snapshot = snapshotOf(1, 7, BETTING);
    await until(() => expect(edge.opened.length).toBeGreaterThan(1), 8_000);
    edge.heartbeat(1, 7);
    await until(() => expect(bulkhead.mode()).toBe('live'));
  });
});
