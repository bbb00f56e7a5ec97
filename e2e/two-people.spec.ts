// Two people at once: each sees the other's change, loses nothing they typed, and cannot overwrite unseen.
import { expect, goTo, openSwitch, rowOf, test } from '#test/e2e-console.ts';
import { currentValue, setSwitches } from '#test/e2e-venue.ts';

test('what one person changes appears on the page of another by itself', async ({ loginAs }) => {
  const watcher = await loginAs('auditor');
  await goTo(watcher, '/switches');
  const actor = await loginAs('risk_manager');
  await goTo(actor, '/switches');
  const row = rowOf(watcher, 'hedge_max_leverage');
  for (const value of ['2.5', '2.0']) {
    const sheet = await openSwitch(actor, 'hedge_max_leverage');
    await sheet.getByLabel('New value').fill(value);
    await sheet.getByLabel('New value').press('Enter');
    await expect(row).toContainText(`${value}x`);
    await expect(sheet).toBeHidden();
  }
});

test('a sheet keeps what was typed while the value moves, and shows both values', async ({ loginAs }) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'hedge_max_leverage');
  await sheet.getByLabel('New value').fill('4');
  await sheet.getByLabel(/^Reason/).fill('Hedge venue asked for more room');
  await setSwitches([{ switch: 'hedge_max_leverage', value: 2 }], 'Cut while the other one writes');
  const notice = sheet.getByRole('alert').filter({ hasText: 'while you typed' });
  await expect(notice).toContainText('3.0x');
  await expect(notice).toContainText('2.0x');
  await expect(notice).toContainText('4.0x');
  await expect(notice).toContainText('Super admin');
  await expect(sheet.getByLabel('New value')).toHaveValue('4');
  await expect(sheet.getByLabel(/^Reason/)).toHaveValue('Hedge venue asked for more room');
  // Raising over a value one has not seen waits for a decision.
  await expect(sheet.getByRole('button', { name: 'Raise to 4.0x' })).toHaveAttribute('aria-disabled', 'true');
  await sheet.getByRole('button', { name: 'Keep mine' }).click();
  await expect(notice).toBeHidden();
  await sheet.getByRole('button', { name: 'Raise to 4.0x' }).click();
  await expect(sheet).toBeHidden();
  await expect.poll(() => currentValue('hedge_max_leverage')).toBe(4);
});

test('an apply with a stale value is refused with the newer one', async ({ loginAs, expectTrouble }) => {
  expectTrouble(/Failed to load resource/);
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'hedge_max_leverage');
  await sheet.getByLabel('New value').fill('2.5');
  // The person's browser hears nothing for a moment: reads and the stream stand, the write goes through.
  await page.context().route('**/api/v1/**', (route) => route.abort());
  await setSwitches([{ switch: 'hedge_max_leverage', value: 1.5 }], 'Cut while the other one writes');
  await sheet.getByRole('button', { name: 'Lower to 2.5x' }).click();
  await expect(sheet.getByRole('alert').filter({ hasText: 'it is now 1.5' })).toBeVisible();
  await expect(sheet.getByLabel('New value')).toHaveValue('2.5');
  expect(await currentValue('hedge_max_leverage')).toBe(1.5);
  await page.context().unroute('**/api/v1/**');
});
