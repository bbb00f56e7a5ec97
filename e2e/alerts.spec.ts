// An alert as the on-call meets it: on a phone from the sound of it to its end, and at a desk with the keyboard, in a storm.
import type { AlertsBody, FiringBody } from '#lib/contract/alerts.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/e2e-access.ts';
import { fire, quietBoard } from '#test/e2e-alerts.ts';
import { expect, goTo, PHONE, test } from '#test/e2e-console.ts';
import { currentValue, read } from '#test/e2e-venue.ts';

test.beforeEach(quietBoard);
test.afterEach(quietBoard);

test('on a phone: the line, Confirm at the thumb, the action in 14 of 14, its clock stands, and it is over', async ({
  loginAs,
}) => {
  test.slow();
  const phone = await loginAs('operations', PHONE);
  await goTo(phone, '/now');
  const { number } = await fire('hl-disconnected', 'phone', { ago: 30, annotations: { value: '0' } });
  const line = phone.getByRole('complementary', { name: 'Unconfirmed P0' });
  await expect(line).toContainText(`A-${number} HL is disconnected`);
  await expect(line.getByRole('timer')).toContainText(/Confirm in (4:[0-2]|3:)\d/);
  await expect(phone).toHaveTitle(/^\d+ P0 /);
  await line.getByRole('link', { name: 'See it' }).tap();

  const alert = phone.getByRole('article', { name: `A-${number}, HL is disconnected` });
  await expect(alert.getByRole('timer')).toHaveCount(2);
  await expectNoSidewaysScroll(phone, 'an alert on a phone');
  await expectAccessible(phone, 'an alert on a phone');
  const confirm = phone.getByRole('button', { name: 'Confirm, I have it' });
  const act = phone.getByRole('button', { name: 'Pause new orders' });
  for (const target of [confirm, act])
    expect((await target.boundingBox())?.height, 'an act at the thumb').toBeGreaterThanOrEqual(48);
  await confirm.tap();
  await expect(alert).toContainText('Operations has it in hand');
  await expect(alert.getByRole('timer')).toHaveCount(1);
  await expect(confirm).toHaveCount(0);

  await act.tap();
  await expect(alert).toContainText('14/14 instances applied it');
  await expect(alert.getByRole('timer')).toHaveCount(0);
  await expect(act).toHaveCount(0);
  expect(await currentValue('new_orders_enabled')).toBe(false);
  const { firing } = await read<FiringBody>(`firing?number=${number}`);
  await expect(alert).toContainText('Effective in');
  expect(firing.effectiveAt).not.toBeNull();
  expect(firing.act.stoppedAt).toBe(firing.effectiveAt);

  await phone.getByLabel('Add a note').fill('HL says that they are back.');
  await phone.getByRole('button', { name: 'Add the note' }).tap();
  await expect(alert.getByRole('listitem').filter({ hasText: 'HL says that they are back.' })).toBeVisible();
  await phone.getByRole('button', { name: 'It is over' }).tap();
  const dialog = phone.getByRole('dialog', { name: `A-${number} is over` });
  await dialog.getByLabel(/^Reason/).fill('Connected again for five minutes');
  await dialog.getByRole('button', { name: 'It is over' }).tap();
  await expect(alert).toContainText('Over');
});

test('at a desk: a storm is one card, keys confirm and ask before they act, hostile words are only words, and all stays in the history', async ({
  loginAs,
}) => {
  test.slow();
  const desk = await loginAs('risk_manager', { reducedMotion: 'reduce' });
  await goTo(desk, '/alerts');
  for (const order of ['one', 'two', 'three'])
    await fire('price-deviation', order, { labels: { symbol: order === 'two' ? 'ETH' : 'SOL', order } });
  const hostile = await fire('never-heard-of', 'hostile', {
    labels: { script: '<img src=x onerror=alert(1)>', turned: 'abc\u202Edcba', ['__proto__']: 'x' },
    annotations: { summary: '<script>alert(1)</script>' },
  });
  const open = desk.getByRole('list', { name: 'Open alerts' });
  const card = open.getByRole('button', { name: /An order deviated/ });
  await expect(card).toHaveCount(1);
  await expect(card).toContainText('3 open, 3 not confirmed');
  await card.click();
  await desk.getByRole('button', { name: 'Confirm all 3' }).click();
  await expect(card).toContainText('3 open, 0 not confirmed');

  await desk.keyboard.press('a');
  const ask = desk.getByRole('dialog', { name: 'Stop routing the symbol to HL, all 3' });
  await expect(ask).toContainText('cannot be internalised are refused');
  expect(await currentValue('hl_routing_paused_symbols')).toEqual([]);
  await expectAccessible(desk, 'the question before an action that loosens');
  await ask.getByRole('button', { name: 'Stop routing the symbol to HL, all 3' }).dblclick();
  await expect(ask).toBeHidden();
  await expect(desk.getByRole('article')).toContainText('14/14 instances applied it');
  expect(await currentValue('hl_routing_paused_symbols')).toEqual(['ETH', 'SOL']);
  const { groups } = await read<AlertsBody>('alerts');
  const { firings } = groups.find(({ alert }) => alert === 'price-deviation') ?? { firings: [] };
  expect(firings).toHaveLength(3);
  expect(new Set(firings.map(({ changeSetId }) => changeSetId)).size, 'one change set for all').toBe(1);

  const row = open.getByRole('button', { name: /<script>/ });
  await expect(async () => {
    await desk.keyboard.press('j');
    await expect(row).toBeFocused({ timeout: 500 });
  }).toPass();
  await desk.keyboard.press('Enter');
  const evil = desk.getByRole('article', { name: /^A-\d+, <script>/ });
  await expect(evil).toContainText('<img src=x onerror=alert(1)>');
  await expect(evil).toContainText('abc\\u{202E}dcba');
  await desk.keyboard.press('c');
  await expect(evil).toContainText('Risk manager has it in hand');
  await expectAccessible(desk, 'the board');

  await goTo(desk, '/alerts/history');
  await desk.getByRole('combobox', { name: 'Alert' }).selectOption('other');
  const rows = desk.getByRole('table', { name: /^Alerts, newest first/ }).locator('tbody tr');
  await expect(rows.first()).toContainText('<script>alert(1)</script>');
  await expectAccessible(desk, 'the history of alerts');
  await rows.first().getByRole('link').click();
  await expect(desk).toHaveURL(new RegExp(`/alerts/${hostile.number}$`));
  await goTo(desk, '/alerts/times');
  await desk.getByRole('button', { name: 'Time to confirm as a table' }).click();
  await expect(
    desk.getByRole('table', { name: 'Time to confirm by week' }).locator('tbody tr').first(),
  ).toBeVisible();
  await expectAccessible(desk, 'the times of alerts');
  await goTo(desk, '/alerts/policies');
  await expectAccessible(desk, 'the policies of alerts');
});
