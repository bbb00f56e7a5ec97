// A canary's form from a draft to GO: engineer and executive at a desk, risk manager and product owner on a phone; then on paper, and verified offline.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Role } from '#lib/catalog/roles.ts';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import type { SignoffLine } from '#lib/catalog/signoff-types.ts';
import { expectAccessible, expectNoSidewaysScroll, expectPageStays } from '#test/e2e-access.ts';
import { endCanaries, loseFigure, plannedCanary } from '#test/e2e-canary.ts';
import { expect, goTo, nextCode, PHONE, pressUntilGone, test } from '#test/e2e-console.ts';
import { accountOf, keepsake } from '#test/e2e-run.ts';

test.afterAll(endCanaries);

/** Fills a line in and signs it with a code; `button` is what is pressed, at the desk or at the thumb. */
async function sign(page: Page, role: Role, line: SignoffLine, button: RegExp): Promise<void> {
  const account = accountOf(role);
  await page.getByLabel('Your name').fill(account.name);
  for (const { text } of SIGNATURE_LINES[line].statements) await page.getByLabel(`${text}.`).check();
  await page.getByLabel(/^I have read the narrow result: Latency, P50 195 ms, 5 ms below/).check();
  await page.getByRole('button', { name: button }).filter({ visible: true }).click();
  const proof = page.getByRole('dialog', { name: /^(Sign the form|GO), CN-/ });
  await proof.getByLabel('One-time code').fill(await nextCode(account));
  await proof.getByRole('button', { name: 'Confirm with the code' }).click();
  await expect(proof).toBeHidden();
}

