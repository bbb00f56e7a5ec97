// An auditor's work: take the log away and verify it elsewhere, look at who came in, review duties; and what others are told.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { bareEnvironment } from '#test/bare-environment.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/e2e-access.ts';
import { expect, goTo, PHONE, pressHeld, test } from '#test/e2e-console.ts';

const CLI = join(import.meta.dirname, '../cli/bulkhead.mjs');

async function openExport(page: Page): Promise<Locator> {
  await goTo(page, '/audit');
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export the audit log' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Saves what a link of the dialog leads to under its own name; answers the name. */
async function save(page: Page, link: Locator, folder: string): Promise<string> {
  const coming = page.waitForEvent('download');
  await link.click();
  const download = await coming;
  expect(await download.failure()).toBeNull();
  const name = download.suggestedFilename();
  await download.saveAs(join(folder, name));
  return name;
}

test('an auditor exports the log and verifies it in an empty folder, with nothing but three files', async ({
  loginAs,
}) => {
  const page = await loginAs('auditor');
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-e2e-'));
  const verify = (name: string, ...args: string[]) =>
    promisify(execFile)('node', [CLI, 'audit', 'verify', name, ...args], {
      cwd: folder,
      env: bareEnvironment({ BULKHEAD_DATA_DIR: folder }),
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    );
  try {
    let dialog = await openExport(page);
    const name = await save(page, dialog.getByRole('link', { name: 'Download' }), folder);
    expect(name).toMatch(/^bulkhead-audit-\d{8}T\d{6}Z-\d{8}T\d{6}Z-\d+-entries\.ndjson$/);
    dialog = await openExport(page);
    const checkpoints = await save(page, dialog.getByRole('link', { name: 'Checkpoints' }), folder);
    const key = await save(page, dialog.getByRole('link', { name: 'Public key' }), folder);
    const args = ['--checkpoints', checkpoints, '--public-key', key];

    const text = readFileSync(join(folder, name), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(Number(/-(\d+)-entries/.exec(name)?.[1]));
    const sound = await verify(name, ...args);
    expect(sound.stdout).toMatch(/^The audit log is sound\.[\s\S]* agree, from bulkhead-checkpoints\.ndjson/);
    expect(sound.code).toBe(0);
    writeFileSync(join(folder, name), text.replace('First start', 'First stert'));
    expect((await verify(name, ...args)).code).toBe(7);
    writeFileSync(
      join(folder, name),
      text
        .trimEnd()
        .split('\n')
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join(''),
    );
    expect(await verify(name, ...args)).toMatchObject({
      code: 7,
      stdout: expect.stringMatching(/its tail is missing|one of its ends is missing/),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  // The export stands in the log itself.
  await goTo(page, '/audit/access');
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('audit');
  await expect(
    page.getByRole('row', { name: /Log exported Auditor.* entries as ndjson/ }).first(),
  ).toBeVisible();
});

test('filters go along as a spreadsheet, and Escape gives the focus back', async ({ loginAs }) => {
  const page = await loginAs('auditor');
  await goTo(page, '/audit');
  // A choice made before the page listens is not heard.
  await expect(async () => {
    await page.getByRole('combobox', { name: 'Switch' }).selectOption('routing_mode');
    await expect(page.getByRole('button', { name: 'Clear' })).toBeVisible({ timeout: 500 });
  }).toPass();
  const button = page.getByRole('button', { name: 'Export', exact: true });
  await button.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export the audit log' });
  await dialog.getByRole('radio', { name: 'Evidence' }).press('ArrowRight');
  await expect(dialog).toContainText('Filtered as on screen: routing_mode.');
  await expect(dialog.getByRole('link', { name: 'Download' })).toHaveAttribute(
    'href',
    '/api/v1/audit-export?format=csv&switch=routing_mode',
  );
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('who failed to sign in is seen, with the cause and without what a stranger typed', async ({
  loginAs,
  stranger,
  expectTrouble,
}) => {
  expectTrouble(/401/);
  const outside = await stranger();
  await outside.goto('/sign-in');
  await outside.getByLabel('Email').fill('nobody-at-all@bulkhead.example');
  await outside.getByLabel('Password').fill('not a password of ours');
  await outside.getByLabel('One-time code').fill('000000');
  await outside.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(outside.getByRole('alert').filter({ hasText: /\w/ }).first()).toBeVisible();
  const page = await loginAs('auditor');
  await goTo(page, '/audit/access');
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('sign_in');
  await expect(
    page.getByRole('row', { name: /Sign-in failed Not known.*no account has this e-mail address/ }).first(),
  ).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('nobody-at-all');
});

test('no violation of WCAG 2.2 AA on the views of the audit, in either theme', async ({ loginAs }) => {
  const page = await loginAs('auditor');
  await openExport(page);
  await expectAccessible(page, 'the export dialog');
  await page.keyboard.press('Escape');
  for (const path of ['/audit/access', '/audit/duties']) {
    await goTo(page, path);
    await expectAccessible(page, path);
  }
  await expect(page.getByRole('region', { name: 'Break-glass' })).toContainText(
    'No break-glass is on record',
  );
  await expect(page.getByRole('region', { name: 'Super admins' })).toContainText('super_admin@');
});

test('phone: no sideways scroll on any view of the audit, tabs of 44 px', async ({ loginAs }) => {
  const page = await loginAs('auditor', PHONE);
  for (const path of ['/audit', '/audit/access', '/audit/duties']) {
    await goTo(page, path);
    await expectNoSidewaysScroll(page, path);
  }
  const tabs = page.getByRole('navigation', { name: 'Views of the audit' }).getByRole('link');
  for (const tab of await tabs.all()) expect((await tab.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await openExport(page);
  await expectNoSidewaysScroll(page, 'the export dialog');
});

test('who may not export or review is told who may', async ({ loginAs }) => {
  const page = await loginAs('risk_manager');
  await goTo(page, '/audit');
  await pressHeld(page.getByRole('button', { name: 'Export', exact: true }));
  await expect(page.getByRole('tooltip')).toContainText('An auditor or super admin exports the log.');
  for (const path of ['/audit/access', '/audit/duties']) {
    await page.goto(path);
    await expect(page.getByRole('main')).toContainText('it takes an auditor or super admin');
  }
  expect((await page.request.get('/api/v1/audit-export?format=lines')).status()).toBe(403);
});
