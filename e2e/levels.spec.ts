// Degradation and the ways back, as people do them on the screens: a level, the decision assistant, rollbacks, break-glass.
import type { Page } from '@playwright/test';
import type { AuditBody } from '#lib/contract/console.ts';
import type { LevelsBody } from '#lib/contract/levels.ts';
import { expect, goTo, nextCode, openSwitch, PHONE, test } from '#test/e2e-console.ts';
import { observed, overdue } from '#test/e2e-database.ts';
import { accountOf } from '#test/e2e-run.ts';
import { currentValue, read, setSwitches } from '#test/e2e-venue.ts';

/** Nothing moves: pressed as soon as it is there. */
const CALM = { reducedMotion: 'reduce' } as const;

const noticeOf = (page: Page, title: string) =>
  page.getByRole('region', { name: 'Notices' }).getByRole('listitem').filter({ hasText: title });

/** Kinds of the newest entries of the audit log. */
async function inTheLog(): Promise<string[]> {
  const { items } = await read<AuditBody>('audit?limit=50');
  return items.map(({ kind }) => kind);
}

test('level 2 is pressed from Now, drifts, is observed and confirmed, and left by two people', async ({
  loginAs,
  loginAsSecond,
}) => {
  test.slow();
  const desk = await loginAs('risk_manager', CALM);
  await goTo(desk, '/now');
  const ladder = desk.getByRole('table', { name: 'Degradation levels by capability' });
  const row = (name: string) => ladder.getByRole('row').filter({ hasText: name });
  const open = async () => {
    await ladder.getByRole('button', { name: 'Level 2', exact: true }).click();
    const dialog = desk.getByRole('dialog', { name: 'Level 2, Read-only and limited' });
    await expect(dialog.getByLabel(/^Reason/)).toHaveValue(/^Level 2, Read-only: liquidation is/);
    return dialog;
  };

  await test.step('the preview says what changes and what users lose; before that nothing does', async () => {
    const dialog = await open();
    await expect(dialog).toContainText('lose or get less of: Open on HL, Open internal, Close, Liquidate');
    await expect(dialog).toContainText('Automatic liquidation stops');
    const lines = dialog.getByRole('list').getByRole('listitem');
    await expect(lines).toHaveCount(4);
    await expect(lines.filter({ hasText: 'routing_mode' })).toContainText(/NORMAL_MODE.*HL_MODE/);
    await expect(lines.filter({ hasText: 'new_orders_enabled' })).toContainText(/true.*false/);
    expect(await currentValue('new_orders_enabled')).toBe(true);
    // The effect is there before the answer of the press is: the notice must not wait for it for ever.
    await desk.route('**/now', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      const response = await route.fetch();
      // Under the dialog that waits nothing has a role.
      const change = desk.locator('table', { hasText: 'Recent changes' }).locator('tbody tr').first();
      await expect(change).toContainText(/global_betting_enabled.*(ms|\d) \/ 1 s/);
      await expect(change).not.toContainText('/14');
      await route.fulfill({ response });
    });
    await dialog.getByRole('button', { name: /^Level 2 now/ }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(noticeOf(desk, 'Level 2, Read-only')).toContainText('14/14');
    await desk.unroute('**/now');
    await expect(row('2 Read-only')).toContainText('Pressed by Risk manager');
    await expect(row('2 Read-only').getByRole('timer')).toContainText('Observe');
    await expect(row('2 Read-only').getByRole('button', { name: 'Confirm stable' })).toHaveCount(0);
    // What the instances have applied, with the switches that cause it.
    const causes = row('2 Read-only').getByRole('button', { name: 'new_orders_enabled' });
    await expect(causes.first()).toBeVisible();
  });

  await test.step('what somebody changes meanwhile drifts, and pressing again sets it back', async () => {
    await setSwitches([{ switch: 'liquidation_enabled', value: true }], 'Liquidation answers again');
    const full = row('0 Full');
    await expect(full).toContainText('liquidation_enabled drifted to true by Super admin');
    await expect(full.getByRole('button', { name: 'Leave level 2' })).toBeVisible();
    await desk.keyboard.press('Control+k');
    await desk.getByRole('option', { name: /^Level 2, Read-only/ }).click();
    const dialog = desk.getByRole('dialog', { name: 'Level 2, Read-only and limited' });
    await expect(dialog.getByRole('list').getByRole('listitem')).toHaveCount(1);
    await dialog.getByRole('button', { name: /^Level 2 now/ }).press('Enter');
    await expect(row('2 Read-only')).toContainText('Pressed by Risk manager');
    await expect(ladder).not.toContainText('drifted');
  });

  await test.step('after its five minutes somebody confirms it', async () => {
    const { press } = await read<LevelsBody>('levels');
    await observed(press?.id ?? '');
    await row('2 Read-only').getByRole('button', { name: 'Confirm stable' }).click();
    await expect(row('2 Read-only')).toContainText('confirmed by Risk manager');
  });

  await test.step('leaving asks a second person, who agrees from a phone with a passkey', async () => {
    await desk.close();
    const admin = await loginAs('super_admin', CALM);
    await goTo(admin, '/levels');
    const opening = admin.getByRole('listitem').filter({ hasText: 'Open on HL' });
    await expect(opening).toContainText(/Off.*new_orders_enabled/);
    await admin.getByRole('button', { name: 'Leave level 2', exact: true }).click();
    const sheet = admin.getByRole('dialog', { name: 'Leave level 2, Read-only' });
    await expect(sheet).toContainText('rev');
    await expect(sheet).toContainText('4 switches');
    await sheet.getByLabel(/^Reason/).fill('Liquidation is sound again');
    await expect(sheet.getByRole('region', { name: 'Who must approve' })).toContainText('Second super admin');
    await sheet.getByRole('button', { name: 'Request approval' }).click();
    await expect(sheet).toBeHidden();
    const notice = noticeOf(admin, 'waits for a second person');
    const name = /CR-\d+/.exec((await notice.textContent()) ?? '')?.[0] ?? '';
    expect(await currentValue('new_orders_enabled')).toBe(false);

    const phone = await loginAsSecond({ ...PHONE, ...CALM });
    await phone.getByRole('button', { name: new RegExp(`^Review ${name}`) }).tap();
    const request = phone.getByRole('dialog', { name: new RegExp(`^${name} `) });
    await expect(request).toContainText('Leaving a level');
    await request.getByRole('button', { name: 'Approve' }).tap();
    const proof = phone.getByRole('dialog', { name: `Approve ${name}` });
    await proof.getByRole('button', { name: 'Confirm with a passkey' }).tap();
    await expect(admin.getByRole('button', { name: 'Level 0 Full, now' })).toBeVisible();
    await expect(admin.getByRole('button', { name: 'Leave level 2' })).toHaveCount(0);
  });

  await test.step('the values of before the first press hold again, and the log has it all', async () => {
    expect(await currentValue('routing_mode')).toBe('NORMAL_MODE');
    for (const name of ['global_betting_enabled', 'liquidation_enabled', 'new_orders_enabled'] as const)
      expect(await currentValue(name)).toBe(true);
    expect(await inTheLog()).toEqual(
      expect.arrayContaining(['level.pressed', 'level.confirmed', 'change-request.approved', 'level.left']),
    );
  });
});

