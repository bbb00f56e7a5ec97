// Signing in through an identity provider: groups give roles, the second factor is still asked for, leaving a group counts.
import type { Page } from '@playwright/test';
import { expect, goTo, test } from '#test/e2e-console.ts';
import { addAuthenticator } from '#test/e2e-passkey.ts';

/** Through the provider's own pages: its login form, and its question what the console may know. */
async function signInAs(page: Page, login: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Exchange login' }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('groups give roles, each session proves the second factor, and losing a group ends the others', async ({
  stranger,
  expectTrouble,
}) => {
  test.slow();
  // The window whose session ends asks once more why, and is told. The provider's pages want a font from elsewhere.
  expectTrouble(/status of 401/, /\/interaction\//);
  const page = await stranger();
  await addAuthenticator(page);
  await signInAs(page, 'grace.risk');
  await page.waitForURL('**/now');
  await expect(page.getByText('Risk manager', { exact: true }).first()).toBeVisible();

  await goTo(page, '/profile');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const naming = page.getByRole('dialog', { name: 'Add a passkey' });
  await naming.getByLabel('Name of the passkey').fill('Work laptop');
  await naming.getByRole('button', { name: 'Continue with the device' }).click();
  await expect(page.getByText('Work laptop', { exact: true })).toBeVisible();

  // The provider's word alone is one factor: the next session proves the other before it writes.
  await signInAs(page, 'grace.risk');
  await page.waitForURL('**/now');
  await goTo(page, '/profile');
  await page.getByRole('button', { name: 'Prove it' }).click();
  await page.getByRole('button', { name: 'Confirm with a passkey' }).click();
  await expect(page.getByRole('button', { name: 'Prove it' })).toBeHidden();

  // Signed in elsewhere with another group: the role of this window is gone, and so is its session.
  const elsewhere = await stranger();
  await signInAs(elsewhere, 'grace.audit');
  await elsewhere.waitForURL('**/now');
  await expect(elsewhere.getByText('Auditor', { exact: true }).first()).toBeVisible();
  await page.waitForURL('**/sign-in**', { timeout: 15_000 });

  await signInAs(elsewhere, 'heidi.elsewhere');
  await expect(elsewhere.getByText(/none of your groups has a role here/)).toBeVisible();
  await signInAs(elsewhere, 'judy!.risk');
  await expect(elsewhere.getByText(/has not verified your e-mail address/)).toBeVisible();
});
