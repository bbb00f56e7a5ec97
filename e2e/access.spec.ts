// Every screen for everyone: WCAG 2.2 AA by axe in both themes, phones, 320 px, and a clean browser console.
import type { StartedRun } from '#lib/contract/runs.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/e2e-access.ts';
import { endCanaries, plannedCanary, runningCanary } from '#test/e2e-canary.ts';
import { expect, goTo, openSwitch, PHONE, rowOf, SCREENS, test } from '#test/e2e-console.ts';
import { carryOut, currentValue } from '#test/e2e-venue.ts';

test('no violation of WCAG 2.2 AA on any screen, in either theme', async ({ loginAs, stranger }) => {
  test.slow();
  const outside = await stranger();
  await outside.goto('/sign-in');
  await expectAccessible(outside, 'sign-in');
  const page = await loginAs('risk_manager');
  // Switches and Audit are looked at with their panes open.
  const asked = await carryOut(
    'set-switch',
    { switch: 'routing_mode', value: 'BETTING_MODE', reason: 'Looked at by axe, then refused' },
    'super_admin',
  );
  for (const path of ['/now', '/instances', '/approvals']) {
    await goTo(page, path);
    await expectAccessible(page, path);
  }
  await page.getByRole('button', { name: /^Review CR-/ }).click();
  await expect(page.getByRole('dialog', { name: /routing_mode/ })).toContainText('BETTING_MODE');
  await expectAccessible(page, 'a change request');
  const requestId = asked.request?.id;
  await carryOut('refuse-change', { requestId, reason: 'Only looked at' }, 'risk_manager');
  await goTo(page, '/audit');
  await page
    .getByRole('table', { name: /^Audit log/ })
    .locator('tbody tr')
    .first()
    .click();
  await expect(page.getByRole('article', { name: /^Entry/ })).toBeVisible();
  await expectAccessible(page, 'an entry of the log');
});

test('no violation of WCAG 2.2 AA where an incident is worked in, in either theme', async ({ loginAs }) => {
  test.slow();
  const page = await loginAs('risk_manager');
  const input = { procedure: 'manual-position-closure', reason: 'Looked at by axe, then ended' };
  const run = await carryOut<StartedRun>('start-run', input);
  for (const path of ['/levels', '/rollback', `/rollback/${run.number}`, '/manual']) {
    await goTo(page, path);
    await expectAccessible(page, path);
  }
  await carryOut('end-run', { runId: run.runId, reason: 'Only looked at' });
});

test('no violation of WCAG 2.2 AA on the screens of canaries, in either theme, on a desk and on a phone', async ({
  loginAs,
}) => {
  test.slow();
  const { number } = await runningCanary();
  for (const [view, options] of Object.entries({ desk: {}, phone: PHONE })) {
    const page = await loginAs('risk_manager', options);
    await goTo(page, '/canary');
    await expectAccessible(page, `/canary, ${view}`);
    await goTo(page, `/canary/${number}`);
    await expectAccessible(page, `a run, ${view}`);
    await expectNoSidewaysScroll(page, `a run, ${view}`);
    await page.getByRole('button', { name: 'Programme as a table' }).click();
    await expect(page.getByRole('table', { name: /^Programme/ })).toBeVisible();
    await page.getByRole('button', { name: 'Latency P95 against the demo' }).click();
    const chart = page.getByRole('dialog', { name: 'Latency P95 against the demo' });
    await expect(chart.locator('.recharts-surface')).toHaveCount(2);
    await chart.getByRole('button', { name: 'Latency P95 against the demo as a table' }).click();
    await expectAccessible(page, `a figure over time and the programme as a table, ${view}`);
    await page.context().close();
  }
  const planned = await plannedCanary();
  for (const [view, options] of Object.entries({ desk: {}, phone: PHONE })) {
    const page = await loginAs('engineer', options);
    await goTo(page, `/canary/${planned}/forms/0`);
    await expectAccessible(page, `a form, ${view}`);
    await expectNoSidewaysScroll(page, `a form, ${view}`);
    await page.context().close();
  }
  await endCanaries();
});

