// Starts the whole installation once for the system tests, through the launcher, and stops it after the last.
import type { TestProject } from 'vitest/node';
import startInstallation from '#test/e2e-setup.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of run.json; its folder is the data folder of the installation under test. */
    runFile: string;
  }
}

/** With BULKHEAD_RUN_FILE given, the tests use that running installation (and break it on purpose). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const stop = await startInstallation({ monitoring: true });
  project.provide('runFile', process.env.BULKHEAD_RUN_FILE ?? '');
  return stop;
}
