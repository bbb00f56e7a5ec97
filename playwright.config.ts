// End-to-end tests: the real product, started once for the run (test/e2e-setup.ts), through the real screens.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './test/e2e-setup.ts',
  // All tests share one venue: a scenario that flips a switch must not meet another one half-way.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    // Set by the global setup before the tests are loaded.
    baseURL: process.env.BULKHEAD_E2E_URL,
    // Shorter than a test's own time: a control that cannot be pressed is named, not the end of the test.
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    // A trace doubles the time of a run; the command line asks for one (--trace on).
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.BULKHEAD_CHROMIUM ?? '/usr/bin/chromium' },
  },
});
