// Three kinds of tests: unit tests beside pure code, integration tests on a real PostgreSQL, system tests of all processes.
import { defineConfig } from 'vitest/config';

const sources = ['lib', 'components', 'edge', 'sdk', 'sim', 'worker', 'cli', 'scripts', 'bench'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: sources.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          environment: 'node',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/system.test.ts'],
          environment: 'node',
          globalSetup: ['test/system/set-up.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
