// Withdrawals: a queue cleared by keyboard, two people for a large one, a switch that stops what is approved, a hold from a phone.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { fire } from '#test/e2e-alerts.ts';
import { expect, goTo, nextCode, PHONE, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';
import { setSwitches } from '#test/e2e-venue.ts';
import { fileOne, reportReceived, standingOf } from '#test/e2e-withdrawals.ts';

const rowOf = (page: Page, number: number) => page.getByRole('row').filter({ hasText: `W-${number} ` });

/** Finds only these requests: of an account that no other test has. */
async function searchFor(page: Page, account: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search withdrawals' }).fill(account);
  await expect(page.locator('tr[data-row]').first()).toBeVisible();
}

test('a queue of routine requests is chosen, approved and taken back by keyboard', async ({ loginAs }) => {
  const account = `u_${randomUUID().slice(0, 8)}`;
  const filed = [];
  for (const usdValue of ['412.5', '960', '388.2', '702.1', '845.75'])
    filed.push(await fileOne({ account, amount: usdValue, usdValue }));
  const page = await loginAs('operations');
  await goTo(page, '/withdrawals');
  await searchFor(page, account);
  await expect(page.locator('tr[data-row]')).toHaveCount(5);
  await page.getByRole('searchbox', { name: 'Search withdrawals' }).blur();

  const focused = page.locator('[data-row-button]:focus');
  for (const { number } of filed) {
    await page.keyboard.press('j');
    await expect(focused).toHaveAccessibleName(new RegExp(`^Open W-${number},`));
    await page.keyboard.press('x');
    await expect(page.getByRole('checkbox', { name: `Choose W-${number}`, exact: true })).toBeChecked();
  }
  await expect(page.getByText('5 chosen, $3,308.55')).toBeVisible();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Approve 5 withdrawals' });
  await expect(dialog).toContainText('$3,308.55 in all');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  for (const one of filed) expect((await standingOf(one)).state).toBe('approved');

  const [first] = filed;
  if (!first) throw new Error('nothing was filed');
  await page.getByRole('button', { name: new RegExp(`^Open W-${first.number},`) }).click();
  const pane = page.getByRole('complementary', { name: 'Withdrawal' });
  await expect(pane).toContainText('Can be undone for');
  await pane.getByRole('button', { name: 'Undo' }).click();
  await expect(pane).toContainText('Needs one approval');
  expect(await standingOf(first)).toMatchObject({ state: 'pending', approvals: [] });
});

test('a large one takes two people with their codes; then withdrawals are turned off, and it stays', async ({
  loginAs,
}) => {
  const account = `u_${randomUUID().slice(0, 8)}`;
  const filed = await fileOne({ account, amount: '24242', usdValue: '24242' });
  const approve = async (role: 'operations' | 'risk_manager'): Promise<Page> => {
    const page = await loginAs(role);
    await goTo(page, '/withdrawals');
    await searchFor(page, account);
    await rowOf(page, filed.number).getByRole('button').click();
    const pane = page.getByRole('complementary', { name: 'Withdrawal' });
    await pane.getByRole('button', { name: /^Approve( E)?$/ }).click();
    const dialog = page.getByRole('dialog', { name: `Approve W-${filed.number}` });
    await dialog.getByRole('button', { name: 'Approve' }).click();
    const proof = page.getByRole('dialog').filter({ has: page.getByLabel('One-time code') });
    await proof.getByLabel('One-time code').fill(await nextCode(accountOf(role)));
    await proof.getByRole('button', { name: 'Confirm with the code' }).click();
    await expect(dialog).toBeHidden();
    return page;
  };
  const desk = await approve('operations');
  const pane = desk.getByRole('complementary', { name: 'Withdrawal' });
  await expect(pane).toContainText('Needs a second approval');
  await approve('risk_manager');
  await expect(pane).toContainText('Can be undone for');

  await setSwitches([{ switch: 'withdrawal_enabled', value: false }], 'The hot wallet is looked at');
  await expect(pane).toContainText('All withdrawals are off');
  await expect(desk.getByText('Withdrawals are off: nothing goes out, approved or not.')).toBeVisible();
  expect((await standingOf(filed)).causes.map(({ key }) => key)).toContain('withdrawal_enabled');
});

test('one that asks for a look is held from a phone with a reason', async ({ loginAs }) => {
  const account = `u_${randomUUID().slice(0, 8)}`;
  const filed = await fileOne({
    ...{ account, amount: '2400', usdValue: '2400', riskScore: 61 },
    riskNotes: ['Sign-in from a new device'],
  });
  const phone = await loginAs('operations', PHONE);
  await goTo(phone, '/withdrawals');
  await phone.getByRole('searchbox', { name: 'Search withdrawals' }).fill(account);
  await phone.getByRole('button', { name: new RegExp(`^Open W-${filed.number},`) }).tap();
  const sheet = phone.getByRole('dialog', { name: `W-${filed.number}` });
  await expect(sheet).toContainText('Sign-in from a new device');
  const hold = sheet.getByRole('button', { name: 'Hold' });
  expect((await hold.boundingBox())?.height, 'the safe act on a phone').toBeGreaterThanOrEqual(44);
  await hold.tap();
  const saying = phone.getByRole('dialog', { name: new RegExp(`^Hold W-${filed.number}`) });
  await saying.getByLabel(/^Reason/).fill('The customer is asked on the phone');
  await saying.getByRole('button', { name: 'Hold' }).tap();
  await expect(sheet).toContainText('Held: The customer is asked on the phone');
  expect((await standingOf(filed)).state).toBe('held');
});

test('a low hot wallet: the alert pauses large withdrawals and leads to the wallet, where a transfer is followed until it arrives', async ({
  loginAs,
}) => {
  const { number } = await fire('hot-wallet-low', 'walked');
  const page = await loginAs('operations');
  await goTo(page, `/alerts/${number}`);
  await page.getByRole('button', { name: /^Pause large withdrawals/ }).click();
  await expect(page.getByText(/^Effective .* after it fired\.$/)).toBeVisible();
  await page.getByRole('link', { name: 'Open the hot wallet' }).click();

  await page.getByRole('button', { name: 'Record a transfer' }).click();
  const form = page.getByRole('dialog', { name: 'Record a transfer from cold storage' });
  const reference = `0x${randomUUID().replaceAll('-', '').repeat(2)}`;
  await form.getByLabel('Amount, exactly').fill('50000.0000001');
  await form.getByLabel('Id of the transaction').fill(reference);
  await form.getByLabel(/^Reason/).fill('The hot wallet is low');
  await form.getByRole('button', { name: 'Record the transfer' }).click();
  await expect(form.getByText(/USDC has 6 digits/)).toBeVisible();
  await expect(form.getByLabel('Id of the transaction'), 'what was typed stays').toHaveValue(reference);
  await form.getByLabel('Amount, exactly').fill('50000.000001');
  await form.getByRole('button', { name: 'Record the transfer' }).click();
  await expect(form).toBeHidden();

  const row = page.getByRole('table', { name: 'Transfers from cold storage' }).getByRole('row').filter({
    hasText: '50,000.000001 USDC',
  });
  await expect(row).toContainText('Under way, due at');
  await reportReceived({ reference, asset: 'USDC', network: 'ethereum', amount: '50000.000001' });
  await expect(row).toContainText('Arrived (');
});