test('from a position mismatch the assistant leads to the rollback, and into its run', async ({
  loginAs,
}) => {
  const page = await loginAs('risk_manager', CALM);
  await goTo(page, '/rollback');
  await page.getByRole('button', { name: /^Position mismatch/ }).click();
  const assistant = page.getByRole('region', { name: 'Decision assistant' });
  // Each answer is suggested by the symptom, and has the focus: a person reads, and presses Enter.
  for (const answer of [
    'Data inconsistent',
    'Positions, with the exchange',
    'Across modules',
    'Orders to HL',
  ]) {
    const option = assistant.getByRole('button', { name: new RegExp(`^${answer}`), pressed: false });
    await expect(option).toContainText('Suggested');
    await expect(option).toBeFocused();
    await page.keyboard.press('Enter');
  }
  const end = page.getByRole('form', { name: 'Where the answers lead' });
  await expect(end).toContainText('Within 5 min');
  await expect(end).toContainText('Lowers exposure');
  await expect(end.getByRole('listitem').filter({ hasText: 'routing_mode' })).toContainText('HL_MODE');
  await expect(end.getByLabel(/^Reason/)).toHaveValue(/^AS-\d+, Position mismatch: /);
  await expect(end.getByRole('button', { name: /HL_MODE/ })).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/\/rollback\/\d+/);
  await expect.poll(() => currentValue('routing_mode')).toBe('HL_MODE');
  expect(await currentValue('global_betting_enabled')).toBe(false);
  const first = page.getByRole('listitem').filter({ hasText: 'global_betting_enabled true to false' });
  await expect(first).toContainText('Risk manager');
  await expect(assistant).toContainText('Acted on by Risk manager');
  await page.getByRole('button', { name: 'End the run' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Rehearsed as far as it goes');
  await page.getByRole('dialog').getByRole('button', { name: 'End the run' }).click();
  await expect(page.getByText('Run ended')).toBeVisible();
});

test('what somebody changed again stays when a change is undone; the whole matrix goes back with it', async ({
  loginAs,
}) => {
  const page = await loginAs('risk_manager', CALM);
  await goTo(page, '/now');
  const made = [
    { switch: 'hedge_max_leverage', value: 4 },
    { switch: 'force_hl_latency_ms', value: 600 },
  ] as const;
  await setSwitches(made, 'More room for a while', 'risk_manager');
  await setSwitches([{ switch: 'hedge_max_leverage', value: 5 }], 'Still more of it for the hedge');
  const undo = page.getByRole('button', { name: 'Undo or roll back: force_hl_latency_ms and 1 more' });
  const newest = page.getByRole('table', { name: 'Recent changes' }).getByRole('row').nth(1);
  await expect(newest).toContainText('5.0x');
  await undo.filter({ visible: true }).first().click();
  const alone = page.getByRole('dialog', { name: /^Undo the change of force_hl_latency_ms and 1 more/ });
  const since = alone.getByRole('region', { name: 'Changed again since' });
  await expect(since).toContainText('hedge_max_leverage was made 4.0x and is 5.0x now, set by Super admin');
  await expect(alone.getByRole('button', { name: /^Undo the rest now/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(alone).toBeHidden();
  await expect(noticeOf(page, 'Undone: force_hl_latency_ms')).toContainText('14/14');
  expect(await currentValue('force_hl_latency_ms')).toBe(500);
  expect(await currentValue('hedge_max_leverage')).toBe(5);

  await undo.filter({ visible: true }).first().click();
  await page.locator('label').filter({ hasText: 'The whole matrix' }).click();
  const whole = page.getByRole('dialog', { name: 'Roll the matrix back' });
  await expect(whole.getByLabel('Back to')).toHaveValue('before');
  const line = whole.getByRole('listitem').filter({ hasText: 'hedge_max_leverage' });
  await expect(line).toContainText(/5\.0x.*3\.0x/);
  await expect(line).toContainText('set by Super admin');
  await whole.getByRole('button', { name: /^Roll back now/ }).click();
  await expect(whole).toBeHidden();
  await expect(noticeOf(page, 'The matrix is as it was at')).toContainText('1 value set back');
  expect(await currentValue('hedge_max_leverage')).toBe(3);
});

test('break-glass is told to everybody and reviewed by another; its value has a deadline that moves, passes and is set back', async ({
  loginAs,
  loginAsSecond,
}) => {
  test.slow();
  await setSwitches([{ switch: 'routing_mode', value: 'HL_MODE' }], 'HL only while the test asks');
  const onlooker = await loginAs('auditor', CALM);
  await goTo(onlooker, '/levels');
  const owed = onlooker.getByRole('complementary', { name: 'What is owed' });
  await expect(owed).toHaveCount(0);
  const breaker = await loginAs('risk_manager', CALM);
  await goTo(breaker, '/switches');
  const sheet = await openSwitch(breaker, 'routing_mode');
  await sheet
    .getByRole('group', { name: 'New value' })
    .locator('label')
    .filter({ hasText: 'NORMAL_MODE' })
    .click();
  await sheet.getByLabel(/^Reason/).fill('Nobody answers, and HL is down');
  await sheet.getByLabel('Holds').selectOption('1 hour');
  await sheet.getByText('Nobody at hand to approve? Break-glass').click();
  await sheet.getByLabel('Incident').fill('INC-42');
  await sheet.getByRole('button', { name: 'Set NORMAL_MODE at once' }).click();
  const proof = breaker.getByRole('dialog', { name: 'Raise it without a second person' });
  await proof.getByLabel('One-time code').fill(await nextCode(accountOf('risk_manager')));
  await proof.getByRole('button', { name: 'Confirm with the code' }).click();
  await expect.poll(() => currentValue('routing_mode')).toBe('NORMAL_MODE');
  await expect(owed).toContainText(
    'Raising outside INC-42 stops until somebody reviews the break-glass of Risk manager.',
  );

  const reviewer = await loginAsSecond(CALM);
  await reviewer.getByRole('link', { name: 'Open the review' }).click();
  const review = reviewer.getByRole('dialog', { name: 'Break-glass for INC-42' });
  await expect(review).toContainText('Nobody answers, and HL is down');
  await review.getByLabel(/^What you found/).fill('HL was down, as it says');
  await review.getByRole('button', { name: 'I have reviewed it' }).click();
  await reviewer.getByRole('button', { name: 'Confirm with a passkey' }).click();
  await expect(owed).toHaveCount(0);

  await goTo(breaker, '/approvals');
  const deadline = breaker.getByRole('listitem').filter({ hasText: 'back to HL_MODE' });
  await expect(deadline).toContainText('yours');
  await expect(deadline.getByRole('timer')).toContainText(/ (59:\d\d|1 h 0 min)/);
  await deadline.getByRole('button', { name: 'Move the deadline of routing_mode' }).click();
  const moving = breaker.getByRole('dialog', { name: 'Move the deadline of routing_mode' });
  await expect(moving.getByLabel('Set it back within')).toHaveValue('240');
  await moving.getByLabel('Owner').selectOption('Super admin');
  await moving.getByLabel(/^Reason/).fill('HL needs the afternoon');
  await moving.getByRole('button', { name: 'Move it' }).click();
  await expect(moving).toBeHidden();
  await expect(deadline.getByRole('timer')).toContainText(/ (3 h 59|4 h 0) min/);

  await overdue('routing_mode');
  await expect(owed).toContainText(
    /routing_mode is past its time since .*, Super admin was to come back to it/,
  );
  await deadline.getByRole('button', { name: 'Set routing_mode back, lowers exposure' }).click();
  const back = breaker.getByRole('dialog', { name: /routing_mode$/ });
  expect(await currentValue('routing_mode')).toBe('NORMAL_MODE');
  await back.getByRole('button', { name: /^Set HL_MODE/ }).click();
  await expect(owed).toHaveCount(0);
  expect(await currentValue('routing_mode')).toBe('HL_MODE');
  expect(await inTheLog()).toEqual(
    expect.arrayContaining(['break-glass.used', 'break-glass.reviewed', 'deadline.moved']),
  );
});
