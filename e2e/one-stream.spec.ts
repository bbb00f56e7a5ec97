// Two tabs of one browser share one live stream.
import { expect, goTo, rowOf, test } from '#test/e2e-console.ts';
import { setSwitches } from '#test/e2e-venue.ts';

test('the second tab follows the stream of the first, and takes it over when that closes', async ({
  loginAs,
}) => {
  const first = await loginAs('auditor');
  const streams: string[] = [];
  first.context().on('request', (request) => {
    if (request.url().endsWith('/api/v1/live')) streams.push(request.url());
  });
  await goTo(first, '/switches');
  await expect.poll(() => streams.length).toBe(1);
  const second = await first.context().newPage();
  await goTo(second, '/switches');
  await setSwitches([{ switch: 'hedge_max_leverage', value: 2 }], 'Seen in both tabs');
  for (const page of [first, second]) await expect(rowOf(page, 'hedge_max_leverage')).toContainText('2.0x');
  expect(streams).toHaveLength(1);

  await first.close();
  await expect.poll(() => streams.length).toBe(2);
  await setSwitches([{ switch: 'hedge_max_leverage', value: 1.5 }], 'Seen in the tab that is left');
  await expect(rowOf(second, 'hedge_max_leverage')).toContainText('1.5x');
});
