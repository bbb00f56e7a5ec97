// Alerts over time on a real PostgreSQL: what every pulse says of the open ones, the history in pages, and how long people took.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setAlertPolicy } from '#lib/commands/alerts/set-alert-policy.ts';
import type { AlertTimesBody, FiringsBody } from '#lib/contract/alert-history.ts';
import { alertsPulse } from '#lib/reads/alerts/alerts-pulse.ts';
import { readAlertPolicies } from '#lib/reads/alerts/read-alert-policies.ts';
import { readAlertTimes } from '#lib/reads/alerts/read-alert-times.ts';
import { readFiring } from '#lib/reads/alerts/read-firing.ts';
import { readFirings } from '#lib/reads/alerts/read-firings.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { firstWeek } from '#lib/rules/alerts/weeks.ts';
import { database } from '#lib/store/client.ts';
import { type AlertStage, openAlertStage } from './alert-stage.ts';

let stage: AlertStage;

beforeAll(async () => {
  stage = await openAlertStage();
});

beforeEach(async () => {
  await stage.owner.query('TRUNCATE deliveries, rejected_alerts, pipelines, firings, firing_notes');
});

afterAll(() => stage.close());

const MINUTE = 60;

interface Past {
  /** When it fired. */
  at: Date;
  /** Seconds from then on; absent: never. */
  confirmed?: number;
  acted?: number;
  effective?: number;
  resolved?: number;
  drill?: boolean;
  priority?: 'P0' | 'P1';
}

/** A firing of earlier, as it stands in the database afterwards. */
async function past(alert: string | null, { at, ...moments }: Past): Promise<void> {
  const after = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(at.getTime() + seconds * 1_000);
  const by = (seconds: number | undefined) => (seconds === undefined ? null : 'somebody');
  await stage.owner.query(
    `INSERT INTO firings (id, source, fingerprint, starts_at, alert, title, priority, drill, labels, annotations,
       fired_at, received_at, heard_at, confirmed_at, confirmed_by_kind, confirmed_by_id, confirmed_by_name,
       acted_at, acted_by_kind, acted_by_id, acted_by_name, effective_at, resolved_at)
     VALUES ($1::text::uuid, 'api', $1, $2, $3, coalesce($3, 'Unheard of'), $4, $5, '[]', '[]', $2, $2, $2,
       $6, $7, $8, $8, $9, $10, $11, $11, $12, $13)`,
    [
      ...[randomUUID(), at, alert, moments.priority ?? 'P0', moments.drill ?? false],
      ...[after(moments.confirmed), by(moments.confirmed) && 'person', by(moments.confirmed)],
      ...[after(moments.acted), by(moments.acted) && 'person', by(moments.acted)],
      ...[after(moments.effective), after(moments.resolved)],
    ],
  );
}

const ago = async (seconds: number): Promise<Date> =>
  new Date((await stage.now()).getTime() - seconds * 1_000);

async function answer<Body>(read: AnyRead, query: Record<string, string> = {}): Promise<Body> {
  const result = await ask(read, query, await stage.by('auditor'));
  if (!result.ok) throw new Error(result.error.message);
  return result.value as Body;
}

describe('the pulse', () => {
  test('counts open P0, and names the one whose clock ends next: unconfirmed ones first', async () => {
    expect(await alertsPulse(database())).toMatchObject({
      openP0: 0,
      unconfirmed: 0,
      newest: null,
      next: null,
    });
    await past('hl-disconnected', { at: await ago(4 * MINUTE), confirmed: 10 });
    await past('hot-wallet-low', { at: await ago(2 * MINUTE), drill: true });
    await past('price-deviation', { at: await ago(1 * MINUTE) });
    await past('fill-rate-low', { at: await ago(9 * MINUTE), priority: 'P1' });
    await past('asset-mismatch', { at: await ago(8 * MINUTE), resolved: 60 });
    const open = await alertsPulse(database());
    expect(open).toMatchObject({ openP0: 3, unconfirmed: 2 });
    expect(open.next).toMatchObject({
      clock: 'confirm',
      title: 'The hot wallet is below $100,000',
      drill: true,
    });
    expect(Date.parse(open.next?.dueAt ?? '') - Date.parse(open.next?.firedAt ?? '')).toBe(300_000);
    await stage.owner.query(
      `UPDATE firings SET confirmed_at = fired_at, confirmed_by_kind = 'person', confirmed_by_id = 'x',
         confirmed_by_name = 'x', version = version + 1 WHERE confirmed_at IS NULL AND resolved_at IS NULL`,
    );
    const confirmed = await alertsPulse(database());
    expect(confirmed).toMatchObject({ openP0: 3, unconfirmed: 0, newest: null });
    expect(confirmed.next).toMatchObject({ clock: 'act', title: 'HL is disconnected' });
    expect(Date.parse(confirmed.next?.dueAt ?? '') - Date.parse(confirmed.next?.firedAt ?? '')).toBe(600_000);
    expect(confirmed.stamp).not.toBe(open.stamp);
  });
});

