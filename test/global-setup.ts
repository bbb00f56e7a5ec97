// Starts the server that all integration tests of a run share, and stops it after the last.
import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServerInfo } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServerInfo;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  const { superuser, template, passwords, pid } = server;
  project.provide('testServer', { superuser, template, passwords, pid });
  return () => server.stop();
}
