// `bulkhead run`: runs of procedures from a terminal: list, show, start, do the next step, note, export.
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { runName } from '#lib/catalog/runs.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import type {
  NotedAnswer,
  RunBody,
  RunStepView,
  RunsBody,
  StartedRun,
  StepAnswer,
} from '#lib/contract/runs.ts';
import { span } from '#lib/rules/runs/run-markdown.ts';
import { askRead, sendCommand } from './api.ts';
import { completing } from './completion-source.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { download } from './download.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { actOf, type StepWords } from './run-act.ts';
import { keyOption, READERS, type WriteOptions } from './switch-arguments.ts';
import { valueFromText } from './switch-value.ts';
import { type Column, printTable } from './table.ts';
import { instant } from './times.ts';
import { saidItWaits } from './waiting.ts';

type Options = DoorOptions & WriteOptions;

/** Who in a demo works in runs. */
const WORKERS: readonly Role[] = ['risk_manager', 'operations'];

const COLUMNS: readonly Column[] = [
  { title: 'RUN' },
  { title: 'TITLE', gives: 1 },
  { title: 'STATE', gives: 2 },
  { title: 'NEXT', gives: 1 },
  { title: 'STARTED', gives: 3 },
  { title: 'BY', gives: 4 },
];

const RUN = 'such as RUN-42';

export function asRun(command: Command): Command {
  command.description('Runs of procedures.');
  command
    .command('list')
    .description('List runs, newest first.')
    .option('--active', 'only those that are neither complete nor ended')
    .action((_options, own: Command) => list(own.optsWithGlobals()));
  command
    .command('show')
    .description('Show stages and steps, and what comes next.')
    .argument('<run>', RUN)
    .action((name: string, _options, own: Command) => show(name, own.optsWithGlobals()));
  command
    .command('start')
    .description('Start a procedure.')
    .addArgument(procedureArgument())
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--set <switch=value...>', 'what it is to set, where the procedure leaves that to you')
    .addOption(keyOption())
    .action((key: string, _options, own: Command) => start(key, own.optsWithGlobals()));
  command
    .command('step')
    .description('Do a step; which words it takes, its kind says.')
    .argument('<run>', RUN)
    .argument('<step>', 'the key of the step, as show lists it')
    .option('--evidence <text>', 'of a tick: what you looked at')
    .option('--option <key>', 'of a choice')
    .option('--field <key=value...>', 'of a form')
    .option('--argument <name>', 'of a command: the position or breaker')
    .option('--pass-over <reason>', 'leave an optional step out')
    .option('--look', 'look now whether it holds')
    .addOption(keyOption())
    .action((name: string, step: string, _options, own: Command) => act(name, step, own.optsWithGlobals()));
  command
    .command('note')
    .description('Add a note.')
    .argument('<run>', RUN)
    .argument('<text>', 'the note')
    .addOption(keyOption())
    .action((name: string, text: string, _options, own: Command) => note(name, text, own.optsWithGlobals()));
  command
    .command('export')
    .description('Write the run as Markdown.')
    .argument('<run>', RUN)
    .option('--out <file>', 'where to; standard output without it')
    .action((name: string, _options, own: Command) => exportRun(name, own.optsWithGlobals()));
  return command;
}

function procedureArgument(): Argument {
  const all = Object.values(PROCEDURES).map(({ key, title }) => ({ value: key, about: title }));
  return completing(new Argument('<procedure>', 'such as rollback-single-module'), () => all);
}

async function read(door: Door, name: string): Promise<RunBody> {
  const number = /^RUN-([1-9]\d{0,14})$/i.exec(name)?.[1];
  return askRead<RunBody>(door, 'run', number === undefined ? { id: name } : { number });
}

async function list(options: Options & { active?: boolean }): Promise<void> {
  const query = options.active ? { state: 'active' } : {};
  const body = await askRead<RunsBody>(doorOf(options, READERS), 'runs', query);
  if (options.json) return printJson(body);
  if (body.items.length === 0)
    return printError(options.active ? 'No run is active.' : 'There is no run yet.');
  printTable(
    COLUMNS,
    body.items.map((run) => [
      ...[runName(run.number), run.title],
      run.state === 'active' ? `${run.settled} of ${run.steps}` : run.state,
      ...[run.next ?? '', instant(run.startedAt), run.startedBy],
    ]),
  );
}

