// A release from the console: started with its mistakes shown, approved on a phone, given its first share, taken back by hand; who only looks has no buttons.
import type { Page } from '@playwright/test';
import { RELEASE_CHECKLIST } from '#lib/catalog/releases.ts';
import type { ReleaseBody } from '#lib/contract/releases.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/e2e-access.ts';
import { expect, goTo, nextCode, PHONE, test } from '#test/e2e-console.ts';
import { asOwner } from '#test/e2e-database.ts';
import { accountOf } from '#test/e2e-run.ts';
import { read } from '#test/e2e-venue.ts';
import { aRelease, aSample, noReleases, type ReleaseRow } from '#test/release-rows.ts';

test.beforeAll(() => asOwner(noReleases));
test.afterAll(() => asOwner(noReleases));

/** Measured as healthy, from now until some minutes ahead: no Prometheus runs beside two browsers. */
async function measuredWell(number: string, minutesAhead: number): Promise<void> {
  const { release } = await read<ReleaseBody>(`release?number=${number}`);
  await asOwner((client) => aSample(client, release as ReleaseRow, {}, -60 * minutesAhead));
}

async function fillIn(dialog: ReturnType<Page['getByRole']>): Promise<void> {
  await dialog.getByLabel(/^Version that has the traffic/).fill('v1.2.4');
  await dialog.getByLabel('New version').fill('v1.2.5');
  for (const question of Object.values(RELEASE_CHECKLIST)) await dialog.getByLabel(question).check();
  await dialog.getByLabel('Fixed').fill('Slippage estimate\nRounding of fees');
  await dialog.getByLabel(/^Reason/).fill('Orders are routed more quickly');
}

test('a release is started, approved, stepped and taken back, all of it on the screens', async ({
  loginAs,
}) => {
  test.slow();
  const desk = await loginAs('engineer');
  await goTo(desk, '/releases');
  await expectAccessible(desk, '/releases');
  await desk.getByRole('button', { name: 'Start a release' }).filter({ visible: true }).click();
  const dialog = desk.getByRole('dialog', { name: /^Start a release/ });
  const start = dialog.getByRole('button', { name: 'Start the release' });
  await start.click();
  await expect(dialog.getByLabel(/^Version that has the traffic/)).toBeFocused();
  await expect(dialog.getByLabel('New version')).toHaveAccessibleDescription(/v\{MAJOR\}/);
  await expectAccessible(desk, 'the dialog that starts a release');
  await fillIn(dialog);
  await dialog.getByLabel('New version').fill('v1.2.4');
  await start.click();
  await expect(dialog.getByLabel('New version')).toBeFocused();
  await expect(dialog.getByText('This version has the traffic already.')).toBeVisible();
  // What was typed outlives a dialog that was closed by mistake.
  await desk.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await desk.keyboard.press('Enter');
  await expect(dialog.getByLabel('Fixed')).toHaveValue('Slippage estimate\nRounding of fees');
  await dialog.getByLabel('New version').fill('v1.2.5');
  await start.click();
  await expect(desk).toHaveURL(/\/releases\/\d+$/);
  const path = new URL(desk.url()).pathname;
  const number = path.split('/').at(-1) ?? '';
  await expect(desk.getByRole('heading', { level: 2, name: 'v1.2.4 → v1.2.5' })).toBeVisible();
  await expect(desk.getByText('Rounding of fees')).toBeVisible();

  const manager = accountOf('risk_manager');
  const phone = await loginAs('risk_manager', { ...PHONE, colorScheme: 'light' });
  // Nobody has to be told where it is: it waits on Approvals, and counts there.
  await goTo(phone, '/approvals');
  await phone.getByRole('link', { name: /v1\.2\.4 → v1\.2\.5\s*Yours to approve/ }).click();
  await phone.waitForURL(`**${path}`);
  await phone.getByRole('button', { name: 'Approve' }).click();
  const proof = phone.getByRole('dialog', { name: /^Approve, REL-/ });
  await proof.getByLabel('One-time code').fill(await nextCode(manager));
  await proof.getByRole('button', { name: 'Confirm with the code' }).click();
  await expect(phone.getByText('Approved', { exact: true }).first()).toBeVisible();

  await measuredWell(number, 3);
  await desk.getByRole('button', { name: 'Step to 5%' }).click();
  await expect(desk.getByText('In progress')).toBeVisible();
  await measuredWell(number, 4);
  await expect(desk.getByText(/at the gateway, 5% wanted/)).toBeVisible();
  await expectAccessible(desk, path);

  await expect(phone.getByText('In progress')).toBeVisible();
  await expectNoSidewaysScroll(phone, 'a release on a phone');
  await phone.getByRole('button', { name: 'Roll back' }).filter({ visible: true }).click();
  const back = phone.getByRole('dialog', { name: /^Roll back REL-/ });
  await back.getByRole('textbox').fill('Customers see other prices');
  await back.getByRole('button', { name: 'Roll back' }).click();
  await expect(back).toBeHidden();
  await expect(phone.getByText('Rolled back', { exact: true })).toBeVisible();
  await expect(desk.getByText('Customers see other prices')).toBeVisible();
  const { release } = await read<ReleaseBody>(`release?number=${number}`);
  expect(release).toMatchObject({ state: 'rolled_back', share: 0 });
});

test('who only looks at releases is shown how they stand, and no buttons', async ({ loginAs }) => {
  await asOwner(async (client) => {
    const { rows } = await client.query('SELECT id FROM people ORDER BY created_at LIMIT 2');
    await aRelease(client, 'in_progress', { starter: rows[0].id, approver: rows[1].id });
  });
  const page = await loginAs('auditor');
  await goTo(page, '/releases');
  await page.getByRole('link', { name: /v1\.2\.4 → v1\.2\.5/ }).click();
  await expect(page.getByText('In progress')).toBeVisible();
  for (const name of ['Start a release', 'Roll back', 'Pause', /^Step to/])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
});
