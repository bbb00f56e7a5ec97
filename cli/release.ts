// `bulkhead release`: releases from a terminal and from CI systems; exit codes say how one stands.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  CHECKLIST_KEYS,
  NOTE_PART_NAMES,
  type NotePart,
  RELEASE_CHECKLIST,
  RELEASE_STATES,
  type ReleaseState,
  releaseName,
  STRATEGY_NAMES,
} from '#lib/catalog/releases.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { ReleaseAnswer, ReleaseBody, ReleasesBody, ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { askRead, sendCommand } from './api.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { FAILING_EXIT, UNKNOWN_HEALTH_EXIT } from './exit-codes.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { keyOption, READERS, type WriteOptions } from './switch-arguments.ts';
import { printTable } from './table.ts';
import { instant } from './times.ts';

type Options = DoorOptions & WriteOptions;

const DEPLOYERS: readonly Role[] = ['engineer', 'super_admin'];
const APPROVERS: readonly Role[] = ['risk_manager', 'super_admin'];
const RESPONDERS: readonly Role[] = ['operations', 'engineer', 'risk_manager', 'super_admin'];

const LOOK = 'bulkhead release status says whether it did.';
const ASK_EVERY_MS = 2_000;

interface StartOptions extends Options {
  to: string;
  from?: string;
  strategy: string;
  checked: string[];
  added?: string[];
  changed?: string[];
  fixed?: string[];
  deployment?: string[];
  olderOnPurpose?: boolean;
  reason: string;
}

function seconds(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Send seconds, such as 600.');
  return Number(text);
}

function checkedKeys(text: string): string[] {
  const keys = text.split(',').map((key) => key.trim());
  const unknown = keys.find((key) => !(CHECKLIST_KEYS as readonly string[]).includes(key));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `There is no question "${unknown}". There are: ${CHECKLIST_KEYS.join(', ')}.`,
    );
  return keys;
}

const QUESTIONS = CHECKLIST_KEYS.map((key) => `  ${key.padEnd(11)} ${RELEASE_CHECKLIST[key]}`).join('\n');

export function asRelease(command: Command): Command {
  command.description('Releases of the order gateway.');
  command
    .command('list')
    .description('List releases, newest first.')
    .action((_options, own: Command) => list(own.optsWithGlobals()));
  command
    .command('start')
    .description('Start a release; somebody else approves it.')
    .requiredOption('--to <version>', 'the new version, such as v1.2.5')
    .option('--from <version>', 'the version that has the traffic, while Bulkhead does not know it')
    .addOption(
      new Option('--strategy <name>', 'how the traffic moves').choices([...STRATEGY_NAMES]).default('canary'),
    )
    .requiredOption('--checked <keys>', 'questions of the checklist that you answer with yes', checkedKeys)
    .option('--added <text...>', 'release notes: what is added')
    .option('--changed <text...>', 'release notes: what is changed')
    .option('--fixed <text...>', 'release notes: what is fixed')
    .option('--deployment <text...>', 'release notes: what to do when it is deployed')
    .option('--older-on-purpose', 'the new version is an older one, and that is meant')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .addOption(keyOption())
    .addHelpText('after', `\nThe checklist:\n${QUESTIONS}`)
    .action((_options, own: Command) => start(own.optsWithGlobals()));
  command
    .command('status')
    .description('Say how a release stands; the exit code is its health.')
    .argument('[release]', 'such as REL-3; the newest without it')
    .action((name: string | undefined, _options, own: Command) => status(name, own.optsWithGlobals()));
  command
    .command('step')
    .description('Give the new version its next share of the traffic.')
    .argument('[release]', 'such as REL-3; the newest without it')
    .option('--wait <seconds>', 'wait so long until the step may be taken', seconds)
    .addOption(keyOption())
    .action((name: string | undefined, _options, own: Command) => step(name, own.optsWithGlobals()));
  verb(command, 'approve', 'Approve a release that somebody else started.', APPROVERS, false);
  verb(command, 'refuse', 'Refuse a release.', APPROVERS, true);
  verb(command, 'withdraw', 'Withdraw a release before it has traffic.', DEPLOYERS, true);
  verb(command, 'pause', 'Take no further step until it is resumed.', RESPONDERS, true);
  verb(command, 'resume', 'Go on with a paused release.', DEPLOYERS, true);
  verb(command, 'rollback', 'Give all traffic back to the old version, at once.', RESPONDERS, true);
  verb(command, 'good', 'Mark a release as successful, after its hour.', DEPLOYERS, false);
  return command;
}

const COMMANDS: Readonly<Record<string, string>> = {
  rollback: 'roll-back-release',
  good: 'mark-release-good',
};

function verb(group: Command, name: string, about: string, roles: readonly Role[], reason: boolean): void {
  const command = group
    .command(name)
    .description(about)
    .argument('[release]', 'such as REL-3; the newest without it')
    .addOption(keyOption());
  if (reason) command.requiredOption('--reason <text>', 'why, for the audit log');
  command.action(async (which: string | undefined, _options, own: Command) => {
    const options: Options & { reason?: string } = own.optsWithGlobals();
    const { id } = await find(which, doorOf(options, READERS));
    const answer = await sendCommand<ReleaseAnswer>(doorOf(options, roles), {
      command: COMMANDS[name] ?? `${name}-release`,
      input: { releaseId: id, ...(reason ? { reason: options.reason } : {}) },
      idempotencyKey: options.idempotencyKey ?? randomUUID(),
      look: LOOK,
    });
    tell(answer, options);
  });
}

