// The keyboard: palette, map, rows, theme; and single keys that rest while somebody types.
import { expect, goTo, rowOf, sheetOf, test } from '#test/e2e-console.ts';
import { currentValue } from '#test/e2e-venue.ts';

test('the palette finds the safe act first and runs it with Enter', async ({ loginAs }) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/now');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to or run' });
  await expect(palette.getByPlaceholder('Switch, screen or action')).toBeFocused();
  await page.keyboard.type('routing hl');
  await expect(palette.getByRole('option').first()).toContainText('Set routing_mode to HL_MODE');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /routing_mode/ });
  await expect(dialog.getByRole('button', { name: /^Set HL_MODE now/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => currentValue('routing_mode')).toBe('HL_MODE');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/audit$/);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('go_live');
  await expect(palette.getByRole('option')).toHaveText([/Look at go_live_enabled/]);
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('chords go to screens, J and K walk the rows, ? tells the map, Esc closes, \\ turns the theme', async ({
  loginAs,
}) => {
  const page = await loginAs('engineer');
  await goTo(page, '/now');
  for (const [key, path] of [
    ['s', '/switches'],
    ['a', '/alerts'],
    ['l', '/audit'],
    ['i', '/instances'],
    ['r', '/rollback'],
    ['m', '/manual'],
    ['o', '/positions'],
    ['n', '/now'],
    ['s', '/switches'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
  }
  const button = (name: string) => rowOf(page, name).locator('[data-row-button]');
  await expect(button('routing_mode')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(button('routing_mode')).toBeFocused();
  await page.keyboard.press('k');
  await expect(button('global_betting_enabled')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheetOf(page, 'global_betting_enabled')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheetOf(page, 'global_betting_enabled')).toBeHidden();
  await expect(button('global_betting_enabled')).toBeFocused();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toContainText('No single key raises exposure');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  const html = page.locator('html');
  await page.keyboard.press('\\');
  await expect(html).toHaveClass(/light/);
  await page.reload();
  await expect(html).toHaveClass(/light/);
  await page.keyboard.press('\\');
  await expect(html).toHaveClass(/dark/);
});

test('single keys are letters while somebody types, and can be turned off', async ({ loginAs }) => {
  const page = await loginAs('engineer');
  await goTo(page, '/switches');
  await page.keyboard.press('/');
  const filter = page.getByLabel('Filter switches');
  await expect(filter).toBeFocused();
  await page.keyboard.type('gnj?\\/');
  await expect(filter).toHaveValue('gnj?\\/');
  await expect(page).toHaveURL(/\/switches$/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('html')).not.toHaveClass(/light/);
  await page.keyboard.press('Escape');
  await expect(filter).toHaveValue('');

  await filter.blur();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await help.getByLabel('Single keys work in this browser').uncheck();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.keyboard.press('\\');
  await expect(page).toHaveURL(/\/switches$/);
  await expect(page.locator('html')).not.toHaveClass(/light/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Go to or run' })).toBeVisible();
});
