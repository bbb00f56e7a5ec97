// Gives a database its first content: the catalogue's switches and, in a demo, its people, keys and recorded scenario.
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { Secret, TOTP as Totp } from 'otpauth';
import { PHASE_3_STAGE_2 } from '#lib/catalog/demo-scenario.ts';
import { TOTP } from '#lib/catalog/session-policy.ts';
import { ensureAccount } from '#lib/commands/access/ensure-account.ts';
import { ensureApiKey } from '#lib/commands/access/ensure-api-key.ts';
import { issueFirstRunLink } from '#lib/commands/access/issue-first-run-link.ts';
import { approveChange } from '#lib/commands/changes/approve-change.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { syncCatalogue } from '#lib/commands/changes/sync-catalogue.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { database, disconnect } from '#lib/store/client.ts';
import type { Command } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import type { StepUpProof } from '#lib/write/step-up.ts';
import type { Demo, DemoAccount } from './demo.ts';
import type { SeedInput } from './seeding.ts';

const INSTANCES_LIMIT_MS = 5_000;
const INSTANCES_POLL_MS = 250;

/** Like execute, but a refusal stops the start: a half-filled database is worse than none. */
async function run<I, P, S, N, A>(
  command: Command<I, P, S, N, A>,
  input: unknown,
  actor: Actor,
  stepUp?: StepUpProof,
): Promise<A> {
  const result = await execute(command, input, actor, { stepUp });
  if (!result.ok) throw new Error(`${command.name}: ${result.error.message}`);
  return result.value;
}

/** One of the demo's people, who can prove a second factor. */
interface Person {
  account: DemoAccount;
  actor: Actor;
}

async function accounts(demo: Demo): Promise<Person[]> {
  const people: Person[] = [];
  for (const account of demo.accounts) {
    const { personId } = await run(ensureAccount, account, SYSTEM);
    const { name, email, roles } = account;
    people.push({
      account,
      actor: { kind: 'person', id: personId, name, email, roles, via: 'token', factor: 'proven' },
    });
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

/** The code of the step before this one: it counts, and leaves the person at the screen their own. */
function lastCode({ totpSecret }: DemoAccount): string {
  const timestamp = Date.now() - TOTP.periodSeconds * 1_000;
  return new Totp({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp });
}

/** A super admin other than whoever asked agrees, as for every change that waits for a second person. */
async function agree(people: readonly Person[], asked: Person, requestId: string): Promise<void> {
  const second = people.find(
    (one) => one !== asked && one.account.roles.some((role) => role === 'super_admin'),
  );
  if (!second) throw new Error('The demo has no second super admin.');
  const { diffHash } = await database().changeRequest.findUniqueOrThrow({ where: { id: requestId } });
  const proof = { kind: 'totp', code: lastCode(second.account) } as const;
  await run(approveChange, { requestId, diffHash }, second.actor, proof);
}

/** Only on a matrix that nobody has touched: a second start leaves everything as people left it. */
async function scenario(people: readonly Person[]): Promise<void> {
  const head = await database().matrixHead.findFirstOrThrow();
  if (head.revision !== 1n) return;
  await instancesInStep();
  for (const step of PHASE_3_STAGE_2) {
    const asks = people.find(({ account }) => account.roles.includes(step.by));
    if (!asks) throw new Error(`The demo has nobody who is ${step.by}.`);
    const answer = await run(setSwitches, { changes: step.settings, reason: step.reason }, asks.actor);
    if (answer.request) await agree(people, asks, answer.request.id);
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
