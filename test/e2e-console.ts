// The fixtures of the end-to-end tests: people signed in through the real form, the venue put back after each test,
// and no error in any browser console.
import { existsSync } from 'node:fs';
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
  type Response,
} from '@playwright/test';
import type { Role } from '#lib/catalog/roles.ts';
import type { KeptPasskey } from './authenticator.ts';
import { lendPasskey } from './e2e-passkey.ts';
import { accountOf, keepsake, type RunAccount, readRun, unusedCode } from './e2e-run.ts';
import { keepPasskey, secondPerson } from './e2e-second-person.ts';
import { endStop } from './e2e-stop.ts';
import { restoreMatrix } from './e2e-venue.ts';

export { expect } from '@playwright/test';

interface Fixtures {
  /** A window of this role, signed in; a session is shared by all tests of the run. */
  loginAs: (role: Role, options?: BrowserContextOptions) => Promise<Page>;
  /** A window of the second super admin on Approvals; its device has their passkey. */
  loginAsSecond: (options?: BrowserContextOptions) => Promise<Page>;
  /** A window in which nobody is signed in. */
  stranger: (options?: BrowserContextOptions) => Promise<Page>;
  /** Errors in a browser console that this test brings about itself. */
  expectTrouble: (...patterns: readonly RegExp[]) => void;
  putBack: undefined;
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

export const test = base.extend<Fixtures & { windows: Windows }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  baseURL: async ({}, use) => {
    await use(readRun().consoleUrl);
  },
  windows: async ({ browser, baseURL }, use) => {
    const windows = new Windows((options) => browser.newContext({ baseURL, ...options }));
    await use(windows);
    await windows.close();
    expect(windows.trouble, 'errors in the browser console').toEqual([]);
  },
  loginAs: async ({ windows }, use) => {
    await use(async (role, options) => {
      const storageState = keepsake(`session-${role}.json`);
      if (!existsSync(storageState)) {
        const page = await windows.open();
        await page.goto('/sign-in');
        await signIn(page, accountOf(role));
        await page.waitForURL('**/now');
        await page.context().storageState({ path: storageState });
        await page.context().close();
      }
      return windows.open({ ...options, storageState });
    });
  },
  loginAsSecond: async ({ windows }, use) => {
    const lent: (() => Promise<KeptPasskey>)[] = [];
    await use(async (options) => {
      const { cookie, passkey } = await secondPerson();
      const page = await windows.open(options);
      await page.context().addCookies(cookiesIn(cookie));
      await goTo(page, '/approvals');
      lent.push(await lendPasskey(page, passkey));
      return page;
    });
    for (const takeBack of lent) await keepPasskey(await takeBack());
  },
  stranger: async ({ windows }, use) => {
    await use((options) => windows.open(options));
  },
  expectTrouble: async ({ windows }, use) => {
    await use((...patterns) => windows.expected.push(...patterns));
  },
  // A scenario that fails half-way must not spoil the next one.
  putBack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      await restoreMatrix();
      await use(undefined);
      await endStop();
      await restoreMatrix();
    },
    { auto: true },
  ],
});

/** A cookie header as Chromium takes it. */
function cookiesIn(header: string): { name: string; value: string; url: string }[] {
  return header.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: readRun().consoleUrl };
  });
}

/** Every window a test opens, and what its console says. */
class Windows {
  readonly trouble: string[] = [];
  /** 503 is what a read says on a machine that is too busy: the screen asks again, and a test waits for what it shows. */
  readonly expected: RegExp[] = [/status of 503 \(Service Unavailable\)/];
  readonly #open: (options: BrowserContextOptions) => Promise<BrowserContext>;
  readonly #contexts: BrowserContext[] = [];

  constructor(open: (options: BrowserContextOptions) => Promise<BrowserContext>) {
    this.#open = open;
  }

  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#open({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'dark',
      ...options,
    });
    this.#contexts.push(context);
    context.on('page', (page) => {
      page.on('pageerror', (error) => this.#heard(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') this.#heard(`${page.url()}: ${message.text()}`);
      });
    });
    return context.newPage();
  }

  #heard(words: string): void {
    if (!this.expected.some((pattern) => pattern.test(words))) this.trouble.push(words);
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
  }
}

/** A code of this account that still counts; waits for the clock when the last one was used. */
export async function nextCode(account: RunAccount): Promise<string> {
  let code: string | null = null;
  await expect(() => {
    code = unusedCode(account);
    expect(code).not.toBeNull();
  }).toPass({ timeout: 45_000, intervals: [250] });
  return code ?? '';
}

/** Fills the sign-in form and sends it. */
export async function signIn(page: Page, account: RunAccount, password = account.password): Promise<void> {
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('One-time code').fill(await nextCode(account));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export const SCREENS = [
  '/now',
  '/alerts',
  '/alerts/history',
  '/alerts/times',
  '/alerts/policies',
  '/switches',
  '/rollback',
  '/canary',
  '/incidents',
  '/releases',
  '/manual',
  '/manual/runbooks/hl-disconnected',
  '/withdrawals',
  '/withdrawals/figures',
  '/withdrawals/policy',
  '/approvals',
  '/levels',
  '/audit',
  '/docs/api',
  '/positions',
  '/stop',
  '/instances',
  '/people',
  '/on-call',
  '/profile',
] as const;

/** Goes to a screen and waits until it shows live data; answers what the server sent first. */
export async function goTo(page: Page, path: string): Promise<Response | null> {
  const response = await page.goto(path);
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Environment' })).toContainText(/instances in step|UTC/);
  return response;
}

/** The row of a switch, wide or narrow, whichever is seen. */
export function rowOf(page: Page, name: string): Locator {
  return page.locator(`[data-row="${name}"]`).filter({ visible: true });
}

/** Opens a switch's sheet from the matrix. */
export async function openSwitch(page: Page, name: string): Promise<Locator> {
  await rowOf(page, name).locator('[data-row-button]').click();
  const sheet = sheetOf(page, name);
  await expect(sheet).toBeVisible();
  return sheet;
}

export function sheetOf(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name: new RegExp(`${name}$`) });
}

/** Presses a button that is held (aria-disabled), as a person would who wants to know why. */
export async function pressHeld(button: Locator): Promise<void> {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  // Playwright waits for such a button to be enabled; a person does not.
  await button.click({ force: true });
}

/** The same until it says why: whoever presses beside a row that moved, or too soon, presses again. */
export async function pressHeldBecause(button: Locator, why: string): Promise<void> {
  await expect(async () => {
    await pressHeld(button);
    await expect(button.page().getByRole('tooltip')).toContainText(why, { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

/** Presses what goes away once it is done; again where the machine was too busy to do it, as its refusal asks for. */
export async function pressUntilGone(button: Locator): Promise<void> {
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 5_000 });
    await expect(button).toBeHidden({ timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
}