async function show(name: string, options: Options): Promise<void> {
  const body = await read(doorOf(options, READERS), name);
  if (options.json) printJson(body);
  else printRun(body);
}

async function start(
  procedure: string,
  options: Options & { reason: string; set?: string[] },
): Promise<void> {
  const settings = (options.set ?? []).map(settingOf);
  const answer = await sendCommand<StartedRun>(doorOf(options, WORKERS), {
    command: 'start-run',
    input: { procedure, reason: options.reason, ...(settings.length > 0 ? { settings } : {}) },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) return printJson(answer);
  printRun(await read(doorOf(options, READERS), answer.runId));
}

/** `hedge_enabled=false`, or `normal_threshold.BTC=1` for one symbol. */
function settingOf(text: string) {
  const [, name, symbol, value] = /^([^=.]+)(?:\.([^=]+))?=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new CliFailure('invalid_input', `Write --set as switch=value, not "${text}".`);
  }
  const definition = findSwitch(name);
  if (!definition) throw new CliFailure('not_found', `There is no switch "${name}".`);
  const typed = valueFromText(name, definition, value);
  return { switch: name, ...(symbol === undefined ? {} : { symbol }), value: typed };
}

async function act(name: string, key: string, options: Options & StepWords): Promise<void> {
  const before = await read(doorOf(options, READERS), name);
  const step = before.stages.flatMap(({ steps }) => steps).find((one) => one.key === key);
  if (!step) {
    throw new CliFailure(
      'not_found',
      `${runName(before.run.number)} has no step "${key}". Show it to see them.`,
    );
  }
  const { command, input } = actOf(step, options);
  const answer = await sendCommand<StepAnswer>(doorOf(options, WORKERS), {
    command,
    input: { runId: before.run.id, step: key, ...input },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  const waits = saidItWaits(answer, options.json, `"${step.title}"`);
  if (options.json) return printJson(answer);
  if (waits) return;
  if (!answer.changed) printLine(`"${step.title}" does not hold yet: ${answer.found ?? answer.state}.`);
  else printLine(`"${step.title}": ${answer.state}${answer.found ? `, ${answer.found}` : ''}.`);
  if (answer.completed) printLine(`${runName(before.run.number)} is complete.`);
}

async function note(name: string, text: string, options: Options): Promise<void> {
  const { run } = await read(doorOf(options, READERS), name);
  const answer = await sendCommand<NotedAnswer>(doorOf(options, WORKERS), {
    command: 'add-run-note',
    input: { runId: run.id, text },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) printJson(answer);
  else printLine(`Noted in ${runName(run.number)}.`);
}

async function exportRun(name: string, options: Options & { out?: string }): Promise<void> {
  const door = doorOf(options, READERS);
  const { run } = await read(door, name);
  await download(door, {
    path: `runs/${run.id}/markdown`,
    ...(options.out === undefined ? {} : { out: options.out }),
  });
}

function stepLine(step: RunStepView): string {
  const who = step.doneAt ? `, ${step.doneBy ?? 'by itself'}, ${instant(step.doneAt)}` : '';
  const left = step.secondsLeft === null ? '' : `, ${span(step.secondsLeft)} left`;
  const lost = step.command?.again ? ', not carried out: send it again' : '';
  const found = step.finding ? `, ${step.finding.found}` : '';
  return `  ${step.key}  ${step.title}  (${step.kind}, ${step.state}${who}${left}${lost}${found})`;
}

function printRun({ run, people, stages }: RunBody): void {
  printLine(`${runName(run.number)}  ${run.title}  ${run.state}, ${run.settled} of ${run.steps} steps`);
  printLine(`Led by ${people.join(', with ')}, since ${instant(run.startedAt)}: ${run.reason}`);
  for (const stage of stages) {
    const time = stage.elapsedSeconds === null ? '' : `, ${span(stage.elapsedSeconds)}`;
    const goal = stage.goalSeconds === null ? '' : ` of ${span(stage.goalSeconds)}`;
    printLine(`${stage.title}  (${stage.state}${time}${goal})`);
    if (stage.state === 'not needed') continue;
    for (const step of stage.steps) printLine(stepLine(step));
  }
  if (run.next) printLine(`Next: ${run.next}`);
}
