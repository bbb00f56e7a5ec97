// `bulkhead alerts`: what fires, with its clocks; confirming, taking over, pressing the action, noting, resolving, drills.
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { ActedAnswer, AlertsBody, ClockView, FiringBody, FiringView } from '#lib/contract/alerts.ts';
import type { ChangedAnswer, StatusBody } from '#lib/contract/console.ts';
import type { NotedAnswer } from '#lib/contract/runs.ts';
import { askRead, sendCommand } from './api.ts';
import { confirmed } from './ask-first.ts';
import { completing } from './completion-source.ts';
import { differenceOf, printDifference } from './difference.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine, type Tone } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { type Column, printTable } from './table.ts';
import { age, instant } from './times.ts';

/** Who in a demo answers. */
const RESPONDERS: readonly Role[] = ['operations'];

const COLUMNS: readonly Column[] = [
  { title: 'ALERT' },
  { title: 'PRIORITY', gives: 3 },
  { title: 'CLOCK' },
  { title: 'FIRED', gives: 2 },
  { title: 'OWNER', gives: 4 },
  { title: 'WHAT', gives: 1 },
];

interface Act extends DoorOptions {
  reason?: string;
  yes?: boolean;
}

export function asAlerts(command: Command): Command {
  command.description('Alerts that fire.');
  command
    .command('list')
    .description('List what is open, the clocks that end first above.')
    .action((_options, own: Command) => list(own.optsWithGlobals()));
  command
    .command('show')
    .argument('<alert>', 'such as A-12')
    .description('Show one: its clocks, action, notes and how the action took effect.')
    .action((name: string, _options, own: Command) => show(name, own.optsWithGlobals()));
  command
    .command('confirm')
    .argument('<alert>', 'such as A-12')
    .description('Confirm that you have seen it.')
    .action((name: string, _options, own: Command) => confirm(name, own.optsWithGlobals()));
  command
    .command('take')
    .argument('<alert>', 'such as A-12')
    .description('Take it over from whoever has it.')
    .action((name: string, _options, own: Command) => take(name, own.optsWithGlobals()));
  command
    .command('act')
    .argument('<alert>', 'such as A-12')
    .description('Carry out its action, after showing the difference.')
    .option('--reason <text>', 'in place of the one that is offered; what you did, where it has no action')
    .option('--yes', 'do not ask')
    .action((name: string, _options, own: Command) => act(name, own.optsWithGlobals()));
  command
    .command('note')
    .argument('<alert>', 'such as A-12')
    .argument('<text>', 'what you saw or did')
    .description('Write a note beside it.')
    .action((name: string, text: string, _options, own: Command) => note(name, text, own.optsWithGlobals()));
  command
    .command('resolve')
    .argument('<alert>', 'such as A-12')
    .description('Say that it is over, where whoever reported it does not.')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((name: string, _options, own: Command) => resolve(name, own.optsWithGlobals()));
  command
    .command('drill')
    .addArgument(completing(new Argument('<key>', 'such as hl-disconnected'), alertKeys))
    .description('Let an alert fire as a drill: no switch moves.')
    .option('--symbol <symbol>', 'the market it is about, where it is about one')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((key: string, _options, own: Command) => drill(key, own.optsWithGlobals()));
  return command;
}

const alertKeys = () => ALERT_KEYS.map((value) => ({ value, about: ALERTS[value].title }));

async function find(name: string, options: DoorOptions): Promise<FiringBody> {
  const number = /^(?:A-)?([1-9]\d{0,14})$/i.exec(name)?.[1];
  if (number === undefined) throw new CliFailure('invalid_input', 'Name the alert as it is shown: A-12.');
  return askRead<FiringBody>(doorOf(options, READERS), 'firing', { number });
}

/** The clock that runs, and what it waits for. */
function clockOf(firing: FiringView, now: string): { text: string; tone: Tone } {
  if (firing.resolvedAt !== null) return { text: 'resolved', tone: 'quiet' };
  const running = (clock: ClockView, what: string): { text: string; tone: Tone } => {
    const left = Date.parse(clock.dueAt) - Date.parse(now);
    return clock.late
      ? { text: `${what} ${age(-left)} late`, tone: 'bad' }
      : { text: `${what} within ${age(left)}`, tone: 'warn' };
  };
  if (firing.confirm.stoppedAt === null) return running(firing.confirm, 'confirm');
  if (firing.act.stoppedAt === null)
    return running(firing.act, firing.actedAt === null ? 'act' : 'effective');
  return { text: 'acted', tone: 'good' };
}

function rowOf(firing: FiringView, now: string) {
  return [
    `A-${firing.number}`,
    firing.drill ? `${firing.priority} drill` : firing.priority,
    clockOf(firing, now),
    instant(firing.firedAt),
    firing.owner?.name ?? '',
    firing.title,
  ];
}

async function list(options: DoorOptions): Promise<void> {
  const body = await askRead<AlertsBody>(doorOf(options, READERS), 'alerts');
  if (options.json) return printJson(body);
  for (const { name, silent, heardAt } of body.pipelines) {
    if (silent)
      printError(`The pipeline ${name} is silent since ${instant(heardAt)}: what it watches does not fire.`);
  }
  const open = body.groups.flatMap(({ firings }) => firings);
  if (open.length === 0) return printError('No alert is open.');
  printTable(
    COLUMNS,
    open.map((firing) => rowOf(firing, body.now)),
  );
  for (const { title, count, firings } of body.groups) {
    if (count > firings.length) printError(`${title}: ${count - firings.length} more.`);
  }
}

