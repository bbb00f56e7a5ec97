// A rollback as people run it: started from the Manual, its switch set, its effect found by itself, two people in one run.
import { expect, goTo, test } from '#test/e2e-console.ts';

test('a module is rolled back by two people in one run, each sees at once what the other does', async ({
  loginAs,
}) => {
  const risk = await loginAs('risk_manager');
  const operations = await loginAs('operations');
  await goTo(risk, '/manual');
  await risk.getByRole('button', { name: 'Start Roll back one module' }).click();
  const dialog = risk.getByRole('dialog');
  await dialog.getByLabel('Switch that it sets back').selectOption('hedge_enabled');
  await dialog.getByRole('textbox').fill('Hedge account lost its margin');
  await dialog.getByRole('button', { name: 'Start the run' }).click();
  await expect(risk).toHaveURL(/\/rollback\/\d+$/);
  await operations.goto(new URL(risk.url()).pathname);

  const step = (title: string) => ({
    risk: risk.getByRole('listitem').filter({ hasText: title }),
    operations: operations.getByRole('listitem').filter({ hasText: title }),
  });
  await step('Set its switch back').risk.getByRole('button', { name: 'Set the value' }).click();
  await expect(step('Set its switch back').operations).toContainText('hedge_enabled true to false');
  await expect(step('Every instance has it').operations).toContainText('by itself');

  const hand = step('What the module did is in good hands');
  await hand.operations.getByLabel('What you looked at').fill('Dev hedges by hand, ticket 812');
  await hand.operations.getByRole('button', { name: 'Done' }).click();
  await expect(hand.risk).toContainText('Dev hedges by hand, ticket 812');
  await expect(risk.getByText(/^Led by .+, with .+$/)).toBeVisible();

  await risk.getByRole('button', { name: 'End the run' }).click();
  await risk.getByRole('dialog').getByRole('textbox').fill('Rehearsed as far as it goes');
  await risk.getByRole('dialog').getByRole('button', { name: 'End the run' }).click();
  await expect(operations.getByText('Run ended')).toBeVisible();
});
