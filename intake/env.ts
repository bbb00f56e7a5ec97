// What the intake reads from its environment.
import { hostname } from 'node:os';
import { type Env, port, postgresUrl, secret, text, variable } from '#lib/process/env.ts';

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;

export const INTAKE_ENV = {
  BULKHEAD_INTAKE_HOST: text().default('127.0.0.1'),
  BULKHEAD_INTAKE_PORT: port().default(3003),
  /** Role bulkhead_intake: it adds deliveries and uses of keys, and reads keys; nothing else is open to it. */
  INTAKE_DATABASE_URL: secret(postgresUrl()),
  /** Tells this intake from others where the use of keys is shown. */
  BULKHEAD_INTAKE_ID: variable('a name of letters, digits and . _ : - of at most 100 characters', (value) =>
    ID.test(value) ? value : undefined,
  ).default(`intake-${hostname()}`.slice(0, 100)),
};

export type IntakeEnv = Env<typeof INTAKE_ENV>;