function showAction({ action, further }: FiringBody): void {
  if (action) {
    printLine(`Action: ${action.label}${action.changes.length === 0 ? ' (every value holds already)' : ''}`);
    printDifference(action.changes.map(differenceOf));
    if (action.losing) printError(`  Lost: ${action.losing}`);
    if (action.heldBy) printError(`  ${action.heldBy}`);
  }
  for (const step of further) printLine(`Then: ${step}`);
}

async function show(name: string, options: DoorOptions): Promise<void> {
  const body = await find(name, options);
  if (options.json) return printJson(body);
  const { firing, effect } = body;
  printTable(COLUMNS, [rowOf(firing, body.now)]);
  for (const [label, value] of [...firing.labels, ...body.annotations]) printLine(`  ${label}: ${value}`);
  const moments = [
    ['Confirmed', firing.confirmedAt, firing.confirmedBy?.name],
    ['Acted', firing.actedAt, firing.actedBy?.name],
    ['Effective', firing.effectiveAt, effect ? `${effect.applied}/${effect.expected} instances` : undefined],
    ['Resolved', firing.resolvedAt, undefined],
  ] as const;
  for (const [what, at, who] of moments) {
    if (at !== null) printLine(`${what} ${instant(at)}${who === undefined ? '' : `, ${who}`}`);
  }
  showAction(body);
  for (const { at, by, body: text } of body.notes) printLine(`${instant(at)} ${by}: ${text}`);
}

/** None of these is done twice: they go by what holds. */
async function send<Answer>(
  name: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  options: DoorOptions,
): Promise<Answer> {
  return sendCommand<Answer>(doorOf(options, RESPONDERS), {
    ...{ command, input, idempotencyKey: randomUUID() },
    look: `bulkhead alerts show ${name} says whether it happened.`,
  });
}

async function confirm(name: string, options: DoorOptions): Promise<void> {
  const { firing } = await find(name, options);
  const answer = await send<ChangedAnswer>(name, 'confirm-firing', { firingId: firing.id }, options);
  if (options.json) return printJson(answer);
  printLine(
    answer.changed ? `A-${firing.number} is confirmed.` : `A-${firing.number} needs no confirm any more.`,
  );
}

async function take(name: string, options: DoorOptions): Promise<void> {
  const { firing } = await find(name, options);
  const input = { firingId: firing.id, from: firing.owner?.id ?? null };
  const answer = await send<ChangedAnswer>(name, 'take-over-firing', input, options);
  if (options.json) return printJson(answer);
  printLine(answer.changed ? `A-${firing.number} is yours.` : `A-${firing.number} was yours already.`);
}

async function act(name: string, options: Act): Promise<void> {
  // Before the difference: what changes after it is refused, never pressed away.
  const { epoch, revision } = await askRead<StatusBody>(doorOf(options, READERS), 'status');
  const body = await find(name, options);
  const { firing, action } = body;
  if (firing.actedAt === null) {
    if (action) showAction({ ...body, further: [] });
    await confirmed(action ? 'Press it?' : 'Say that this was done?', options);
  }
  const answer = await send<ActedAnswer>(
    name,
    'act-on-firing',
    {
      firingId: firing.id,
      expected: `${epoch}.${revision}`,
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    },
    options,
  );
  if (options.json) return printJson(answer);
  for (const warning of answer.warnings) printError(warning);
  if (!answer.changed) return printLine(`A-${firing.number} was acted on already.`);
  printLine(
    answer.changeSetId === null
      ? `A-${firing.number} is acted on: no value was changed.`
      : `A-${firing.number} is acted on: revision ${answer.epoch}.${answer.revision}. Its clock stops when every instance has it.`,
  );
}

async function note(name: string, text: string, options: DoorOptions): Promise<void> {
  const { firing } = await find(name, options);
  const answer = await send<NotedAnswer>(name, 'note-firing', { firingId: firing.id, text }, options);
  if (options.json) return printJson(answer);
  printLine('Noted.');
}

async function resolve(name: string, options: DoorOptions & { reason: string }): Promise<void> {
  const { firing } = await find(name, options);
  const input = { firingId: firing.id, reason: options.reason };
  const answer = await send<ChangedAnswer>(name, 'resolve-firing', input, options);
  if (options.json) return printJson(answer);
  printLine(answer.changed ? `A-${firing.number} is over.` : `A-${firing.number} was over already.`);
}

async function drill(key: string, options: DoorOptions & { symbol?: string; reason: string }): Promise<void> {
  const { symbol, reason } = options;
  const answer = await sendCommand<ChangedAnswer>(doorOf(options, RESPONDERS), {
    command: 'raise-drill',
    input: { alert: key, reason, ...(symbol === undefined ? {} : { symbol }) },
    idempotencyKey: randomUUID(),
    look: 'bulkhead alerts list says whether it fires.',
  });
  if (options.json) return printJson(answer);
  printLine(`The drill of ${key} begins: bulkhead alerts list.`);
}
