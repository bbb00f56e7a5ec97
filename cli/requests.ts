// `bulkhead requests`, `approve`, `refuse`, `withdraw`, `break-glass` and `deadlines`: what waits for a second person or its owner.
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Role } from '#lib/catalog/roles.ts';
import type { ApprovalsBody, ChangeRequestView } from '#lib/contract/approvals.ts';
import type { ChangeAnswer, ChangedAnswer } from '#lib/contract/console.ts';
import { askRead, sendCommand } from './api.ts';
import { differenceOf, printDifference } from './difference.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { placeName, textOfValue } from './switch-value.ts';
import { printTable } from './table.ts';

const DECIDERS: readonly Role[] = ['risk_manager', 'super_admin'];

const LOOK = 'bulkhead requests --all says whether it did.';

interface WithReason extends DoorOptions {
  reason: string;
}

export function asRequests(command: Command): Command {
  return command
    .description('List the changes that wait for a second person.')
    .option('--all', 'also those that were closed in the last day')
    .action((_options, own: Command) => list(own.optsWithGlobals()));
}

export function asApprove(command: Command): Command {
  return command
    .description('Approve a change that somebody else asked for; it happens at once.')
    .argument('<request>', 'such as CR-12')
    .action((name: string, _options, own: Command) => approve(name, own.optsWithGlobals()));
}

export function asRefuse(command: Command): Command {
  return command
    .description('Refuse a change that somebody else asked for.')
    .argument('<request>', 'such as CR-12')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((name: string, _options, own: Command) => refuse(name, own.optsWithGlobals()));
}

export function asWithdraw(command: Command): Command {
  return command
    .description('Withdraw a change that you asked for.')
    .argument('<request>', 'such as CR-12')
    .action((name: string, _options, own: Command) => withdraw(name, own.optsWithGlobals()));
}

export function asBreakGlass(command: Command): Command {
  command
    .description('Uses of break-glass.')
    .action((_options, own: Command) => listBreakGlass(own.optsWithGlobals()));
  command
    .command('review')
    .argument('<id>', 'as bulkhead break-glass shows it')
    .description('Review what somebody else did by break-glass.')
    .requiredOption('--reason <text>', 'what you found, for the audit log')
    .action((id: string, _options, own: Command) => review(id, own.optsWithGlobals()));
  return command;
}

export function asDeadlines(command: Command): Command {
  return command
    .description('List values that somebody has to come back to.')
    .action((_options, own: Command) => deadlines(own.optsWithGlobals()));
}

const approvalsOf = (options: DoorOptions) => askRead<ApprovalsBody>(doorOf(options, READERS), 'approvals');

async function find(name: string, options: DoorOptions): Promise<ChangeRequestView> {
  const number = /^(?:CR-)?(\d{1,15})$/i.exec(name)?.[1];
  if (number === undefined) throw new CliFailure('invalid_input', 'Name the request as it is shown: CR-12.');
  const { requests } = await approvalsOf(options);
  const found = requests.find((request) => request.number === Number(number));
  if (!found)
    throw new CliFailure(
      'not_found',
      `There is no change request CR-${number} that waits or was closed today.`,
    );
  return found;
}

function show(request: ChangeRequestView): void {
  printError(`CR-${request.number}, asked for by ${request.requestedBy.name}: ${request.reason}`);
  printDifference(request.changes.map(differenceOf));
}

async function list(options: DoorOptions & { all?: boolean }): Promise<void> {
  const body = await approvalsOf(options);
  const requests = body.requests.filter((request) => options.all || request.state === 'open');
  if (options.json) return printJson(requests);
  if (requests.length === 0) return printError('Nothing waits for a second person.');
  printTable(
    [
      { title: 'REQUEST' },
      { title: 'STATE' },
      { title: 'UNTIL' },
      { title: 'WHO' },
      { title: 'WHAT', gives: 1 },
    ],
    requests.map((request) => [
      `CR-${request.number}`,
      request.state,
      request.expiresAt,
      request.requestedBy.name,
      request.changes
        .map((change) => `${placeName(change.switch, change.symbol)} → ${textOfValue(change.newValue)}`)
        .join(', '),
    ]),
  );
}

async function approve(name: string, options: DoorOptions): Promise<void> {
  const request = await find(name, options);
  show(request);
  const answer = await sendCommand<ChangeAnswer>(doorOf(options, DECIDERS), {
    command: 'approve-change',
    input: { requestId: request.id, diffHash: request.diffHash },
    idempotencyKey: randomUUID(),
    look: LOOK,
  });
  if (options.json) return printJson(answer);
  printLine(
    `Approved and done: revision ${answer.epoch}.${answer.revision}, change set ${answer.changeSetId}.`,
  );
}

async function refuse(name: string, options: WithReason): Promise<void> {
  const request = await find(name, options);
  const answer = await sendCommand<ChangedAnswer>(doorOf(options, DECIDERS), {
    command: 'refuse-change',
    input: { requestId: request.id, reason: options.reason },
    idempotencyKey: randomUUID(),
    look: LOOK,
  });
  if (options.json) return printJson(answer);
  printLine(`CR-${request.number} is refused; nothing has changed.`);
}

async function withdraw(name: string, options: DoorOptions): Promise<void> {
  const request = await find(name, options);
  const answer = await sendCommand<ChangedAnswer>(doorOf(options, DECIDERS), {
    command: 'withdraw-change',
    input: { requestId: request.id },
    idempotencyKey: randomUUID(),
    look: LOOK,
  });
  if (options.json) return printJson(answer);
  printLine(`CR-${request.number} is withdrawn.`);
}

async function listBreakGlass(options: DoorOptions): Promise<void> {
  const { breakGlass } = await approvalsOf(options);
  if (options.json) return printJson(breakGlass);
  if (breakGlass.length === 0) return printError('Nobody has used break-glass in the last 30 days.');
  printTable(
    [{ title: 'ID' }, { title: 'INCIDENT' }, { title: 'WHO' }, { title: 'AT' }, { title: 'REVIEWED BY' }],
    breakGlass.map((one) => [
      one.id,
      one.incident,
      one.usedBy.name,
      one.at,
      one.reviewedBy ? one.reviewedBy.name : { text: 'nobody yet', tone: 'bad' },
    ]),
  );
}

async function review(id: string, options: WithReason): Promise<void> {
  const answer = await sendCommand<ChangedAnswer>(doorOf(options, DECIDERS), {
    command: 'review-break-glass',
    input: { breakGlassId: id, note: options.reason },
    idempotencyKey: randomUUID(),
    look: 'bulkhead break-glass says whether it was reviewed.',
  });
  if (options.json) return printJson(answer);
  printLine('Reviewed.');
}

async function deadlines(options: DoorOptions): Promise<void> {
  const body = await approvalsOf(options);
  if (options.json) return printJson(body.deadlines);
  if (body.deadlines.length === 0) return printError('No value waits for anybody to come back to it.');
  printTable(
    [{ title: 'UNTIL' }, { title: 'SWITCH' }, { title: 'VALUE' }, { title: 'BACK TO' }, { title: 'OWNER' }],
    body.deadlines.map((one) => [
      { text: one.until, tone: one.passed ? 'bad' : 'quiet' },
      placeName(one.switch, one.symbol),
      textOfValue(one.value),
      textOfValue(one.returnValue),
      one.owner.name,
    ]),
  );
}
