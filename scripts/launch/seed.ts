// Gives a database its first content: the catalogue's switches and, in a demo, its people, keys and recorded scenario.
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { PHASE_3_STAGE_2 } from '#lib/catalog/demo-scenario.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { ensureAccount } from '#lib/commands/ensure-account.ts';
import { ensureApiKey } from '#lib/commands/ensure-api-key.ts';
import { issueFirstRunLink } from '#lib/commands/issue-first-run-link.ts';
import { setSwitches } from '#lib/commands/set-switches.ts';
import { syncCatalogue } from '#lib/commands/sync-catalogue.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { database, disconnect } from '#lib/store/client.ts';
import type { Command } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import type { Demo } from './demo.ts';
import type { SeedInput } from './seeding.ts';

const INSTANCES_LIMIT_MS = 5_000;
const INSTANCES_POLL_MS = 250;

/** Like execute, but a refusal stops the start: a half-filled database is worse than none. */
async function run<I, P, S, N, A>(command: Command<I, P, S, N, A>, input: unknown, actor: Actor): Promise<A> {
  const result = await execute(command, input, actor);
  if (!result.ok) throw new Error(`${command.name}: ${result.error.message}`);
  return result.value;
}

async function accounts(demo: Demo): Promise<Map<Role, Actor>> {
  const people = new Map<Role, Actor>();
  for (const account of demo.accounts) {
    const { personId } = await run(ensureAccount, account, SYSTEM);
    const roles = account.roles as Role[];
    for (const role of roles) {
      people.set(role, {
        kind: 'person',
        id: personId,
        name: account.name,
        email: account.email,
        roles,
        via: 'token',
        factor: 'proven',
      });
    }
  }
  return people;
}

/** The simulated venue's instances register within moments of its start; a scenario without them measures nothing. */
async function instancesInStep(): Promise<void> {
  const deadline = performance.now() + INSTANCES_LIMIT_MS;
  let before = 0;
  while (performance.now() < deadline) {
    const now = await database().instance.count({ where: { leftAt: null } });
    if (now > 0 && now === before) return;
    before = now;
    await setTimeout(INSTANCES_POLL_MS);
  }
}

/** Only on a matrix that nobody has touched: a second start leaves everything as people left it. */
async function scenario(people: ReadonlyMap<Role, Actor>): Promise<void> {
  const head = await database().matrixHead.findFirstOrThrow();
  if (head.revision !== 1n) return;
  await instancesInStep();
  for (const step of PHASE_3_STAGE_2) {
    const actor = people.get(step.by);
    if (!actor) throw new Error(`The demo has nobody who is ${step.by}.`);
    await run(setSwitches, { changes: step.settings, reason: step.reason }, actor);
  }
}

const { demo, stage } = JSON.parse(await text(process.stdin)) as SeedInput;
if (stage === 'content') await run(syncCatalogue, {}, SYSTEM);
if (stage === 'first run') {
  const issued = await run(issueFirstRunLink, {}, SYSTEM);
  // The launcher reads it from here; it stands in no log and no file.
  if (issued) process.stdout.write(`link ${issued.link}\n`);
}
if (demo) {
  const people = await accounts(demo);
  if (stage === 'scenario') await scenario(people);
  else {
    for (const [scope, key] of Object.entries(demo.apiKeys)) {
      await run(ensureApiKey, { name: `Demo key for ${scope}`, scopes: [scope], key }, SYSTEM);
    }
  }
}
await disconnect();
