// Starts whole installations for the system tests, one for each of their files, through the launcher, and stops them after the last.
import { delimiter } from 'node:path';
import type { TestProject } from 'vitest/node';
import startInstallations from '#test/e2e-setup.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Paths of run.json; its folder is the data folder of an installation under test. */
    runFiles: string[];
  }
}

/** With BULKHEAD_RUN_FILE given, the tests use that running installation (and break it on purpose). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const stop = await startInstallations({ workers: 2, monitoring: true });
  project.provide('runFiles', (process.env.BULKHEAD_RUN_FILE ?? '').split(delimiter));
  return stop;
}
