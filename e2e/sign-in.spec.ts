// Signing in and out through the real form.
import { expect, nextCode, signIn, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';

test('a wrong password says what to do, keeps what was typed but the code; then a deep link returns', async ({
  stranger,
  expectTrouble,
}) => {
  expectTrouble(/status of 401/);
  const page = await stranger();
  await page.goto('/switches');
  await expect(page).toHaveURL(/\/sign-in\?to=%2Fswitches$/);
  const account = accountOf('executive');
  await signIn(page, account, 'not the password');
  await expect(
    page.getByRole('alert').filter({ hasText: 'E-mail, password or code is wrong' }),
  ).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveValue(account.email);
  await expect(page.getByLabel('Password')).toHaveValue('not the password');
  await expect(page.getByLabel('One-time code')).toHaveValue('');

  await page.getByLabel('Password').fill(account.password);
  await page.getByLabel('One-time code').fill(await nextCode(account));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/switches$/);
  await expect(page.getByRole('heading', { name: 'Switches' })).toBeVisible();
});

test('signing out ends the session: an old cookie opens nothing', async ({ stranger, expectTrouble }) => {
  expectTrouble(/status of 401/);
  const page = await stranger();
  await page.goto('/sign-in');
  await signIn(page, accountOf('product_owner'));
  await page.waitForURL('**/now');
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: /Product owner/ }).click();
  await page.getByRole('dialog', { name: 'Product owner' }).getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  const old = await stranger();
  await old.context().addCookies(cookies);
  await old.goto('/audit');
  await expect(old).toHaveURL(/\/sign-in\?to=%2Faudit$/);
  expect((await old.request.get('/api/v1/me')).status()).toBe(401);
});

test('what is filled in before the code of the page runs is sent nowhere', async ({ stranger }) => {
  const page = await stranger({ javaScriptEnabled: false });
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('rita@example.org');
  await page.getByLabel('Password').fill('anything at all');
  await page.getByLabel('One-time code').fill('123456');
  await page.getByLabel('One-time code').press('Enter');
  await expect(page.getByLabel('Email')).toHaveValue('rita@example.org');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeDisabled();
});
