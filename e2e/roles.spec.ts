// Roles on screen: all is shown to everyone, and nothing is offered that the server would refuse. That each page opens for
// each role is asked over HTTP (test/system/doors/pages.suite.ts).
import { ROLE_NAMES, ROLES } from '#lib/catalog/roles.ts';
import { definitionOf, SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { expect, goTo, openSwitch, pressHeldBecause, test } from '#test/e2e-console.ts';
import { command, currentValue, fault, readInstances } from '#test/e2e-venue.ts';

test('whoever only looks gets to every screen by the side bar', async ({ loginAs }) => {
  const page = await loginAs('auditor');
  await goTo(page, '/now');
  const links = page.getByRole('navigation', { name: 'Main' }).filter({ visible: true }).getByRole('link');
  const reached: string[] = [];
  for (const link of await links.all()) {
    const path = (await link.getAttribute('href')) ?? '';
    const label = (await link.locator('span').first().textContent()) ?? '';
    await link.click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(label);
    reached.push(path);
  }
  expect(reached.length).toBeGreaterThan(7);
});

for (const role of ROLE_NAMES) {
  test(`${ROLES[role].label}: is offered only what the catalogue allows`, async ({ loginAs }) => {
    const page = await loginAs(role);
    await goTo(page, '/switches');
    const offered = await page
      .getByRole('table', { name: 'Switches' })
      .getByRole('button', { name: /manual rollback of/ })
      .evaluateAll((buttons) =>
        buttons.map((button) => ({
          name: /manual rollback of (\w+)/.exec(button.getAttribute('aria-label') ?? '')?.[1] ?? '',
          held: button.getAttribute('aria-disabled') === 'true',
        })),
      );
    expect(offered.length).toBeGreaterThan(10);
    for (const { name, held } of offered) {
      const definition = definitionOf(SWITCH_NAMES.find((one) => one === name) ?? 'routing_mode');
      expect(held, `${name} for ${role}`).toBe(!definition.changedBy.some((one) => one === role));
    }
  });
}

test('an auditor reads a switch whole and is told who may change it; the server refuses them too', async ({
  loginAs,
}) => {
  const page = await loginAs('auditor');
  await goTo(page, '/switches');
  await expect(page.getByRole('banner')).toContainText('read by everyone');
  const sheet = await openSwitch(page, 'normal_threshold');
  await sheet.getByLabel('New value').fill('1');
  const apply = sheet.getByRole('button', { name: /^Lower to \$1/ });
  await sheet.getByLabel('New value').press('Enter');
  await pressHeldBecause(apply, 'Only a risk manager or super admin may change normal_threshold.');
  const back = sheet.getByRole('button', { name: /^Back to this/ });
  for (const button of await back.all()) await expect(button).toHaveAttribute('aria-disabled', 'true');
  const direct = await command(
    'set-switch',
    { switch: 'normal_threshold', value: '1', reason: 'None' },
    'auditor',
  );
  expect(direct.status).toBe(403);
  expect(await currentValue('normal_threshold')).toBe('10000');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to or run' });
  await expect(palette.getByText('Toward safety')).toBeHidden();
  await palette.getByPlaceholder('Switch, screen or action').fill('routing_mode');
  await expect(palette.getByRole('option')).toHaveText([/Look at routing_mode/]);
});

test('who may not isolate an instance is told who may', async ({ loginAs }) => {
  const silent = 'risk-01';
  await fault(silent, 'silent');
  try {
    await expect
      .poll(async () => (await readInstances()).items.find(({ id }) => id === silent)?.state, {
        timeout: 20_000,
      })
      .toBe('silent');
    for (const role of ['auditor', 'operations'] as const) {
      const page = await loginAs(role);
      await goTo(page, '/instances');
      const press = page.getByRole('button', { name: `Isolate it: ${silent}` }).filter({ visible: true });
      await pressHeldBecause(press, 'risk manager or super admin');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  } finally {
    await fault(silent, 'none');
  }
  expect((await command('isolate-instance', { instance: silent, reason: 'None' }, 'operations')).status).toBe(
    403,
  );
  await expect
    .poll(async () => (await readInstances()).items.find(({ id }) => id === silent)?.state, {
      timeout: 20_000,
    })
    .toBe('in_step');
});
