// An incident as people work it: opened from a rollback, taken, resolved; its post-mortem written by two at once, signed, on paper.
import type { IncidentBody, OpenedIncident } from '#lib/contract/incidents.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/e2e-access.ts';
import { expect, goTo, nextCode, PHONE, test } from '#test/e2e-console.ts';
import { accountOf } from '#test/e2e-run.ts';
import { carryOut, read, setSwitches } from '#test/e2e-venue.ts';

const opened = (title: string) => carryOut<OpenedIncident>('open-incident', { title, severity: 'high' });

test('from a run to a signed post-mortem; what two write at once is shown to both and lost to none', async ({
  loginAs,
}) => {
  test.slow();
  const page = await loginAs('operations');
  const run = await carryOut<{ runId: string; number: number }>('start-run', {
    ...{ procedure: 'canary-rollback', reason: 'Drawdown of 3%' },
  });
  await goTo(page, `/rollback/${run.number}`);
  await page.getByRole('link', { name: 'Open an incident' }).click();
  await page.getByRole('textbox', { name: 'What is wrong' }).fill('Drawdown in the canary');
  await page.getByText('Critical', { exact: true }).click();
  await page.getByRole('button', { name: 'Open the incident' }).click();
  await expect(page).toHaveURL(/\/incidents\/\d+$/);
  const number = page.url().split('/').at(-1);
  await setSwitches([{ switch: 'strategies_enabled', value: false }], 'Signals off');
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText(`RUN-${run.number} started`);
  await expect(timeline).toContainText('strategies_enabled true to false');

  await page.getByRole('button', { name: 'Record', exact: true }).click();
  const impact = page.getByRole('dialog', { name: 'Impact' });
  await impact.getByLabel('P&L').fill('-124.32');
  await impact.getByRole('button', { name: 'Record the impact' }).click();
  await expect(page.getByText('-$124.32').first()).toBeVisible();
  await page.getByRole('button', { name: 'Resolved', exact: true }).click();
  const over = page.getByRole('dialog', { name: /is resolved/ });
  await over.getByRole('textbox').fill('The strategy is out');
  await over.getByRole('button', { name: 'It is resolved' }).click();
  await expect(timeline).toContainText(`INC-${number} resolved`);

  const other = await loginAs('engineer');
  await goTo(other, `/incidents/${number}`);
  await page.getByRole('textbox', { name: 'Root cause' }).fill('A threshold was too wide.');
  await other.getByRole('textbox', { name: 'Root cause' }).fill('The strategy kept an old price.');
  await page.getByRole('button', { name: 'Save the post-mortem' }).click();
  await expect(page.getByText(/^Version 1, saved by/)).toBeVisible();
  const moved = other.getByRole('alert').filter({ hasText: 'Yours is not lost' });
  await expect(moved).toContainText('A threshold was too wide.');
  await expect(moved).toContainText('The strategy kept an old price.');
  // A reload takes nothing away either.
  await other.reload();
  await expect(other.getByRole('textbox', { name: 'Root cause' })).toHaveValue(
    'The strategy kept an old price.',
  );
  await moved.getByRole('button', { name: /^Go on from version 1/ }).click();
  await other.getByRole('button', { name: 'Save the post-mortem' }).click();
  await expect(other.getByText(/^Version 2, saved by/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Root cause' })).toHaveValue(
    'The strategy kept an old price.',
  );

  await page.getByRole('button', { name: 'Sign as operations' }).click();
  const proof = page.getByRole('dialog', { name: /^Sign the post-mortem/ });
  await proof.getByLabel('One-time code').fill(await nextCode(accountOf('operations')));
  await proof.getByRole('button', { name: 'Confirm with the code' }).click();
  const lines = page.getByRole('list', { name: 'Signatures' });
  await expect(lines.getByRole('listitem').filter({ hasText: 'Operations' })).toContainText('signed');
  await page.getByRole('link', { name: 'Paper' }).click();
  await expect(page.getByRole('main')).toContainText('The strategy kept an old price.');
  await expect(page.getByRole('main')).toContainText('P&L: -124.32 US dollars');
  await carryOut('end-run', { runId: run.runId, reason: 'Rehearsed as far as it goes' });
});

test('an incident in both themes and on a phone; the search finds what was written', async ({ loginAs }) => {
  test.slow();
  const { incidentId, number } = await opened('Gateway zirconium fails');
  await carryOut('note-incident', { incidentId, text: 'Seen on the zirconium line, <b>twice</b>' });
  const page = await loginAs('risk_manager');
  for (const path of [
    ...[`/incidents/${number}`, '/incidents/new', '/incidents/rollbacks', '/incidents/prevention'],
    '/manual/troubleshooting',
  ]) {
    await goTo(page, path);
    await expectAccessible(page, path);
  }
  await goTo(page, '/incidents');
  await page.getByRole('searchbox').fill('zirc');
  const found = page.getByRole('list', { name: 'Found' });
  await expect(found).toContainText('<b>twice');
  await expect(found.locator('mark').first()).toHaveText('zirconium');
  const phone = await loginAs('operations', { ...PHONE, colorScheme: 'dark' });
  await goTo(phone, `/incidents/${number}`);
  await expectNoSidewaysScroll(phone, 'an incident');
  await phone.getByRole('button', { name: 'Take it' }).filter({ visible: true }).tap();
  await expect(phone.getByText('in time', { exact: true })).toBeVisible();
  const body = await read<IncidentBody>(`incident?number=${number}`);
  expect(body.incident.owner?.name).toMatch(/operations/i);
});
