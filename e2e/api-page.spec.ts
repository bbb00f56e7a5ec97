// The API page: reached from one's name, filtered, opened by row and by link.
import { expect, goTo, test } from '#test/e2e-console.ts';

test('an operation is found and read', async ({ loginAs }) => {
  const page = await loginAs('auditor');
  await goTo(page, '/now');
  await page
    .getByRole('button', { name: /^A Auditor|Auditor/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('link', { name: 'API' }).click();
  await expect(page).toHaveURL(/\/docs\/api$/);

  await page.keyboard.press('/');
  await page.keyboard.type('AUDIT changeset');
  // Not the types below, some of which name an address too.
  const rows = page.getByRole('region', { name: /^(Reads|Commands)$/ }).locator('details');
  await expect(rows).toHaveCount(1);
  await rows.first().locator('summary').click();
  await expect(rows.first().locator('pre')).toContainText(/^curl 'http.*\/api\/v1\/audit'/);
  await rows.first().getByRole('link', { name: 'AuditBody' }).click();
  await expect(page.getByRole('table', { name: 'Fields of AuditBody' })).toBeVisible();
  await page.getByRole('link', { name: 'NextBefore' }).first().click();
  await expect(page.locator('#type-NextBefore')).toHaveAttribute('open');
  await page.getByRole('searchbox', { name: 'Filter operations' }).fill('no such thing');
  await expect(page.getByText('No operation fits')).toBeVisible();
});
