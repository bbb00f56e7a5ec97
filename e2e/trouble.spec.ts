// When things break: the console out of reach, an instance that falls silent. What was typed stays, and all recovers by itself.
import { expect, goTo, openSwitch, pressHeldBecause, rowOf, test } from '#test/e2e-console.ts';
import { readRun } from '#test/e2e-run.ts';
import { carryOut, currentValue, fault, readInstances } from '#test/e2e-venue.ts';

/** The console's own process, which its launcher starts again when it ends. */
function consoleProcess(): number {
  const pid = readRun().pids.console;
  if (!pid) throw new Error('The run file names no console.');
  return pid;
}

test('without an answer the banner says OFFLINE, nothing is sent, what was typed stays, and it recovers', async ({
  loginAs,
  expectTrouble,
}) => {
  expectTrouble(/Failed to load resource/);
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'hedge_max_leverage');
  await sheet.getByLabel('New value').fill('2');
  await sheet.getByLabel(/^Reason/).fill('Typed before the link went');
  const banner = page.getByRole('region', { name: 'Environment' });
  const apply = sheet.getByRole('button', { name: /^Lower to 2\.0x/ });
  const pid = consoleProcess();
  process.kill(pid, 'SIGSTOP');
  try {
    await expect(banner).toContainText('OFFLINE', { timeout: 25_000 });
    await expect(banner).toContainText(/Next try in \d+ s/);
    await pressHeldBecause(apply, 'Nothing is sent until the link is back');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect(banner).not.toContainText('OFFLINE', { timeout: 20_000 });
  await expect(sheet.getByLabel('New value')).toHaveValue('2');
  await expect(sheet.getByLabel(/^Reason/)).toHaveValue('Typed before the link went');
  expect(await currentValue('hedge_max_leverage')).toBe(3);
  await apply.click();
  await expect(sheet).toBeHidden();
  await expect.poll(() => currentValue('hedge_max_leverage')).toBe(2);
});

test('a console that was killed comes back, and an open page with it', async ({ loginAs, expectTrouble }) => {
  expectTrouble(/Failed to load resource/, /ERR_CONNECTION|ERR_EMPTY|ERR_INCOMPLETE/);
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'hedge_max_leverage');
  await sheet.getByLabel('New value').fill('2.5');
  const banner = page.getByRole('region', { name: 'Environment' });
  process.kill(consoleProcess(), 'SIGKILL');
  await expect(banner).toContainText('OFFLINE');
  await expect(banner).toContainText('instances in step', { timeout: 30_000 });
  await expect(sheet.getByLabel('New value')).toHaveValue('2.5');
  await sheet.getByRole('button', { name: /^Lower to 2\.5x/ }).click();
  await expect(sheet).toBeHidden();
  await expect(rowOf(page, 'hedge_max_leverage')).toContainText('2.5x');
});

test('a silent instance is named, isolated with a reason, and counted again', async ({ loginAs }) => {
  const silent = 'router-02';
  const page = await loginAs('risk_manager');
  await goTo(page, '/switches');
  await fault(silent, 'silent');
  try {
    const sheet = await openSwitch(page, 'hedge_max_leverage');
    await sheet.getByLabel('New value').fill('2');
    await sheet.getByLabel('New value').press('Enter');
    await expect(sheet).toBeHidden();
    const notice = page.getByRole('region', { name: 'Notices' }).getByRole('listitem');
    await expect(notice).toContainText(`13 of 14 applied, ${silent}`, { timeout: 20_000 });
    await expect(rowOf(page, 'hedge_max_leverage')).toContainText('13/14');
    const banner = page.getByRole('region', { name: 'Environment' });
    await expect(banner).toContainText(`13 of 14 instances in step, ${silent} is silent`, {
      timeout: 20_000,
    });

    await page.getByRole('link', { name: /^Now/ }).first().click();
    await expect(page.getByRole('listitem').filter({ hasText: silent })).toContainText('silent');

    await page
      .getByRole('link', { name: /^Instances/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: `Isolate it: ${silent}` })
      .filter({ visible: true })
      .click();
    const dialog = page.getByRole('dialog', { name: `Isolate ${silent}` });
    await dialog.getByLabel(/^Reason/).fill('Taken out of rotation by the load balancer');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(banner).toContainText('13 of 13 instances in step', { timeout: 20_000 });
    const row = page.getByRole('row').filter({ hasText: silent });
    await expect(row).toContainText('Isolated');
    await expect(row).toContainText('Taken out of rotation by the load balancer');

    await fault(silent, 'none');
    await row.getByRole('button', { name: `Count again: ${silent}` }).click();
    await page
      .getByRole('dialog', { name: `Count ${silent} again` })
      .getByRole('button', { name: 'Count it again' })
      .click();
    await expect(banner).toContainText('14 of 14 instances in step', { timeout: 20_000 });
  } finally {
    await fault(silent, 'none');
    const { items } = await readInstances();
    if (items.some(({ id, state }) => id === silent && state === 'isolated'))
      await carryOut('restore-instance', { instance: silent, reason: 'The scenario is over' });
  }
});
