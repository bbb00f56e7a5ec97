// The main job: a risk manager lowers a switch by keyboard, sees its proof of effect and the orders move, goes back, and finds it in the log.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, goTo, rowOf, sheetOf, test } from '#test/e2e-console.ts';
import { dataFolder } from '#test/e2e-run.ts';
import { currentValue } from '#test/e2e-venue.ts';

const run = promisify(execFile);

/** Orders per second of the newest second, as the table of the chart says. */
async function newestRates(page: Page): Promise<{ internal: number; hl: number }> {
  const cells = page
    .getByRole('table', { name: 'Orders per second by route' })
    .locator('tbody tr')
    .first()
    .locator('td');
  const [internal = '', hl = ''] = await cells.allTextContents();
  return { internal: Number(internal.replace(',', '')), hl: Number(hl.replace(',', '')) };
}

test('lower a switch by keyboard, see the proof, see orders move, roll back to a moment, find it in the log', async ({
  loginAs,
}) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/now');
  await page.getByRole('button', { name: 'Orders by route as a table' }).click();
  await expect.poll(async () => (await newestRates(page)).internal).toBeGreaterThan(0);
  const before = await newestRates(page);

  await test.step('lower normal_threshold for BTC without a mouse', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect(page).toHaveURL(/\/switches$/);
    await expect(rowOf(page, 'normal_threshold')).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('normal_t');
    await expect(page.locator('[data-row]').filter({ visible: true })).toHaveCount(1);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const sheet = sheetOf(page, 'normal_threshold');
    await expect(sheet.getByLabel('New value')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('BTC');
    await expect(sheet.getByLabel('For').first()).toHaveValue('BTC');
    await page.keyboard.press('Tab');
    await expect(sheet.getByLabel('New value')).toBeFocused();
    await page.keyboard.type('0');
    await expect(sheet.getByText('Lowers exposure', { exact: true }).first()).toBeVisible();
    await expect(sheet.getByText('Reason, filled for you')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(sheet).toBeHidden();
  });

  await test.step('every instance proves that it has it, with a measured time', async () => {
    const notice = page.getByRole('region', { name: 'Notices' }).getByRole('listitem');
    await expect(notice).toContainText('normal_threshold for BTC is $0');
    const row = rowOf(page, 'normal_threshold');
    await expect(row).toContainText('14/14');
    await expect(row).toContainText(/(\d+ ms|\d+\.\d\d) \/ 5 s/);
  });

  await test.step('orders move from internal to HL', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: /^Now/ }).first().click();
    await page.getByRole('button', { name: 'Orders by route as a table' }).click();
    await expect.poll(async () => (await newestRates(page)).internal).toBeLessThan(before.internal * 0.6);
    await expect.poll(async () => (await newestRates(page)).hl).toBeGreaterThan(before.hl);
  });

  await test.step('roll back to the moment when it was $5,000', async () => {
    const recent = page.getByRole('table', { name: 'Recent changes' });
    await recent.getByRole('button', { name: 'normal_threshold.BTC' }).first().click();
    const sheet = sheetOf(page, 'normal_threshold');
    await sheet
      .getByRole('button', { name: /^Back to this: \$5,000 of/ })
      .first()
      .click();
    await expect(sheet.getByLabel('New value')).toHaveValue(/^5,?000$/);
    await expect(sheet.getByText('Raises exposure', { exact: true }).first()).toBeVisible();
    await sheet.getByLabel(/^Reason/).fill('Back to stage 2 of the canary');
    await sheet.getByRole('button', { name: 'Raise to $5,000' }).click();
    await expect(sheet).toBeHidden();
    await expect.poll(() => currentValue('normal_threshold', 'BTC')).toBe('5000');
    await expect.poll(async () => (await newestRates(page)).internal).toBeGreaterThan(before.internal * 0.6);
  });

  await test.step('both lines are in the log', async () => {
    await page
      .getByRole('link', { name: /^Audit/ })
      .first()
      .click();
    await page.getByLabel('Switch', { exact: true }).selectOption('normal_threshold');
    const lines = page.getByRole('table', { name: /^Audit log/ }).locator('tbody tr');
    await expect(lines.nth(0)).toContainText('normal_threshold.BTC');
    await expect(lines.nth(0)).toContainText('Risk manager');
    await expect(lines.nth(0)).toContainText('Back to stage 2 of the canary');
    await expect(lines.nth(1)).toContainText('Set normal_threshold for BTC to $0');
    await lines.nth(0).getByRole('button').click();
    const entry = page.getByRole('article', { name: /^Entry/ });
    await expect(entry).toContainText('rollback-switch');
    await expect(entry).toContainText('14/14');
  });

  await test.step('the log is sound, said by a program that trusts nobody', async () => {
    const { stdout } = await run(process.execPath, ['cli/bulkhead.mjs', 'audit', 'verify'], {
      env: { ...process.env, BULKHEAD_DATA_DIR: dataFolder() },
    });
    expect(stdout).toContain('The audit log is sound.');
  });
});
