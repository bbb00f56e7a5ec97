// The door for alerts on the running installation: by hand, and through the real Prometheus and Alertmanager.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call } from '../http.ts';
import { JSON_TYPE, run, serviceKey, sql, until } from '../installation.ts';
import { onIntake, reported } from '../intake-door.ts';

const firingOf = async (title: string) =>
  (
    await sql<{ priority: string; source: string; over: boolean }>(
      'SELECT priority, source, resolved_at IS NOT NULL AS over FROM firings WHERE title = $1',
      [title],
    )
  )[0];

describe('the intake', () => {
  test('makes a firing of what a machine reports, and ends it; a key of another scope may not', async () => {
    const name = `System-${randomUUID()}`;
    const one = reported(name);
    expect((await onIntake('/v1/alerts', { alerts: [one] }, serviceKey())).status).toBe(403);
    const answer = await onIntake('/v1/alerts', { alerts: [one] });
    expect([answer.status, answer.json]).toEqual([200, { stored: true }]);
    expect(await until('it fires', () => firingOf(name))).toMatchObject({ source: 'api', over: false });
    const ended = { ...one, status: 'resolved', endsAt: new Date().toISOString() };
    expect((await onIntake('/v1/alerts', { alerts: [ended] })).status).toBe(200);
    await until('it is over', async () => (await firingOf(name))?.over);
  });

  test('hears the real Alertmanager, and the heartbeat of the real Prometheus', { timeout: 180_000 }, async ({
    skip,
  }) => {
    const { alertmanagerUrl } = run();
    if (alertmanagerUrl === null) return skip('There is no Prometheus and no Alertmanager on PATH.');
    const name = `System-${randomUUID()}`;
    const startsAt = new Date().toISOString();
    const tell = (more: object) =>
      call(alertmanagerUrl, '/api/v2/alerts', {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify([{ labels: { alertname: name, priority: 'P1' }, startsAt, ...more }]),
      });
    expect((await tell({})).status).toBe(200);
    expect(await until('it fires', () => firingOf(name), 60_000)).toMatchObject({
      source: 'alertmanager',
      over: false,
    });
    await until(
      'the heartbeat',
      async () => (await sql("SELECT 1 FROM pipelines WHERE name = 'prometheus'")).length === 1,
      120_000,
    );
    expect((await tell({ endsAt: new Date().toISOString() })).status).toBe(200);
  });
});
