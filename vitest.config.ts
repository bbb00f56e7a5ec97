// Three kinds of tests: unit tests beside pure code, integration tests on a real PostgreSQL, system tests of all processes.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const sources = [
  'lib',
  'components',
  'app',
  'edge',
  'intake',
  'sdk',
  'sim',
  'worker',
  'cli',
  'scripts',
  'bench',
];

export default defineConfig({
  test: {
    // One more than processors: tests of processes and of deadlines wait for much of their time.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          name: 'unit',
          include: sources.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          environment: 'node',
          // They are of pure code: files share a process and what it has loaded, which takes a third of the time.
          isolate: false,
          // Some of the command line start processes, which on a busy machine takes its time.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          // Each opens databases of its own and closes them; what a process has loaded serves the next file too.
          isolate: false,
          globalSetup: ['test/global-setup.ts'],
          retry: 1, // docs/decisions/0102
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/system/set-up.ts'],
          // On one installation that was given, one breaks what the other looks at.
          fileParallelism: !process.env.BULKHEAD_RUN_FILE,
          retry: 1, // docs/decisions/0102
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
