// `bulkhead canary`: runs of canary programmes from a terminal: list, show, plan, pause, resume, extend, end, try again.
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { findProgramme, PROGRAMMES } from '#lib/catalog/programmes.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type {
  CanariesBody,
  CanaryAnswer,
  CanaryBody,
  CriterionView,
  PlannedCanary,
} from '#lib/contract/canary.ts';
import { askRead, sendCommand } from './api.ts';
import { completing } from './completion-source.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { keyOption, READERS, type WriteOptions } from './switch-arguments.ts';
import { printTable } from './table.ts';
import { instant } from './times.ts';

type Options = DoorOptions & WriteOptions;
type Reasoned = Options & { reason: string };

/** Who in a demo moves a canary. */
const MOVERS: readonly Role[] = ['risk_manager'];
const RUN = 'such as CN-3';

export function asCanary(command: Command): Command {
  command.description('Runs of canary programmes.');
  command
    .command('list')
    .description('List runs, newest first, and the programmes that can be planned.')
    .option('--open', 'only those that are planned, running or paused')
    .action((_options, own: Command) => list(own.optsWithGlobals()));
  command
    .command('show')
    .description('Show stage, criteria, guards and what stands against the next gate.')
    .argument('<run>', RUN)
    .action((name: string, _options, own: Command) => show(name, own.optsWithGlobals()));
  command
    .command('plan')
    .description('Plan a run; it begins with its first signed gate.')
    .addArgument(programmeArgument())
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option(
      '--set <parameter=value...>',
      'what is to differ from the defaults; symbols with commas between them',
    )
    .addOption(keyOption())
    .action((key: string, _options, own: Command) => plan(key, own.optsWithGlobals()));
  verb(command, 'pause', 'Stop the time of the stage; guards stay armed.');
  verb(command, 'resume', 'Let the time of the stage count again.');
  verb(command, 'abort', 'End a run and close what it opened.');
  verb(command, 'retry', 'Plan a run that failed once more, 48 hours later at the earliest.');
  verb(command, 'extend', 'Let the stage last longer.').requiredOption('--minutes <n>', 'how much longer');
  return command;
}

function verb(command: Command, name: string, description: string): Command {
  return command
    .command(name)
    .description(description)
    .argument('<run>', RUN)
    .requiredOption('--reason <text>', 'why, for the audit log')
    .addOption(keyOption())
    .action((run: string, _options, own: Command) => move(name, run, own.optsWithGlobals()));
}

function programmeArgument(): Argument {
  const all = PROGRAMMES.map(({ key, title }) => ({ value: key, about: title }));
  return completing(new Argument('<programme>', 'such as phase-2'), () => all);
}

async function read(door: Door, name: string): Promise<CanaryBody> {
  const number = /^CN-([1-9]\d{0,14})$/i.exec(name)?.[1];
  return askRead<CanaryBody>(door, 'canary', number === undefined ? { id: name } : { number });
}

async function list(options: Options & { open?: boolean }): Promise<void> {
  const query = options.open ? { state: 'open' } : {};
  const body = await askRead<CanariesBody>(doorOf(options, READERS), 'canaries', query);
  if (options.json) return printJson(body);
  if (body.items.length === 0)
    return printError(options.open ? 'No run is open.' : 'There is no run yet: bulkhead canary plan.');
  printTable(
    [
      { title: 'RUN' },
      { title: 'PROGRAMME', gives: 1 },
      { title: 'STATE' },
      { title: 'STAGE', gives: 2 },
      { title: 'PLANNED', gives: 3 },
      { title: 'BY', gives: 4 },
    ],
    body.items.map((run) => [
      ...[canaryName(run.number), run.title, run.state, `${run.stage} of ${run.stages}, ${run.stageTitle}`],
      ...[instant(run.plannedAt), run.plannedBy],
    ]),
  );
}

function measured({ value, unit }: Pick<CriterionView, 'value' | 'unit'>): string {
  return value === null ? '' : `${Number(value.toPrecision(6))} ${unit ?? ''}`.trim();
}

const TONES = { pass: 'good', fail: 'bad', insufficient: 'warn' } as const;

async function show(name: string, options: Options): Promise<void> {
  const body = await read(doorOf(options, READERS), name);
  if (options.json) return printJson(body);
  const { run, groups, guards, blocks, disarmsWith, retryAt } = body;
  printLine(
    `${canaryName(run.number)} ${run.title}: ${run.state}, stage ${run.stage} of ${run.stages}, ${run.stageTitle}`,
  );
  if (run.endReason) printLine(`Ended by ${run.endedBy ?? 'Bulkhead'}: ${run.endReason}`);
  if (run.endedAt && run.guarded)
    printLine(`Still guarded: what it set is in force until "${disarmsWith.label}" holds.`);
  if (retryAt) printLine(`May be tried again from ${retryAt}.`);
  printTable(
    [
      { title: 'CRITERION', gives: 1 },
      { title: 'REQUIRED' },
      { title: 'MEASURED' },
      { title: 'RESULT' },
      { title: 'RESTS ON', gives: 2 },
    ],
    groups.flatMap(({ criteria }) =>
      criteria.map((one) => [
        ...[one.title, one.is === null ? '' : `${one.is} ${one.target}`, measured(one)],
        {
          text: one.narrow ? 'narrow' : one.verdict,
          tone: one.narrow ? ('warn' as const) : TONES[one.verdict],
        },
        one.why,
      ]),
    ),
  );
  printTable(
    [
      { title: 'GUARD', gives: 1 },
      { title: 'STATE' },
      { title: 'NOW' },
      { title: 'LIMIT' },
      { title: 'BRINGS', gives: 2 },
    ],
    guards.map((one) => [
      one.title,
      { text: one.state, tone: one.state === 'armed' ? 'good' : one.state === 'waits' ? 'quiet' : 'bad' },
      ...[measured(one), `${one.is} ${one.threshold}`, one.rollback],
    ]),
  );
  for (const block of blocks) printLine(`Against the gate: ${block}`);
}

/** As the programme takes it: a number, a list, or text. */
function parameterOf(programme: string, text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw new CliFailure('invalid_input', `Write --set as parameter=value, not "${text}".`);
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  const type = findProgramme(programme)?.parameters.find((one) => one.key === key)?.type;
  return [key, type === 'number' ? Number(value) : type === 'symbols' ? value.split(',') : value];
}

async function plan(programme: string, options: Reasoned & { set?: string[] }): Promise<void> {
  const parameters = Object.fromEntries((options.set ?? []).map((text) => parameterOf(programme, text)));
  const answer = await sendCommand<PlannedCanary>(doorOf(options, MOVERS), {
    command: 'plan-canary',
    input: { programme, parameters, reason: options.reason },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) return printJson(answer);
  printLine(`${canaryName(answer.number)} is planned. It begins when its first gate is signed.`);
}

async function move(name: string, text: string, options: Reasoned & { minutes?: string }): Promise<void> {
  const { run } = await read(doorOf(options, READERS), text);
  const answer = await sendCommand<CanaryAnswer | PlannedCanary>(doorOf(options, MOVERS), {
    command: `${name}-canary`,
    input: {
      ...{ runId: run.id, reason: options.reason },
      ...(options.minutes === undefined ? {} : { minutes: Number(options.minutes) }),
    },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) return printJson(answer);
  if ('number' in answer) printLine(`${canaryName(answer.number)} is planned.`);
  else printLine(`${canaryName(run.number)}: ${answer.state}.`);
}
