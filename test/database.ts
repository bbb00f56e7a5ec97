// Databases for integration tests: one real server for the run, a migrated template, a clone for each that asks.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { urlOfDatabase } from '#scripts/database/connection.ts';
import { type Environment, ensureInstallation } from '#scripts/database/installation.ts';
import { type RoleUrls, roleUrls } from '#scripts/database/roles.ts';
import type { TestServerInfo } from './server.ts';

export interface TestDatabase extends RoleUrls {
  /** The superuser's address: for what an attacker or an administrator may do. */
  superuser: string;
  name: string;
  /** Ends all connections to it and removes it. */
  drop(): Promise<void>;
}

/** The server every integration test of this run shares. */
export function testServer(): TestServerInfo {
  return inject('testServer');
}

/** A migrated database of its own, in about 50 ms. `environment` fills the installation row. */
export async function createTestDatabase(
  options: { server?: TestServerInfo; environment?: Environment } = {},
): Promise<TestDatabase> {
  const server = options.server ?? testServer();
  const database = await create(server, server.template);
  await ensureInstallation(database.owner, options.environment ?? 'production');
  return database;
}

/** A database with nothing in it, for tests of the migrations themselves. */
export async function createEmptyDatabase(server: TestServerInfo = testServer()): Promise<TestDatabase> {
  return create(server, 'template1');
}

async function create(server: TestServerInfo, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files costs a server that does not fsync a fifth of what writing the template's pages to its log does.
  await once(
    server.superuser,
    `CREATE DATABASE ${name} TEMPLATE ${template} OWNER bulkhead_owner STRATEGY file_copy`,
  );
  const superuser = urlOfDatabase(server.superuser, name);
  return {
    ...roleUrls(superuser, server.passwords),
    superuser,
    name,
    drop: () => once(server.superuser, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function once(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