test('no violation of WCAG 2.2 AA on the API page, in either theme', async ({ loginAs }) => {
  test.slow();
  const page = await loginAs('risk_manager');
  // Rows are alike: some of them, and one that is open, stand for all.
  await goTo(page, '/docs/api#set-switch');
  await page.getByRole('searchbox', { name: 'Filter operations' }).fill('set-switch');
  await expect(page.getByRole('table', { name: /set-switch takes/ })).toBeVisible();
  await expectAccessible(page, 'the API page');
});

test('no violation of WCAG 2.2 AA where values change, in either theme', async ({ loginAs }) => {
  test.slow();
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'normal_threshold');
  await sheet.getByLabel('New value').fill('20000');
  await sheet.getByText('Runbook', { exact: true }).click();
  await expectAccessible(page, 'the sheet of a raising change');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /manual rollback of hedge_enabled/ }).click();
  await expect(page.getByRole('dialog', { name: /hedge_enabled/ })).toBeVisible();
  await expectAccessible(page, 'the dialog of a rollback that loosens');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectAccessible(page, 'the palette');
});

test('phone: targets of 44 px for the main acts, a change towards safety', async ({ loginAs }) => {
  const page = await loginAs('risk_manager', { ...PHONE, colorScheme: 'dark' });
  await goTo(page, '/switches');
  const row = rowOf(page, 'routing_mode');
  const rollback = row.getByRole('button', { name: /manual rollback/ });
  for (const target of [rollback, row.locator('[data-row-button]')])
    expect((await target.boundingBox())?.height, 'an act of a row').toBeGreaterThanOrEqual(44);
  await rollback.tap();
  const dialog = page.getByRole('dialog', { name: /routing_mode/ });
  const act = dialog.getByRole('button', { name: /^Set HL_MODE now/ });
  expect((await act.boundingBox())?.height, 'the act of the dialog').toBeGreaterThanOrEqual(44);
  await act.tap();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('At safest');
  expect(await currentValue('routing_mode')).toBe('HL_MODE');

  const sheet = await openSwitch(page, 'hedge_max_leverage');
  await expectNoSidewaysScroll(page, 'the sheet');
  await sheet.getByLabel('New value').fill('2');
  const apply = sheet.getByRole('button', { name: /^Lower to 2\.0x/ });
  expect((await apply.boundingBox())?.height, 'the act of the sheet').toBeGreaterThanOrEqual(44);
  await apply.tap();
  await expect(sheet).toBeHidden();
  await expect.poll(() => currentValue('hedge_max_leverage')).toBe(2);
  const raising = await openSwitch(page, 'hedge_max_leverage');
  await raising.getByLabel('New value').fill('5');
  await raising.getByLabel(/^Reason/).fill('Raising from a phone');
  await expect(raising.getByRole('button', { name: /^Raise to 5\.0x/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('every screen reflows on the smallest phone, with tabs of 44 px, and forbids scripts that are not its own', async ({
  loginAs,
  stranger,
}) => {
  test.slow();
  const viewport = { width: 320, height: 640 };
  const outside = await stranger({ viewport });
  await outside.goto('/sign-in');
  await expectNoSidewaysScroll(outside, 'sign-in');
  const page = await loginAs('risk_manager', { ...PHONE, viewport });
  for (const path of SCREENS) {
    const response = await goTo(page, path);
    await expectNoSidewaysScroll(page, path);
    const tabs = page.getByRole('navigation', { name: 'Main' }).filter({ visible: true }).getByRole('link');
    for (const tab of await tabs.all())
      expect((await tab.boundingBox())?.height, 'a tab').toBeGreaterThanOrEqual(44);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy, path).toContain("script-src 'self' 'nonce-");
    expect(policy, path).not.toContain("'unsafe-eval'");
  }
  await expectAccessible(page, 'a profile on a phone');
  await goTo(page, '/switches');
  await openSwitch(page, 'routing_mode');
  await expectNoSidewaysScroll(page, 'the sheet');
});
