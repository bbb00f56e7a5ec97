// A second person: asked for at a desk, agreed to from a phone with a code; refused with a reason; void when a value moves.
import type { Page } from '@playwright/test';
import { expect, goTo, nextCode, openSwitch, PHONE, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';
import { currentValue, readStatus, setSwitches } from '#test/e2e-venue.ts';

/** Asks through the sheet to raise routing_mode, and gives the name of the request. */
async function askFor(page: Page, value: string): Promise<string> {
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'routing_mode');
  await sheet.getByRole('group', { name: 'New value' }).locator('label').filter({ hasText: value }).click();
  await sheet.getByLabel(/^Reason/).fill('HL is steady again for ten minutes');
  const who = sheet.getByRole('region', { name: 'Who must approve' });
  await expect(who).toContainText('A second risk manager or super admin');
  await sheet.getByRole('button', { name: 'Request approval' }).click();
  await expect(sheet).toBeHidden();
  const notice = page.getByRole('listitem').filter({ hasText: 'waits for a second person' });
  const name = /CR-\d+/.exec((await notice.textContent()) ?? '')?.[0] ?? '';
  await notice.getByRole('button', { name: 'Open it' }).click();
  const own = page.getByRole('dialog', { name: `${name} routing_mode` });
  await expect(own).toContainText('You asked for this');
  await expect(own.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  return name;
}

test('asked for at a desk, approved from a phone with a code, effective at once', async ({ loginAs }) => {
  await setSwitches([{ switch: 'routing_mode', value: 'HL_MODE' }], 'HL only while the test asks');
  const desk = await loginAs('risk_manager');
  const name = await askFor(desk, 'NORMAL_MODE');
  expect(await currentValue('routing_mode')).toBe('HL_MODE');

  const phone = await loginAs('super_admin', PHONE);
  await goTo(phone, '/now');
  const sign = phone.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Sign/ });
  await expect(sign.filter({ visible: true })).toContainText('for you to decide');
  await expect(phone).toHaveTitle(/^\(\d+\) /);
  await sign.filter({ visible: true }).tap();
  await phone.getByRole('button', { name: new RegExp(`^Review ${name}`) }).tap();
  const request = phone.getByRole('dialog', { name: `${name} routing_mode` });
  await expect(request).toContainText('HL is steady again for ten minutes');
  const approve = request.getByRole('button', { name: 'Approve' });
  expect((await approve.boundingBox())?.height, 'the act at the thumb').toBeGreaterThanOrEqual(48);
  await approve.tap();
  const proof = phone.getByRole('dialog', { name: `Approve ${name}` });
  await proof.getByLabel('One-time code').fill(await nextCode(accountOf('super_admin')));
  await proof.getByRole('button', { name: 'Confirm with the code' }).tap();
  await expect(request).toBeHidden();
  await expect.poll(() => currentValue('routing_mode')).toBe('NORMAL_MODE');
  await expect(desk.getByRole('dialog', { name: `${name} routing_mode` })).toContainText(
    'Approved by Super admin',
  );
});

test('refused with a reason that its requester reads; nothing changes', async ({ loginAs }) => {
  const desk = await loginAs('risk_manager');
  const name = await askFor(desk, 'BETTING_MODE');
  const other = await loginAs('super_admin');
  await goTo(other, '/approvals');
  const focused = other.locator('[data-row-button]:focus');
  // A key counts once the page's scripts run: pressed again until one has counted.
  await expect(async () => {
    await other.keyboard.press('j');
    await expect(focused).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await expect(focused).toHaveAccessibleName(new RegExp(`^Review ${name},`));
  await other.keyboard.press('e');
  const request = other.getByRole('dialog', { name: `${name} routing_mode` });
  await request.getByRole('button', { name: 'Refuse' }).click();
  const saying = other.getByRole('dialog', { name: `Refuse ${name}` });
  await saying.getByLabel(/^Reason/).fill('Not before the desk is back');
  await saying.getByRole('button', { name: 'Refuse it' }).click();
  await expect(request).toBeHidden();
  await expect(desk.getByRole('dialog', { name: `${name} routing_mode` })).toContainText(
    'Not before the desk is back',
  );
  expect(await currentValue('routing_mode')).toBe('NORMAL_MODE');
});

test('void when a value moves, with the difference it would be now, asked for again from there, and withdrawn', async ({
  loginAs,
}) => {
  const desk = await loginAs('risk_manager');
  const name = await askFor(desk, 'BETTING_MODE');
  await setSwitches([{ switch: 'routing_mode', value: 'HL_MODE' }], 'An incident meanwhile');
  const own = desk.getByRole('dialog', { name: `${name} routing_mode` });
  await expect(own).toContainText('Void: a value was set meanwhile');
  await expect(own.getByRole('region', { name: 'What it would be now' })).toContainText('HL_MODE');
  await own.getByRole('button', { name: 'Ask again' }).click();
  const sheet = desk.getByRole('dialog', { name: /routing_mode$/ });
  await expect(sheet.getByRole('textbox', { name: /^Reason/ })).toHaveValue(
    'HL is steady again for ten minutes',
  );
  await sheet.getByRole('button', { name: 'Request approval' }).click();
  const notice = desk.getByRole('listitem').filter({ hasText: 'waits for a second person' });
  await notice.getByRole('button', { name: 'Open it' }).click();
  await desk.getByRole('button', { name: 'Withdraw the request' }).click();
  await expect(desk.getByRole('listitem').filter({ hasText: 'is withdrawn: nothing has' })).toBeVisible();
  expect((await readStatus()).attention.requests).toEqual([]);
});
