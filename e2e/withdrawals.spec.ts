// Withdrawals: a queue cleared by keyboard, two people for a large one, a switch that stops what is approved, a hold from a phone.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { csvRecords, exactSum } from '#test/csv.ts';
import { fire } from '#test/e2e-alerts.ts';
import { expect, goTo, nextCode, PHONE, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';
import { setSwitches } from '#test/e2e-venue.ts';
import { fileMany, fileOne, reportReceived, standingOf } from '#test/e2e-withdrawals.ts';

const rowOf = (page: Page, number: number) => page.getByRole('row').filter({ hasText: `W-${number} ` });

/** Finds only these requests: of an account that no other test has. */
async function searchFor(page: Page, account: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search withdrawals' }).fill(account);
  await expect(page.locator('tr[data-row]').first()).toBeVisible();
}

/** Enter, until the act is done: pressed again while the machine is too busy to answer, it is the same act. */
async function confirmByKey(page: Page, dialog: Locator): Promise<void> {
  await expect(dialog).toBeVisible();
  await expect(async () => {
    if (await dialog.isVisible()) await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden({ timeout: 5_000 });
  }).toPass();
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
  await confirmByKey(page, dialog);
  for (const one of filed) expect((await standingOf(one)).state).toBe('approved');

  const [first] = filed;
  if (!first) throw new Error('nothing was filed');
  await page.getByRole('button', { name: new RegExp(`^Open W-${first.number}, \\$`) }).click();
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

test('fifty are cleared by keyboard with second approvals; withdrawals go off, and the export adds up to the cent', async ({
  loginAs,
}) => {
  const account = `u_${randomUUID().slice(0, 8)}`;
  const usd = (cents: number) => (cents / 100).toFixed(2);
  const worth = [
    ...Array.from({ length: 3 }, (_, at) => 2_424_217 + at),
    ...Array.from({ length: 47 }, (_, at) => 41_253 + 101 * at),
  ];
  const filed = await fileMany(
    worth.map((cents, at) => ({
      ...{ account, amount: usd(cents), usdValue: usd(cents) },
      ...(at === 3 ? { riskScore: 61 } : {}),
    })),
  );

  const [first] = filed;
  if (!first) throw new Error('nothing was filed');
  const atQueue = async (role: 'operations' | 'risk_manager' | 'auditor'): Promise<Page> => {
    const page = await loginAs(role);
    await goTo(page, '/withdrawals');
    await page.keyboard.press('/');
    await page.keyboard.type(account);
    await expect(page.locator('tr[data-row]').first()).toHaveAttribute('data-withdrawal', first.withdrawalId);
    await expect(page.locator('tr[data-row]')).toHaveCount(50);
    await page.getByRole('searchbox', { name: 'Search withdrawals' }).blur();
    return page;
  };
  /** The focus stands on this row, also after a dialog has given it back. */
  const standsOn = (page: Page, at: number) =>
    expect(page.locator('[data-row-button]:focus')).toHaveAccessibleName(
      new RegExp(`^Open W-${filed[at]?.number},`),
    );
  /** The three large ones stand first. */
  const approveLarge = async (page: Page, role: 'operations' | 'risk_manager'): Promise<void> => {
    for (const at of [0, 1, 2]) {
      await page.keyboard.press('j');
      await standsOn(page, at);
      await page.keyboard.press('x');
    }
    await expect(page.getByText('3 chosen, $72,726.54')).toBeVisible();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Approve 3 withdrawals' });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('One-time code')).toBeFocused();
    await page.keyboard.type(await nextCode(accountOf(role)));
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await standsOn(page, 2);
  };

  const desk = await atQueue('operations');
  await desk.keyboard.press('x');
  await expect(desk.getByText('46 chosen, ')).toBeVisible();
  await desk.keyboard.press('e');
  await confirmByKey(desk, desk.getByRole('dialog', { name: 'Approve 46 withdrawals' }));
  await approveLarge(desk, 'operations');
  await desk.keyboard.press('j');
  await standsOn(desk, 3);
  await desk.keyboard.press('e');
  await confirmByKey(desk, desk.getByRole('dialog', { name: `Approve W-${filed[3]?.number}` }));
  // Nobody approves twice: the key says so, and nothing is asked.
  await standsOn(desk, 3);
  await desk.keyboard.press('k');
  await standsOn(desk, 2);
  await desk.keyboard.press('e');
  const notices = desk.getByRole('region', { name: 'Notices' }).getByRole('listitem');
  await expect(
    notices.filter({ hasText: 'You approved it: the other approval is somebody else’s.' }),
  ).toBeVisible();

  await approveLarge(await atQueue('risk_manager'), 'risk_manager');
  await setSwitches([{ switch: 'withdrawal_enabled', value: false }], 'The hot wallet is looked at');
  await expect(desk.getByText('Withdrawals are off: nothing goes out, approved or not.')).toBeVisible();
  for (const one of filed.slice(0, 3)) {
    const { state, approvals, causes } = await standingOf(one);
    expect([state, approvals.length, causes[0]?.key]).toEqual(['approved', 2, 'withdrawal_enabled']);
  }

  const audit = await atQueue('auditor');
  await audit.getByRole('button', { name: 'Export' }).click();
  const coming = audit.waitForEvent('download');
  await audit.getByRole('link', { name: 'Download' }).click();
  const file = await (await coming).path();
  const records = csvRecords(readFileSync(file, 'utf8'));
  expect(records).toHaveLength(50);
  expect(exactSum(records.map(({ usd_value }) => usd_value ?? ''))).toBe(
    exactSum([usd(worth.reduce((sum, cents) => sum + cents, 0))]),
  );
  expect(records.filter(({ approved_by }) => approved_by?.includes('; '))).toHaveLength(3);
});

test('from a phone, one that asks for a look is held with a reason, and another is approved with two presses', async ({
  loginAs,
}) => {
  const account = `u_${randomUUID().slice(0, 8)}`;
  const filed = await fileOne({
    ...{ account, amount: '2400', usdValue: '2400', riskScore: 61 },
    riskNotes: ['Sign-in from a new device'],
  });
  const routine = await fileOne({ account });
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

  // What was looked at on the whole screen is approved with the second press, and can be taken back.
  await sheet.getByRole('button', { name: 'Close' }).tap();
  await phone.getByRole('button', { name: new RegExp(`^Open W-${routine.number}, \\$`) }).tap();
  const other = phone.getByRole('dialog', { name: `W-${routine.number}` });
  await other.getByRole('button', { name: 'Approve', exact: true }).tap();
  await expect(other).toContainText('Can be undone for');
  expect((await standingOf(routine)).state).toBe('approved');
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