describe('the history', () => {
  test('goes through every firing once, newest first, and narrows', async () => {
    for (let hour = 5; hour >= 1; hour--)
      await past(hour === 3 ? null : 'hl-disconnected', {
        at: await ago(hour * 60 * MINUTE),
        ...(hour > 1 ? { resolved: 30 } : {}),
        drill: hour === 2,
      });
    const numbers: number[] = [];
    for (let before: string | null | undefined; before !== null; ) {
      const page: FiringsBody = await answer(readFirings, { limit: '2', ...(before ? { before } : {}) });
      numbers.push(...page.items.map(({ number }) => number));
      before = page.nextBefore;
    }
    expect(numbers).toHaveLength(5);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    const count = async (query: Record<string, string>) =>
      (await answer<FiringsBody>(readFirings, query)).items.length;
    expect(await count({ state: 'open' })).toBe(1);
    expect(await count({ alert: 'other' })).toBe(1);
    expect(await count({ alert: 'hl-disconnected', drill: 'no' })).toBe(3);
    expect(await count({ drill: 'yes' })).toBe(1);
    expect(await count({ from: (await ago(150 * MINUTE)).toISOString() })).toBe(2);
    const one = await answer<{ firing: { number: number } }>(readFiring, { number: String(numbers[1]) });
    expect(one.firing.number).toBe(numbers[1]);
  });
});

describe('the times', () => {
  test('by alert and week: median, worst, and who was late, also while the clock still runs', async () => {
    const monday = firstWeek(await stage.now(), 3);
    const earlier = (minutes: number) => new Date(monday.getTime() + minutes * 60_000);
    for (const confirmed of [60, 120, 400])
      await past('hl-disconnected', {
        ...{ at: earlier(confirmed), confirmed, acted: confirmed + 10, effective: confirmed + 300 },
      });
    // Over before anybody had to be late.
    await past('hot-wallet-low', { at: earlier(5), resolved: 100 });
    await past('hot-wallet-low', { at: earlier(9), drill: true, confirmed: 290 });
    await past('fill-rate-low', { at: earlier(9), priority: 'P1' });
    // Nobody has confirmed it, and its five minutes are over.
    await past(null, { at: await ago(6 * MINUTE) });
    const body = await answer<AlertTimesBody>(readAlertTimes, { weeks: '3' });
    expect(body.weeks).toHaveLength(3);
    expect(body.weeks[0]).toBe(monday.toISOString());
    const find = (alert: string | null, week: string | null) =>
      body.items.find((item) => item.alert === alert && item.week === week);
    expect(find('hl-disconnected', monday.toISOString())).toEqual(
      expect.objectContaining({
        fired: 3,
        confirm: { count: 3, medianMs: 120_000, worstMs: 400_000, late: 1 },
        act: { count: 3, medianMs: 130_000, worstMs: 410_000, late: 0 },
        effect: { count: 3, medianMs: 420_000, worstMs: 700_000, late: 1 },
      }),
    );
    expect(find('hot-wallet-low', null)).toMatchObject({
      fired: 1,
      confirm: { count: 0, medianMs: null, worstMs: null, late: 0 },
    });
    expect(find('other', null)).toMatchObject({ fired: 1, confirm: { count: 0, late: 1 }, act: { late: 0 } });
    expect(find(null, null)).toMatchObject({ fired: 5, confirm: { count: 3, late: 2 } });
    expect(find('fill-rate-low', null)).toBeUndefined();
    const drills = await answer<AlertTimesBody>(readAlertTimes, { weeks: '3', drills: 'yes' });
    expect(drills.items.find(({ alert, week }) => alert === 'hot-wallet-low' && week === null)?.fired).toBe(
      2,
    );
  });
});

test('a policy that somebody set stands beside those of the catalogue', async () => {
  const policy = { alert: 'hl-disconnected', policy: 'execute', reason: 'Nobody is awake on Sundays' };
  expect((await stage.run(setAlertPolicy, policy, await stage.by('risk_manager'))).ok).toBe(true);
  const { items } = await answer<{ items: { alert: string; policy: string; set: object | null }[] }>(
    readAlertPolicies,
  );
  expect(items.find(({ alert }) => alert === 'hl-disconnected')).toMatchObject({
    ...{ policy: 'execute', set: { reason: 'Nobody is awake on Sundays' } },
  });
  expect(items.find(({ alert }) => alert === 'liquidation-failing')).toMatchObject({
    policy: 'execute',
    set: null,
  });
});
