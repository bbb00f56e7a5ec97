// What an edge keeps of executors' reports: the newest word of each, also of one that left, until its place is needed.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { EXECUTOR_SILENT_MS } from '#lib/contract/executors.ts';
import { createExecutorReports } from './executor-reports.ts';

const MOST = 10;
const COMMAND = '00000000-0000-4000-8000-000000000001';
const KEY = { id: 'k', hash: '', scopes: [], expiresAt: null };

/** The route on a server of its own; `report` answers the status. */
async function serve() {
  const reports = createExecutorReports(() => {}, MOST);
  const path = '/config/executors/';
  const server = createServer((request, response) =>
    reports.route.handle(request, response, request.url?.slice(path.length) ?? '', undefined, KEY),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  async function report(executorId: string, more: object = {}): Promise<number> {
    const body = JSON.stringify({
      ...{ startedAt: '2026-11-21T02:00:00.000Z', connected: true, openOrders: 0 },
      ...{ commands: [{ id: COMMAND, state: 'done', done: 1, total: 1 }], positions: [], breakers: [] },
      ...more,
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${executorId}/report`, { method: 'POST', headers, body });
    await answer.text();
    return answer.status;
  }
  return { reports, report };
}

/** As many executors as this edge can hear. */
const fill = (report: (id: string) => Promise<number>) =>
  Promise.all(Array.from({ length: MOST }, (_, index) => report(`executor-${index}`)));

test('one that left is heard of until another needs its place; none that is there gives way', async () => {
  const { reports, report } = await serve();
  await fill(report);
  expect(await report('one-too-many')).toBe(503);
  expect(await report('executor-7', { leaving: true })).toBe(202);
  expect(reports.isOver('executor-7', COMMAND)).toBe(true);
  expect(reports.progressOf(COMMAND)).toHaveLength(MOST);
  expect(await report('the-next')).toBe(202);
  expect([reports.isOver('the-next', COMMAND), reports.isOver('executor-7', COMMAND)]).toEqual([true, false]);
  expect(await report('one-too-many')).toBe(503);
});

test('one that fell silent gives way too', async () => {
  const { reports, report } = await serve();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  onTestFinished(() => clock.mockRestore());
  await fill(report);
  clock.mockReturnValue(1_000 + EXECUTOR_SILENT_MS);
  expect(await report('the-next')).toBe(503);
  clock.mockReturnValue(1_001 + EXECUTOR_SILENT_MS);
  expect(await report('the-next')).toBe(202);
  expect(reports.progressOf(COMMAND)).toHaveLength(MOST);
});
