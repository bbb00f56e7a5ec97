// /healthz, /readyz and /metrics of every process, and what the processes may weigh.
import { describe, expect, test } from 'vitest';
import { command, headRevision, until } from '../installation.ts';
import { metric, type ProcessName, probe } from './metric.ts';

const PROCESSES: readonly ProcessName[] = ['console', 'edge', 'intake', 'sim', 'worker'];

describe('probes', () => {
  test.for(PROCESSES)('the %s lives, is ready, and says what it measures', async (name) => {
    const health = await probe(name, '/healthz');
    expect([health.status, health.headers['content-type']]).toEqual([200, 'application/json']);
    const ready = await until('ready', async () => {
      const answer = await probe(name, '/readyz');
      return answer.status === 200 && answer;
    });
    expect(ready.json).toMatchObject({ ready: true });
    const metrics = await probe(name, '/metrics');
    expect([metrics.status, metrics.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('text/plain'),
    ]);
    for (const line of metrics.text.split('\n')) {
      expect(line).toMatch(/^$|^# (HELP|TYPE) [a-z_]\w* |^[a-z_]\w*(\{[^}]*\})? [-+\w.]+$/i);
    }
    expect(await metric(name, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  test('a write is counted by its outcome, and moves what console, edge and venue say of themselves', async () => {
    const done = 'command="set-switch",outcome="ok"';
    const refused = 'command="set-switch",outcome="invalid_value"';
    const before = await Promise.all(
      [done, refused].map((labels) => metric('console', 'bulkhead_commands_total', labels)),
    );
    await command('set-switch', { switch: 'weekly_loss_limit_pct', value: 6.5, reason: 'to be counted' });
    await command('set-switch', { switch: 'weekly_loss_limit_pct', value: 'six', reason: 'to be counted' });
    const after = await Promise.all(
      [done, refused].map((labels) => metric('console', 'bulkhead_commands_total', labels)),
    );
    expect(after).toEqual(before.map((count) => count + 1));
    const revision = await headRevision();
    expect(((await probe('console', '/readyz')).json as { revision: number }).revision).toBe(revision);
    await until(
      'the edge serves it',
      async () => (await metric('edge', 'bulkhead_edge_revision')) === revision,
    );
    await until('an instance holds it', async () => {
      const text = (await probe('sim', '/metrics')).text;
      const held = [...text.matchAll(/^bulkhead_sim_instance_revision\{[^}]*\} (\d+)$/gm)].map((match) =>
        Number(match[1]),
      );
      return held.length === 14 && held.every((one) => one === revision);
    });
    await command('reset-to-default', { switch: 'weekly_loss_limit_pct', reason: 'as it was before' });
  });

  test('the worker verifies the chain and signs it', async () => {
    await until('a checkpoint', async () => (await metric('worker', 'bulkhead_audit_checkpoint_seq')) > 0);
    expect(await metric('worker', 'bulkhead_audit_broken')).toBe(0);
  });

  // Issue 2 names what they may use when idle; under the tests before this they are not idle, so this is generous.
  test.for([
    ['console', 450],
    ['edge', 180],
    ['intake', 180],
    ['worker', 250],
  ] as const)('the %s stays within %s MB', async ([name, megabytes]) => {
    expect(await metric(name, 'process_resident_memory_bytes')).toBeLessThan(megabytes * 1_000_000);
  });
});
