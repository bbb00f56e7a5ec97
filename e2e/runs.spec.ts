// A rollback as people run it: started from the Manual, its switch set, its effect found by itself, two people in one run.
import type { StartedRun } from '#lib/contract/runs.ts';
import { expect, goTo, nextCode, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';
import { carryOut } from '#test/e2e-venue.ts';

/** A run that somebody else begins. */
function begin(procedure: string): Promise<StartedRun> {
  return carryOut<StartedRun>('start-run', { procedure, reason: 'Rehearsed on the screen' });
}

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
  await operations.getByRole('link', { name: 'Print' }).click();
  const paper = operations.getByRole('main');
  await expect(paper).toContainText('Printed by Operations');
  await expect(paper).toContainText('Ended by Risk manager: Rehearsed as far as it goes');
  await expect(paper).toContainText('Dev hedges by hand, ticket 812');
});

test('what is due is shown; steps are recorded, chosen, passed over, signed, ordered and watched on the screen', async ({
  loginAs,
}) => {
  const page = await loginAs('operations');
  const step = (title: string) => page.getByRole('listitem').filter({ hasText: title });
  await goTo(page, '/manual');
  await expect(step('Weekly operations').first()).toContainText(/(Due|Overdue), by (\d+ \w+ )?\d\d:\d\d/);

  const { runId, number } = await begin('runbook-positions');
  await goTo(page, `/rollback/${number}`);
  const both = step('Positions of both sides');
  await both.getByLabel('Symbols that differ').fill('ETH');
  await both.getByLabel('Internal net position').fill('12000');
  await both.getByLabel('The exchange').fill('11000');
  await both.getByRole('button', { name: 'Record' }).click();
  await expect(both).toContainText('12000 USD');
  // The form is gone: whoever sent it goes on at the next step.
  const why = step('Why do they differ?');
  await expect(why).toBeFocused();
  await why.getByRole('button', { name: 'A fill was missed' }).click();
  const logs = step('Error logs are kept');
  await expect(logs).toBeFocused();
  await logs.getByLabel('What you looked at').fill('Kept beside ticket 814');
  await logs.getByRole('button', { name: 'Done' }).click();
  // A text that is being sent stands in its step already: what is done has no button any more.
  await expect(logs.getByRole('button', { name: 'Done' })).toBeHidden();
  await expect(logs).toContainText('Kept beside ticket 814');
  await carryOut('tick-step', { runId, step: 'book-corrected', evidence: 'ETH by 1000 USD' });
  const closed = step('Positions that nobody wants are closed');
  await closed.getByRole('button', { name: 'Pass over' }).click();
  const why2 = page.getByRole('dialog', { name: /^Pass over/ });
  await why2.getByRole('textbox').fill('None is left over');
  await why2.getByRole('button', { name: 'Pass it over' }).click();
  await expect(closed).toContainText('None is left over');
  const second = step('Both sides agree');
  await second.getByRole('button', { name: 'Sign' }).click();
  const proof = page.getByRole('dialog', { name: 'Both sides agree' });
  await proof.getByLabel('One-time code').fill(await nextCode(accountOf('operations')));
  await proof.getByRole('button', { name: 'Confirm with the code' }).click();
  await expect(second).toContainText('Operations');
  await carryOut('end-run', { runId, reason: 'Rehearsed as far as it goes' });

  const closing = await begin('manual-position-closure');
  const here = { runId: closing.runId };
  await carryOut('tick-step', { ...here, step: 'listed', evidence: 'ETH long 2 on executor-hl' });
  await carryOut('choose-option', { ...here, step: 'way', option: 'answer' });
  await goTo(page, `/rollback/${closing.number}`);
  const order = step('Send "close all" once more');
  await order.getByRole('button', { name: 'Close all positions at market' }).click();
  await expect(order).toContainText(/executor-\w+: done/);
  await carryOut('end-run', { ...here, reason: 'Rehearsed as far as it goes' });

  const watch = await begin('observe-after-change');
  await goTo(page, `/rollback/${watch.number}`);
  const five = step('Five minutes with every instance in step');
  await five.getByRole('button', { name: 'Start the 5 minutes' }).click();
  await expect(five.getByRole('timer')).toContainText(/\d:\d\d \/ 5:00/);
  await expect(five).toContainText('14 of 14');
  await carryOut('end-run', { runId: watch.runId, reason: 'Rehearsed as far as it goes' });
});
