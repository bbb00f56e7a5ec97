// The manual's rollbacks and raising changes: the safe one is one press, the loosening one says what is lost, raising asks for more.

import type { Locator } from '@playwright/test';
import {
  expect,
  goTo,
  openSwitch,
  pressHeld,
  pressHeldBecause,
  rowOf,
  sheetOf,
  test,
} from '#test/e2e-console.ts';
import { agreeTo } from '#test/e2e-second-person.ts';
import { currentValue, readStatus, setSwitches } from '#test/e2e-venue.ts';

/** A value of a switch with few values. */
async function choose(sheet: Locator, value: string): Promise<void> {
  await sheet.getByRole('group', { name: 'New value' }).locator('label').filter({ hasText: value }).click();
}

test('a safe rollback is one press and Enter', async ({ loginAs }) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  await page.getByRole('button', { name: /manual rollback of routing_mode, lowers exposure/ }).click();
  const dialog = page.getByRole('dialog', { name: /routing_mode/ });
  await expect(dialog.getByRole('button', { name: /^Set HL_MODE now/ })).toBeFocused();
  await expect(dialog.getByLabel(/^Reason/)).toHaveValue(/Manual rollback of routing_mode/);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, 'routing_mode')).toContainText('At safest');
  await expect(rowOf(page, 'routing_mode')).toContainText('14/14');
  expect(await currentValue('routing_mode')).toBe('HL_MODE');
});

test('a rollback that loosens says what is no longer protected, in amber, and Enter does not apply it', async ({
  loginAs,
}) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const press = page.getByRole('button', { name: /manual rollback of hedge_enabled, loosens a control/ });
  await expect(press).toHaveClass(/btn-risk/);
  await press.click();
  const dialog = page.getByRole('dialog', { name: /hedge_enabled/ });
  await expect(dialog).toContainText('Nothing hedges internal exposure any more');
  await expect(dialog.getByLabel(/^Reason/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  expect(await currentValue('hedge_enabled')).toBe(true);
  const loosen = dialog.getByRole('button', { name: 'Loosen it now' });
  await expect(loosen).toHaveClass(/btn-risk/);
  await loosen.click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, 'hedge_enabled')).toContainText('In force');
  expect(await currentValue('hedge_enabled')).toBe(false);
});

test('a switch that is not theirs is shown with a lock, names who may, and sends nothing', async ({
  loginAs,
}) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const row = rowOf(page, 'global_betting_enabled');
  await expect(row).toContainText('not you');
  const rollback = row.getByRole('button', { name: /manual rollback/ });
  await pressHeldBecause(rollback, 'Only a super admin may change');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const sheet = await openSwitch(page, 'global_betting_enabled');
  await choose(sheet, 'false');
  const apply = sheet.getByRole('button', { name: /^Set false/ });
  await pressHeldBecause(apply, 'Only a super admin may change');
  expect(await currentValue('global_betting_enabled')).toBe(true);
});

test('raising asks for a reason of twelve characters and for nothing less', async ({ loginAs }) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'hedge_max_leverage');
  await sheet.getByLabel('New value').fill('4');
  await expect(sheet).toContainText('Raise hedge_max_leverage');
  const raise = sheet.getByRole('button', { name: 'Raise to 4.0x' });
  await expect(raise).toHaveClass(/btn-risk/);
  await sheet.getByLabel(/^Reason/).fill('eleven char');
  await expect(sheet).toContainText('11 of 12');
  await sheet.getByLabel(/^Reason/).press('Enter');
  await pressHeld(raise);
  expect(await currentValue('hedge_max_leverage')).toBe(3);
  await sheet.getByLabel(/^Reason/).fill('twelve chars');
  await raise.click();
  await expect(sheet).toBeHidden();
  await expect.poll(() => currentValue('hedge_max_leverage')).toBe(4);
});

test('a super admin raises their own switch only with its name typed, and a rule between switches blocks', async ({
  loginAs,
}) => {
  const page = await loginAs('super_admin');
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'go_live_enabled');
  await choose(sheet, 'true');
  await sheet.getByLabel(/^Reason/).fill('Both locks are checked');
  const raise = sheet.getByRole('button', { name: 'Request approval' });
  await expect(raise).toHaveAttribute('aria-disabled', 'true');
  await sheet.getByLabel('Type the switch name').fill('go_live_enabled');
  await expect(sheet.getByRole('region', { name: 'Who must approve' })).toContainText('Second super admin');
  await raise.click();
  await expect(sheet).toBeHidden();
  const notice = page.getByRole('region', { name: 'Notices' }).getByRole('listitem');
  await expect(notice).toContainText('waits for a second person');
  expect(await currentValue('go_live_enabled')).toBe(false);
  const waiting = (await readStatus()).attention.requests.find(({ switches }) =>
    switches.includes('go_live_enabled'),
  );
  await agreeTo(waiting?.id ?? '');
  await expect(rowOf(page, 'go_live_enabled')).toContainText('true');

  const tier = await openSwitch(page, 'hedge_threshold_tier1');
  await tier.getByLabel('New value').fill('600000');
  await tier.getByLabel(/^Reason/).fill('More room for tier one');
  await expect(tier.getByRole('region', { name: 'Guards' })).toContainText(
    'hedge_threshold_tier1 lies above hedge_threshold_tier2',
  );
  const blocked = tier.getByRole('button', { name: 'Raise to $600,000' });
  await pressHeld(blocked);
  await expect(sheetOf(page, 'hedge_threshold_tier1')).toBeVisible();
  expect(await currentValue('hedge_threshold_tier1')).toBe('100000');
});

test('a change set is undone from the audit log, and a file applied, with the difference shown first', async ({
  loginAs,
}) => {
  const page = await loginAs('risk_manager');
  await setSwitches(
    [
      { switch: 'hedge_max_leverage', value: 4 },
      { switch: 'force_hl_latency_ms', value: 600 },
    ],
    'More room for a while',
    'risk_manager',
  );
  await goTo(page, '/audit');
  await page
    .getByRole('row', { name: /hedge_max_leverage/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Undo this change set' }).click();
  const sheet = page.getByRole('dialog', { name: /Undo the change of/ });
  await expect(sheet).toContainText('Lowers exposure');
  await expect(sheet).toContainText('2 values');
  await expect(sheet.getByRole('button', { name: /^Undo it now/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  const notice = page.getByRole('region', { name: 'Notices' }).getByRole('listitem');
  await expect(notice).toContainText('Undone: ');
  await expect(notice).toContainText('14/14');
  expect(await currentValue('hedge_max_leverage')).toBe(3);
  expect(await currentValue('force_hl_latency_ms')).toBe(500);

  await goTo(page, '/switches');
  await page.getByRole('button', { name: 'Apply a file' }).click();
  const apply = page.getByRole('dialog', { name: 'Apply a configuration file' });
  const chooseFile = (leverage: string) =>
    apply.locator('input[type=file]').setInputFiles({
      ...{ name: 'desk.yaml', mimeType: 'application/yaml' },
      buffer: Buffer.from(`environment: demo\nswitches:\n  hedge_max_leverage: ${leverage}\n`),
    });
  await chooseFile('much');
  await expect(apply.getByRole('alert')).toContainText(/One mistake.*Line 3.*hedge_max_leverage: much/);
  await chooseFile('2.5');
  await expect(apply.getByRole('listitem').filter({ hasText: 'hedge_max_leverage' })).toContainText(
    /3\.0x.*2\.5x/,
  );
  await expect(apply.getByRole('button', { name: /^Apply it now/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(apply).toBeHidden();
  expect(await currentValue('hedge_max_leverage')).toBe(2.5);
});
