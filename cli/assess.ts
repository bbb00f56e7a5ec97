// `bulkhead assess`: the decision assistant from a terminal: begin at a symptom, answer, see where it leads.
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { DECISION_TREES, SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import { assessmentName, type DecisionTree } from '#lib/catalog/decision-types.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type {
  AnsweredQuestion,
  AssessmentBody,
  AssessmentsBody,
  AssessmentView,
  ReadingView,
  StartedAssessment,
} from '#lib/contract/assessment.ts';
import { askRead, sendCommand } from './api.ts';
import { completing } from './completion-source.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { keyOption, READERS, type WriteOptions } from './switch-arguments.ts';
import { type Column, printTable } from './table.ts';
import { instant } from './times.ts';

type Options = DoorOptions & WriteOptions;

/** Who in a demo answers. */
const RESPONDERS: readonly Role[] = ['operations'];

const COLUMNS: readonly Column[] = [
  { title: 'ASSESSMENT' },
  { title: 'SYMPTOM', gives: 1 },
  { title: 'STATE', gives: 2 },
  { title: 'BEGAN', gives: 3 },
  { title: 'BY', gives: 4 },
];

function symptomArgument(): Argument {
  const all = [...SYMPTOMS.values()].map(({ key, label }) => ({ value: key, about: label }));
  return completing(new Argument('<symptom>', 'what you see, such as position-mismatch'), () => all);
}

export function asListAssessments(command: Command): Command {
  return command
    .description('List assessments, newest first.')
    .action((_options, own: Command) => listAssessments(own.optsWithGlobals()));
}

export function asStartAssessment(command: Command): Command {
  return command
    .description('Begin at a symptom; prints the first question.')
    .addArgument(symptomArgument())
    .addOption(keyOption())
    .action((symptom: string, _options, own: Command) => startAssessment(symptom, own.optsWithGlobals()));
}

export function asShowAssessment(command: Command): Command {
  return command
    .description('Show answers, the open question with its readings, and where it leads.')
    .argument('<assessment>', 'such as AS-12, or its id')
    .action((name: string, _options, own: Command) => showAssessment(name, own.optsWithGlobals()));
}

export function asAnswerQuestion(command: Command): Command {
  return command
    .description('Answer the open question.')
    .argument('<assessment>', 'such as AS-12, or its id')
    .argument('<answer>', 'the key of the answer, as show lists it')
    .addOption(keyOption())
    .action((name: string, answer: string, _options, own: Command) =>
      answerQuestion(name, answer, own.optsWithGlobals()),
    );
}

/** The id of an assessment by the name it is shown by. */
async function idOf(door: Door, name: string): Promise<string> {
  const number = /^AS-(\d{1,12})$/i.exec(name)?.[1];
  if (number === undefined) return name;
  const { items } = await askRead<AssessmentsBody>(door, 'assessments', {
    before: Number(number) + 1,
    limit: 1,
  });
  const [found] = items;
  if (found?.number !== Number(number)) {
    throw new CliFailure('not_found', `There is no assessment ${assessmentName(Number(number))}.`);
  }
  return found.id;
}

async function readOne(options: Options, name: string): Promise<AssessmentBody> {
  const door = doorOf(options, READERS);
  return askRead<AssessmentBody>(door, 'assessment', { id: await idOf(door, name) });
}

function stateOf({ closed, answers }: AssessmentView): string {
  if (closed) return closed.outcome;
  return `open, ${answers.filter((answer) => answer.takenBack === null).length} answered`;
}

async function listAssessments(options: Options): Promise<void> {
  const body = await askRead<AssessmentsBody>(doorOf(options, READERS), 'assessments');
  if (options.json) printJson(body);
  else if (body.items.length === 0) printError('There is no assessment yet.');
  else {
    printTable(
      COLUMNS,
      body.items.map((one) => [
        assessmentName(one.number),
        one.symptom,
        stateOf(one),
        instant(one.startedAt),
        one.startedBy,
      ]),
    );
  }
}

async function startAssessment(symptom: string, options: Options): Promise<void> {
  const answer = await sendCommand<StartedAssessment>(doorOf(options, RESPONDERS), {
    command: 'start-assessment',
    input: { symptom },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) {
    printJson(answer);
    return;
  }
  printBody(await readOne(options, answer.assessmentId));
}

async function showAssessment(name: string, options: Options): Promise<void> {
  const body = await readOne(options, name);
  if (options.json) printJson(body);
  else printBody(body);
}

async function answerQuestion(name: string, option: string, options: Options): Promise<void> {
  const before = await readOne(options, name);
  const { id, number } = before.assessment;
  if (before.next === null) {
    throw new CliFailure(
      'conflict',
      `${assessmentName(number)} has no open question. Show it to see its end.`,
    );
  }
  const answer = await sendCommand<AnsweredQuestion>(doorOf(options, RESPONDERS), {
    command: 'answer-question',
    input: { assessmentId: id, question: before.next, option },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) printJson(answer);
  else printBody(await readOne(options, id));
}

function reading({ label, value }: ReadingView): string {
  return `${label} ${value ?? 'not reported'}`;
}

function printEnd(tree: DecisionTree | undefined, key: string): void {
  const end = tree?.ends[key];
  if (!end) {
    printLine(`Leads to ${key}.`);
    return;
  }
  printLine(`Leads to: ${end.title}. ${end.says}`);
  const runs = end.procedure ? PROCEDURES[end.procedure]?.title : undefined;
  if (runs) printLine(`Then runs: ${runs}. Both are started in the console, where the diff is shown.`);
}

function printBody({ assessment, next, end, readings }: AssessmentBody): void {
  const tree: DecisionTree | undefined = DECISION_TREES[assessment.tree];
  const symptom = SYMPTOMS.get(assessment.symptom);
  printLine(
    `${assessmentName(assessment.number)}  ${symptom?.label ?? assessment.symptom}  ${stateOf(assessment)}`,
  );
  for (const answer of assessment.answers) {
    const question = tree?.questions[answer.question];
    const option = question?.options.find((one) => one.key === answer.option);
    const gone = answer.takenBack ? `, taken back by ${answer.takenBack.by}` : '';
    printLine(
      `${question?.title ?? answer.question}  ${option?.label ?? answer.option}  (${answer.by}, ${instant(answer.at)}${gone})`,
    );
    if (answer.readings.length > 0) printLine(`  ${answer.readings.map(reading).join('; ')}`);
  }
  const open = next === null ? undefined : tree?.questions[next];
  if (open) {
    printLine(`${open.title} ${open.help}`);
    if (readings.length > 0) printLine(`  ${readings.map(reading).join('; ')}`);
    for (const option of open.options) {
      const suggested = symptom?.suggests[open.key] === option.key ? '  (suggested)' : '';
      printLine(`  ${option.key}  ${option.label}: ${option.note}${suggested}`);
    }
  }
  if (end !== null) printEnd(tree, end);
}