test('four people take a canary from a draft to GO; its form prints, and its bundle verifies offline', async ({
  loginAs,
}) => {
  test.slow();
  const run = await plannedCanary();
  const path = `/canary/${run}/forms/0`;
  const desk = await loginAs('engineer');
  await goTo(desk, path);
  await desk.getByLabel('Market conditions').fill('Calm');
  const save = desk.getByRole('button', { name: 'Save', exact: true });
  await pressUntilGone(save);
  await pressUntilGone(desk.getByRole('button', { name: 'Open for signature' }));
  await expect(desk.getByText('It can be signed until')).toBeVisible();
  await expectAccessible(desk, path);
  await sign(desk, 'engineer', 'engineer', /^Sign as engineer/);
  await expect(desk.getByText('1 of 4 signed')).toBeVisible();
  await desk.getByRole('button', { name: 'Start the plan' }).click();
  await desk.getByRole('button', { name: /^Start (the run|another)/ }).click();
  await desk.waitForURL(/\/rollback\/\d+$/);
  await expect(desk.getByText(/Launch while the spread is below 20 bps/).first()).toBeVisible();
  await goTo(desk, path);
  await expect(desk.getByRole('link', { name: /^RUN-\d+$/ })).toBeVisible();

  for (const [role, signed] of [
    ['risk_manager', 2],
    ['product_owner', 3],
  ] as const) {
    const phone = await loginAs(role, { ...PHONE, colorScheme: 'light' });
    await goTo(phone, '/approvals');
    await phone.getByRole('link', { name: new RegExp(`CN-${run}-0.*Yours to sign`) }).click();
    await phone.waitForURL(`**${path}`);
    await expectNoSidewaysScroll(phone, 'a form on a phone');
    await sign(phone, role, role, /^Sign as/);
    await expect(phone.getByText(`${signed} of 4 signed`)).toBeVisible();
    await phone.context().close();
  }

  const last = await loginAs('executive');
  await goTo(last, path);
  await expect(last.getByText('GO sets 1 switch')).toBeVisible();
  await sign(last, 'executive', 'executive', /^GO to stage 1/);
  await expect(last.getByText('4 of 4 signed')).toBeVisible();
  await expect(last.getByText(/^GO by /)).toBeVisible();

  const link = last.getByRole('link', { name: 'Bundle' });
  await expect(link).toBeVisible();
  const file = keepsake(`CN-${run}-0.signoff.json`);
  await expect(async () => {
    const answer = await last.request.get(`/api/v1/forms/CN-${run}-0/bundle`);
    expect(answer.status()).toBe(200);
    writeFileSync(file, await answer.body());
  }).toPass({ timeout: 40_000, intervals: [500] });
  const said = execFileSync(process.execPath, ['cli/bulkhead.mjs', 'signoff', 'verify', file], {
    encoding: 'utf8',
  });
  expect(said).toMatch(new RegExp(`^CN-${run}-0: GO, .* The bundle is sound`));

  await last.getByRole('link', { name: 'Print' }).click();
  const paper = last.getByRole('main');
  await expect(paper).toContainText('What GO changed');
  for (const role of ['engineer', 'risk_manager', 'product_owner', 'executive'] as const)
    await expect(paper).toContainText(accountOf(role).name);
  await expect(paper).toContainText(/Snapshot, SHA-256\s*[0-9a-f]{64}/);
  // On paper there is the form and nothing round it; the foot of each page has its name.
  await last.emulateMedia({ media: 'print' });
  await expect(last.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(last.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(last.getByRole('region', { name: 'Environment' })).toBeHidden();
  const foot = await last.evaluate(() => document.documentElement.style.getPropertyValue('--paper-name'));
  expect(foot).toBe(`"CN-${run}-0, "`);
});

test('a file shows what somebody saw: one that lies is refused and nothing typed is lost, a true one is kept', async ({
  loginAs,
}) => {
  const run = await plannedCanary();
  const desk = await loginAs('engineer');
  await goTo(desk, `/canary/${run}`);
  await desk
    .getByRole('row', { name: /PnL tracking accurate/ })
    .getByRole('button', { name: 'Say again' })
    .click();
  const dialog = desk.getByRole('dialog', { name: 'PnL tracking accurate' });
  await dialog.getByText('Yes', { exact: true }).click();
  await dialog.getByLabel('What you saw').fill('Compared with every fill');
  const say = dialog.getByRole('button', { name: 'Say so' });
  await dialog.getByLabel('File').setInputFiles({
    ...{ name: 'page.png', mimeType: 'image/png' },
    buffer: Buffer.from('<html><script>alert(1)</script></html>'),
  });
  await say.click();
  await expect(dialog.getByText(/does not hold what its name says/)).toBeVisible();
  await expect(dialog.getByLabel('What you saw')).toHaveValue('Compared with every fill');
  // Larger than any other write may be.
  const buffer = Buffer.alloc(4 * 1_024 * 1_024, 'fill 61000.5\n');
  await dialog.getByLabel('File').setInputFiles({ name: 'fills.txt', mimeType: 'text/plain', buffer });
  // A machine that is too busy says so and asks to press again; nothing is lost by it.
  await expect(async () => {
    if (await dialog.isVisible()) await say.click({ timeout: 1_000 });
    await expect(dialog).toBeHidden({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  const link = desk.getByRole('link', { name: 'fills.txt' }).filter({ visible: true });
  await expect(link).toBeVisible();
  const out = await desk.request.get((await link.getAttribute('href')) ?? '');
  expect(out.status()).toBe(200);
  expect(out.headers()).toMatchObject({
    'content-disposition': expect.stringMatching(/^attachment; filename="fills\.txt"/),
    'x-content-type-options': 'nosniff',
  });
  expect((await out.body()).equals(buffer)).toBe(true);

  await goTo(desk, `/canary/${run}/forms/0`);
  await expect(desk.getByText(/fills\.txt, SHA-256/)).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Start the plan' })).toBeDisabled();
  await expectAccessible(desk, `/canary/${run}/forms/0`);
});

test('a form waits while a figure is missing, says for which, keeps what was filled in, and goes on', async ({
  loginAs,
}) => {
  const run = await plannedCanary();
  const path = `/canary/${run}/forms/0`;
  const desk = await loginAs('engineer');
  await goTo(desk, path);
  await desk.getByRole('button', { name: 'Open for signature' }).click();
  await expect(desk.getByText('It can be signed until')).toBeVisible();
  await desk.getByLabel('Your name').fill(accountOf('engineer').name);
  const { back } = await loseFigure(run);
  const missing = desk.getByRole('list', { name: 'Figures that are missing' });
  await expect(missing).toContainText('Latency, P50');
  await expect(missing).toContainText('Prometheus did not answer within 5 s');
  // Shortly before midnight the moment is on the next day, and is told with its date.
  await expect(desk.getByRole('main')).toContainText(
    /Without them it becomes void at (\d+ \w+ )?\d\d:\d\d:\d\d UTC/,
  );
  await expect(
    desk.getByText('Nobody can sign while a figure is missing: Latency, P50.').first(),
  ).toBeVisible();
  await expectAccessible(desk, path);
  await expect(desk.getByLabel('Your name')).toHaveValue(accountOf('engineer').name);
  await back();
  await expect(missing).toBeHidden();
  await sign(desk, 'engineer', 'engineer', /^Sign as engineer/);
  await expect(desk.getByText('1 of 4 signed')).toBeVisible();
});

test('a form and its run scroll to their end, and nothing blank comes after it', async ({ loginAs }) => {
  const run = await plannedCanary();
  const desk = await loginAs('engineer');
  for (const width of [1_024, 1_279, 1_280]) {
    await desk.setViewportSize({ width, height: 768 });
    for (const path of [`/canary/${run}`, `/canary/${run}/forms/0`, '/alerts']) {
      await goTo(desk, path);
      await expectPageStays(desk, `${path} at ${width}`);
    }
  }
});
