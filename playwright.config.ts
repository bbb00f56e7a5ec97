// End-to-end tests: the real product, started once for each worker (test/e2e-setup.ts), through the real screens.
import { defineConfig } from '@playwright/test';

/** It waits for minutes, as long as the rules that ship hold: others go on beside it meanwhile. */
const WAITING = '**/fault.spec.ts';

/** With an installation given there is one, and one test at a time. */
const given = Boolean(process.env.BULKHEAD_RUN_FILE);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './test/e2e-setup.ts',
  // The tests of a worker share one venue: a scenario that flips a switch must not meet another one half-way.
  workers: given ? 1 : 3,
  projects: [
    { name: 'waiting', testMatch: WAITING, workers: 1 },
    { name: 'screens', testIgnore: WAITING, workers: given ? 1 : 2 },
  ],
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  // Tried again where a busy machine was too slow for it; the end of the run names each test that needed it.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    // Shorter than a test's own time: a control that cannot be pressed is named, not the end of the test.
    actionTimeout: 20_000,
    navigationTimeout: 40_000,
    viewport: { width: 1440, height: 900 },
    // A trace doubles the time of a run; the command line asks for one (--trace on).
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.BULKHEAD_CHROMIUM ?? '/usr/bin/chromium' },
  },
});
