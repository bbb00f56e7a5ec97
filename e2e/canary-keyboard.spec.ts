// Canaries without a mouse: planning, opening a form and signing it on a phone's width; and dialogs that lose nothing.
import type { Locator, Page } from '@playwright/test';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import type { CanaryBody } from '#lib/contract/canary.ts';
import { endCanaries, failedCanary, longAgo, plannedCanary, runningCanary } from '#test/e2e-canary.ts';
import { expect, goTo, nextCode, PHONE, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';
import { read } from '#test/e2e-venue.ts';

test.afterAll(endCanaries);

/** Presses Tab until this has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, 'it is reached by Tab').toBeFocused();
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await expect(target).toBeVisible();
  await tabTo(page, target);
  await page.keyboard.press(key);
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

test('a run is planned by the keyboard; refused, nothing that was typed is lost', async ({ loginAs }) => {
  const page = await loginAs('risk_manager', PHONE);
  await endCanaries();
  await goTo(page, '/canary');
  const plan = page
    .getByRole('listitem')
    .filter({ hasText: 'Manual 5' })
    .getByRole('button', { name: 'Plan a run' });
  await press(page, plan);
  const dialog = page.getByRole('dialog', { name: 'Plan: Production canary' });
  await expect(dialog).toBeVisible();
  const loss = dialog.getByLabel('Maximum loss');
  await tabTo(page, loss);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('40');
  await type(page, dialog.getByLabel('Reason'), 'The smallest bot, for half an hour');
  await press(page, dialog.getByRole('button', { name: 'Plan the run' }));
  // This installation has no Prometheus: nobody would know whether its criteria can be measured.
  await expect(dialog.getByRole('alert')).toContainText('No Prometheus is configured');
  await expect(loss).toHaveValue('40');
  await expect(dialog.getByLabel('Reason')).toHaveValue('The smallest bot, for half an hour');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(plan).toBeFocused();
});

test('a form is opened and signed by the keyboard, on the width of a phone', async ({ loginAs }) => {
  test.slow();
  const run = await plannedCanary();
  const account = accountOf('engineer');
  const page = await loginAs('engineer', PHONE);
  await goTo(page, '/canary');
  await press(page, page.getByRole('link', { name: new RegExp(`CN-${run} `) }));
  await press(page, page.getByRole('link', { name: 'The form, to open it for signature' }));
  await page.waitForURL(`**/canary/${run}/forms/0`);
  await press(page, page.getByRole('button', { name: 'Open for signature' }));
  await expect(page.getByText('It can be signed until')).toBeVisible();
  await type(page, page.getByLabel('Your name'), account.name);
  for (const { text } of SIGNATURE_LINES.engineer.statements)
    await press(page, page.getByLabel(`${text}.`), 'Space');
  await press(page, page.getByLabel(/^I have read the narrow result/), 'Space');
  await press(page, page.getByRole('button', { name: /^Sign as engineer/ }).filter({ visible: true }));
  const proof = page.getByRole('dialog', { name: /^Sign the form, CN-/ });
  await expect(proof.getByLabel('One-time code')).toBeFocused();
  await page.keyboard.type(await nextCode(account));
  await page.keyboard.press('Enter');
  await expect(proof).toBeHidden();
  await expect(page.getByText('1 of 4 signed')).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'Sign-off', level: 2 })).toBeFocused();
});

test('pause, resume, extend and evidence: Escape, what was typed, the focus, and a press that comes twice', async ({
  loginAs,
}) => {
  test.slow();
  const { runId, number } = await runningCanary();
  const now = () => read<CanaryBody>(`canary?id=${runId}`, 'risk_manager');
  const page = await loginAs('risk_manager');
  await goTo(page, `/canary/${number}`);
  const act = (name: string) => page.getByRole('button', { name, exact: true });
  const open = page.getByRole('dialog');

  await act('Pause').click();
  await page.keyboard.type('Only looked at it');
  await page.keyboard.press('Escape');
  await expect(open).toBeHidden();
  await expect(act('Pause')).toBeFocused();
  expect((await now()).run.state).toBe('running');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Maintenance at HL');
  await page.keyboard.press('Enter');
  await expect(open).toBeHidden();
  await expect(act('Resume')).toBeVisible();
  await act('Resume').click();
  await page.keyboard.type('It is over');
  await open.getByRole('button', { name: 'Resume' }).dblclick();
  await expect(open).toBeHidden();
  await expect(act('Pause')).toBeVisible();
  expect((await now()).pauses).toMatchObject([{ reason: 'Maintenance at HL', to: expect.any(String) }]);

  await act('Extend').click();
  const minutes = open.getByLabel('Longer by');
  await minutes.fill('2');
  await open.getByLabel(/^Reason/).fill('The demo started late');
  await open.getByRole('button', { name: 'Extend' }).click();
  await expect(open.getByRole('alert')).toContainText('Send the minutes that are added: 5 to');
  await expect(minutes).toHaveValue('2');
  await expect(open.getByLabel(/^Reason/)).toHaveValue('The demo started late');
  await minutes.fill('45');
  await open.getByRole('button', { name: 'Extend' }).dblclick();
  await expect(open).toBeHidden();
  expect((await now()).extensions).toMatchObject([{ seconds: 2_700, reason: 'The demo started late' }]);

  const said = page.getByRole('row', { name: /^Alerts are heard/ });
  await said.getByRole('button', { name: 'Say' }).click();
  await open.getByText('Yes', { exact: true }).click();
  await open.getByLabel('What you saw').fill('The phone rang after 4 s');
  await open.getByLabel('Link').fill('over there');
  await open.getByRole('button', { name: 'Say so' }).click();
  await expect(open.getByRole('alert')).toContainText(/https/);
  await expect(open.getByLabel('What you saw')).toHaveValue('The phone rang after 4 s');
  await open.getByLabel('Link').fill('https://pages.example/4711');
  await open.getByRole('button', { name: 'Say so' }).click();
  await expect(open).toBeHidden();
  await expect(said).toContainText('The phone rang after 4 s');
});

test('a figure over time is a drawing and a table, its baseline beside it', async ({ loginAs }) => {
  const { number } = await runningCanary();
  const page = await loginAs('auditor');
  await goTo(page, `/canary/${number}`);
  const title = page.getByRole('button', { name: 'Latency P95 against the demo' });
  await title.focus();
  await page.keyboard.press('Enter');
  const chart = page.getByRole('dialog', { name: 'Latency P95 against the demo' });
  await expect(chart.locator('.recharts-surface')).toHaveCount(2);
  await press(page, chart.getByRole('button', { name: 'Canary against the demo as a table' }));
  const table = chart.getByRole('table', { name: 'Canary against the demo' });
  await expect(table.getByRole('row').nth(1)).toContainText(
    /\d\d:\d\d:\d\d\s*2\d\d ms\s*2\d\d ms\s*1\.\d\dx/,
  );
  await page.keyboard.press('Escape');
  await expect(title).toBeFocused();
  const guard = page.getByRole('button', { name: 'Errors pass 1%' });
  await guard.click();
  const breached = page.getByRole('dialog', { name: 'Errors pass 1%' });
  await expect(breached.getByText('beyond it once').first()).toBeVisible();
  await expect(breached.getByRole('list', { name: 'Times beyond its line' })).toContainText('1.4%');
});

test('ending by hand takes a reason once; what failed is not tried again too soon', async ({ loginAs }) => {
  const { runId, number } = await runningCanary();
  const page = await loginAs('risk_manager');
  await goTo(page, `/canary/${number}`);
  const open = page.getByRole('dialog');
  await page.getByRole('button', { name: 'End it', exact: true }).click();
  await expect(open.getByLabel(/^Reason/)).toHaveValue('Ended by hand');
  await open.getByRole('button', { name: 'End it and roll back' }).dblclick();
  await expect(open).toBeHidden();
  await expect(page.getByText('How it ended')).toBeVisible();
  expect((await read<CanaryBody>(`canary?id=${runId}`, 'risk_manager')).run.state).toBe('aborted');

  const failed = await failedCanary();
  await goTo(page, `/canary/${failed.number}`);
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toHaveAccessibleDescription(/^May be tried again from .* UTC\.$/);
  await longAgo(failed.runId);
  await goTo(page, `/canary/${failed.number}`);
  await again.click();
  await open.getByLabel(/^Reason/).fill('The cause is found');
  await open.getByRole('button', { name: 'Plan it again' }).click();
  // Every query is asked once before anything is planned, and nobody answers here.
  await expect(open.getByRole('alert')).toContainText('Prometheus');
  await expect(open.getByLabel(/^Reason/)).toHaveValue('The cause is found');
});