function stateWords(state: string): string {
  return RELEASE_STATES[state as ReleaseState] ?? state;
}

function tell(answer: ReleaseAnswer, options: DoorOptions): void {
  if (options.json) printJson(answer);
  else
    printLine(
      `${releaseName(answer.number)}: ${stateWords(answer.state).toLowerCase()}, ${answer.share}% of the traffic.`,
    );
}

function numberOf(name: string): string {
  const number = /^(?:REL-)?([1-9]\d{0,14})$/i.exec(name)?.[1];
  if (number === undefined) throw new CliFailure('invalid_input', 'Name the release as it is shown: REL-3.');
  return number;
}

async function find(name: string | undefined, door: Door): Promise<{ id: string; number: number }> {
  if (name !== undefined) {
    const { release } = await askRead<ReleaseBody>(door, 'release', { number: numberOf(name) });
    return release;
  }
  const [newest] = (await askRead<ReleasesBody>(door, 'releases', { limit: '1' })).items;
  if (!newest) throw new CliFailure('not_found', 'There is no release yet.');
  return newest;
}

async function list(options: Options): Promise<void> {
  const body = await askRead<ReleasesBody>(doorOf(options, READERS), 'releases', {});
  if (options.json) return printJson(body);
  if (body.items.length === 0) return printError('There is no release yet.');
  printTable(
    [
      { title: 'RELEASE' },
      { title: 'VERSION', gives: 1 },
      { title: 'STATE' },
      { title: 'SHARE' },
      { title: 'STARTED', gives: 2 },
    ],
    body.items.map((one) => [
      releaseName(one.number),
      `${one.fromVersion} → ${one.toVersion}`,
      stateWords(one.state),
      `${one.share}%`,
      instant(one.startedAt),
    ]),
  );
}

async function start(options: StartOptions): Promise<void> {
  const notes = Object.fromEntries(
    NOTE_PART_NAMES.flatMap((part: NotePart) => (options[part] ? [[part, options[part]]] : [])),
  );
  const answer = await sendCommand<ReleaseAnswer>(doorOf(options, DEPLOYERS), {
    command: 'start-release',
    input: {
      ...{ to: options.to, strategy: options.strategy, notes, reason: options.reason },
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.olderOnPurpose ? { olderOnPurpose: true } : {}),
      checklist: Object.fromEntries(options.checked.map((key) => [key, true])),
    },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) return printJson(answer);
  printLine(`${releaseName(answer.number)} waits for approval by somebody else.`);
}

const HEALTH_EXITS: Readonly<Record<string, number>> = { healthy: 0, failing: FAILING_EXIT };

const verdictOf = (door: Door, name: string | undefined) =>
  askRead<ReleaseVerdictBody>(door, 'release-verdict', name === undefined ? {} : { number: numberOf(name) });

async function status(name: string | undefined, options: Options): Promise<void> {
  const body = await verdictOf(doorOf(options, READERS), name);
  process.exitCode = HEALTH_EXITS[body.verdict] ?? UNKNOWN_HEALTH_EXIT;
  if (options.json) return printJson(body);
  const { number, fromVersion, toVersion, state, share } = body.release;
  printLine(
    `${releaseName(number)}  ${fromVersion} → ${toVersion}  ${stateWords(state)}, ${share}% of the traffic`,
  );
  printLine(`${body.verdict}${body.mayStep ? ', the next step may be taken' : ''}`);
  const held = body.verdict === 'healthy' && body.heldBy !== null ? [body.heldBy] : [];
  for (const reason of [...body.reasons, ...held]) printLine(`  ${reason}`);
}

/** Until the step may be taken; a release that is failing or over is not waited for. */
async function untilItMay(door: Door, name: string | undefined, waitSeconds: number): Promise<void> {
  for (const deadline = performance.now() + waitSeconds * 1_000; performance.now() < deadline; ) {
    const body = await verdictOf(door, name);
    if (body.mayStep) return;
    if (body.verdict === 'failing')
      throw new CliFailure(
        'rule_violated',
        `${releaseName(body.release.number)} is failing: ${body.reasons.join(' ')}`,
      );
    if (body.release.state === 'monitoring' || body.release.state === 'succeeded')
      throw new CliFailure('conflict', `${releaseName(body.release.number)} has all traffic already.`);
    await delay(ASK_EVERY_MS);
  }
}

async function step(name: string | undefined, options: Options & { wait?: number }): Promise<void> {
  const door = doorOf(options, DEPLOYERS);
  const { id, number } = await find(name, door);
  if (options.wait !== undefined) await untilItMay(door, String(number), options.wait);
  const answer = await sendCommand<ReleaseAnswer>(door, {
    command: 'step-release',
    input: { releaseId: id },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
    look: LOOK,
  });
  tell(answer, options);
}
