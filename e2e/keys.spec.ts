// Keys through the screen: create with the second factor, see it once, rotate, find by what leaked, revoke; desk and phone.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '#test/e2e-access.ts';
import { expect, goTo, nextCode, PHONE, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';

/** The dialog that asks for the second factor, answered with a code that still counts. */
async function prove(page: Page, title: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel(/code/i).fill(await nextCode(accountOf('super_admin')));
  await page.keyboard.press('Enter');
}

/** Reads the secret that is shown once, and leaves only after saying that it is kept. */
async function takeSecret(dialog: Locator): Promise<string> {
  const secret = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog.getByRole('alert')).toContainText('It cannot be shown again');
  await dialog.getByLabel('I have stored it where it belongs').check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

const rowOf = (page: Page, secret: string): Locator =>
  page.locator(`[data-key="${secret.slice(0, 12)}"]`).filter({ visible: true });

test('a key is created, copied, rotated, found by what leaked of it, and revoked', async ({ loginAs }) => {
  test.slow();
  const page = await loginAs('super_admin', { permissions: ['clipboard-read', 'clipboard-write'] });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url(), request.postData() ?? ''));
  await goTo(page, '/keys');
  await page.getByRole('button', { name: 'Create a key' }).first().click();
  const form = page.getByRole('dialog', { name: 'Create a key for a machine' });
  await expectAccessible(page, 'the form');
  await form.getByLabel('Name').fill('router in Frankfurt');
  await form.getByText('30 days').click();
  await form.getByRole('button', { name: 'Create the key' }).click();
  await prove(page, 'Create the key');
  const shown = page.getByRole('dialog', { name: 'The key for router in Frankfurt' });
  await shown.getByRole('button', { name: 'Copy the key' }).click();
  await expect(shown.getByRole('status')).toContainText('It is in the clipboard');
  await expectAccessible(page, 'the secret');
  const first = await takeSecret(shown);
  expect(first).toMatch(/^bhk_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}$/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
  await expect(rowOf(page, first)).toContainText('Works');
  expect(await page.content()).not.toContain(first);

  await rowOf(page, first)
    .getByRole('button', { name: /^Rotate/ })
    .click();
  const rotation = page.getByRole('dialog', { name: 'Rotate router in Frankfurt' });
  await rotation.getByRole('button', { name: 'Rotate it' }).click();
  await prove(page, 'Rotate the key');
  const second = await takeSecret(page.getByRole('dialog', { name: 'The new key for router in Frankfurt' }));
  await expect(rowOf(page, first)).toContainText(`replaced by ${second.slice(0, 12)}`);
  await expect(rowOf(page, second)).toContainText(`replaces ${first.slice(0, 12)}`);

  // Pasted as it was found, in a line of a log: what is secret in it leaves the browser in no request.
  asked.length = 0;
  const finder = page.getByLabel('Find a leaked key or token');
  await finder.fill(`GET /config/switches x-api-key=${second}`);
  await expect(page.getByText('Cut to its first 12 characters')).toBeVisible();
  await page.getByRole('button', { name: 'Find it' }).click();
  await page.getByRole('button', { name: 'Revoke this key' }).click();
  const revoking = page.getByRole('dialog', { name: 'Revoke router in Frankfurt' });
  await revoking.getByLabel(/^Reason/).fill('Found in a log');
  await revoking.getByRole('button', { name: 'Revoke it now' }).click();
  await expect(revoking).toBeHidden();
  await expect(rowOf(page, second)).toContainText('Revoked');
  await expect(page.getByRole('button', { name: 'Revoke this key' })).toBeHidden();
  expect(asked.join('\n')).toContain(`prefix=${second.slice(0, 12)}`);
  expect(asked.join('\n')).not.toContain(second.slice(12));
  await expectAccessible(page, 'keys');
});

test('on a phone keys are two-line rows without sideways scroll; others are told who may see them', async ({
  loginAs,
}) => {
  const page = await loginAs('auditor', PHONE);
  await goTo(page, '/keys');
  await expect(page.locator('[data-key]').filter({ visible: true }).first()).toContainText('used');
  await expectNoSidewaysScroll(page, 'keys');
  await expectAccessible(page, 'keys on a phone');
  // An auditor sees them and changes none.
  const create = page.getByRole('button', { name: 'Create a key' }).filter({ visible: true });
  await expect(create).toHaveAttribute('aria-disabled', 'true');
  const other = await loginAs('engineer');
  await other.goto('/keys');
  await expect(other.getByText('You may not see the keys of machines')).toBeVisible();
});
