// `bulkhead incident`: what goes wrong and who works on it; opening, noting, mitigating, resolving, the post-mortem as Markdown.
import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { INCIDENT_LIMITS, incidentName, SEVERITY_NAMES } from '#lib/catalog/incidents.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { FiringBody } from '#lib/contract/alerts.ts';
import type {
  IncidentAnswer,
  IncidentBody,
  IncidentSourceBody,
  IncidentSummary,
  IncidentsBody,
  OpenedIncident,
} from '#lib/contract/incidents.ts';
import type { NotedAnswer } from '#lib/contract/runs.ts';
import { askRead, sendCommand } from './api.ts';
import { completing } from './completion-source.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { download } from './download.ts';
import { CliFailure } from './failure.ts';
import { count, printError, printJson, printLine, type Tone } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { type Column, printTable } from './table.ts';
import { age, instant } from './times.ts';

/** Who in a demo works an incident. */
const RESPONDERS: readonly Role[] = ['operations'];

const COLUMNS: readonly Column[] = [
  { title: 'INCIDENT' },
  { title: 'SEVERITY', gives: 3 },
  { title: 'STATE' },
  { title: 'BEGAN', gives: 2 },
  { title: 'OWNER', gives: 4 },
  { title: 'WHAT', gives: 1 },
];

type Why = DoorOptions & { reason: string };

interface Open extends DoorOptions {
  severity?: string;
  alert?: string;
  take?: true;
  drill?: true;
}

export function asIncident(command: Command): Command {
  command.description('Incidents and their post-mortems.');
  command
    .command('list')
    .description('List the last of them, newest first.')
    .option('--open', 'only those that are not resolved')
    .action((_options, own: Command) => list(own.optsWithGlobals()));
  one(command, 'show', 'Show one: what it is about, its timeline, its post-mortem.').action(
    (name: string, _options, own: Command) => show(name, own.optsWithGlobals()),
  );
  command
    .command('open')
    .argument('[title]', 'what is wrong, in one line; with --alert that of the alert')
    .description('Open an incident.')
    .addOption(new Option('--severity <name>', 'how soon somebody takes it').choices([...SEVERITY_NAMES]))
    .option('--alert <alert>', 'from this alert, such as A-12')
    .option('--take', 'you take it yourself')
    .option('--drill', 'only an exercise')
    .action((title: string | undefined, _options, own: Command) => open(title, own.optsWithGlobals()));
  one(command, 'note', 'Write a note into its timeline.')
    .argument('<text>', 'what you saw or did')
    .action((name: string, text: string, _options, own: Command) => note(name, text, own.optsWithGlobals()));
  one(command, 'mitigate', 'Say that customers are no longer hurt.')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((name: string, _options, own: Command) => move('mitigate', name, own.optsWithGlobals()));
  one(command, 'resolve', 'Say that it is over.')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((name: string, _options, own: Command) => move('resolve', name, own.optsWithGlobals()));
  one(command, 'post-mortem', 'Take its post-mortem away as Markdown.')
    .addOption(completing(new Option('-o, --output <file>', 'write it to this file'), 'files'))
    .action((name: string, _options, own: Command) => postMortem(name, own.optsWithGlobals()));
  return command;
}

function one(command: Command, name: string, description: string): Command {
  return command.command(name).argument('<incident>', 'such as INC-3').description(description);
}

async function find(name: string, options: DoorOptions): Promise<IncidentBody> {
  const number = /^(?:INC-)?([1-9]\d{0,8})$/i.exec(name)?.[1];
  if (number === undefined) throw new CliFailure('invalid_input', 'Name the incident as it is shown: INC-3.');
  return askRead<IncidentBody>(doorOf(options, READERS), 'incident', { number });
}

function stateOf({ state, owner, respond, resolvedAt }: IncidentSummary, now: string) {
  const tone: Tone = resolvedAt !== null ? 'quiet' : respond.late ? 'bad' : 'warn';
  if (resolvedAt !== null || owner !== null) return { text: state, tone };
  const left = Date.parse(respond.dueAt) - Date.parse(now);
  return { text: respond.late ? `take it, ${age(-left)} late` : `take it within ${age(left)}`, tone };
}

function rowOf(incident: IncidentSummary, now: string) {
  return [
    incidentName(incident.number),
    incident.drill ? `${incident.severity} drill` : incident.severity,
    stateOf(incident, now),
    instant(incident.beganAt),
    incident.owner?.name ?? '',
    incident.title,
  ];
}

async function list(options: DoorOptions & { open?: true }): Promise<void> {
  const query = options.open ? { state: 'active' } : {};
  const body = await askRead<IncidentsBody>(doorOf(options, READERS), 'incidents', query);
  if (options.json) return printJson(body);
  if (body.items.length === 0)
    return printError(options.open ? 'No incident is open.' : 'There was none yet.');
  printTable(
    COLUMNS,
    body.items.map((incident) => rowOf(incident, body.now)),
  );
  if (body.nextBefore !== null) printError('There are earlier ones: the console has all of them.');
}

async function show(name: string, options: DoorOptions): Promise<void> {
  const body = await find(name, options);
  if (options.json) return printJson(body);
  const { incident, links, timeline, postMortem: text } = body;
  printTable(COLUMNS, [rowOf(incident, body.now)]);
  for (const { label, title } of links) printLine(`About ${label}: ${title}`);
  const [exposure, pnl] = [incident.exposureUsd, incident.pnlUsd];
  if (exposure !== null) printLine(`Exposure: ${exposure} USD`);
  if (pnl !== null) printLine(`Result: ${pnl} USD`);
  for (const { at, what, by, reason } of timeline) {
    const words = reason === null || reason === what ? what : `${what} (${reason})`;
    printLine(`${instant(at)} ${by === null ? '' : `${by}: `}${words}`);
  }
  if (body.timelineCut) printError('The timeline is longer: the console has all of it.');
  const signed = text.signatures.filter((signature) => !signature.void).map(({ role }) => role);
  const by = signed.length > 0 ? `, signed by ${signed.join(', ')}` : '';
  printLine(`Post-mortem: ${incident.postMortem}${by}`);
}

/** What is offered for an alert: its title and severity, and its id. */
async function sourceOf(name: string, options: DoorOptions) {
  const number = /^(?:A-)?([1-9]\d{0,14})$/i.exec(name)?.[1];
  if (number === undefined) throw new CliFailure('invalid_input', 'Name the alert as it is shown: A-12.');
  const door = doorOf(options, READERS);
  const { firing } = await askRead<FiringBody>(door, 'firing', { number });
  const from = { kind: 'firing', id: firing.id };
  const { title, severity } = await askRead<IncidentSourceBody>(door, 'incident-source', from);
  return { from, title, severity };
}

async function open(given: string | undefined, options: Open): Promise<void> {
  const source = options.alert === undefined ? undefined : await sourceOf(options.alert, options);
  const [title, severity] = [given ?? source?.title, options.severity ?? source?.severity];
  if (title === undefined || severity === undefined) {
    const most = INCIDENT_LIMITS.title;
    throw new CliFailure(
      'invalid_input',
      `Say what is wrong in at most ${most} characters and give --severity, or name the alert with --alert.`,
    );
  }
  const answer = await sendCommand<OpenedIncident>(doorOf(options, RESPONDERS), {
    command: 'open-incident',
    input: {
      ...{ title, severity },
      ...(source === undefined ? {} : { from: source.from }),
      ...(options.take ? { take: true } : {}),
      ...(options.drill ? { drill: true } : {}),
    },
    idempotencyKey: randomUUID(),
    look: 'bulkhead incident list says whether it is open.',
  });
  if (options.json) return printJson(answer);
  printLine(`${incidentName(answer.number)} is open.`);
}

/** None of these does harm when it was done already: the answer says so. */
async function send<Answer>(
  name: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  options: DoorOptions,
): Promise<Answer> {
  return sendCommand<Answer>(doorOf(options, RESPONDERS), {
    ...{ command, input, idempotencyKey: randomUUID() },
    look: `bulkhead incident show ${name} says whether it happened.`,
  });
}

async function note(name: string, text: string, options: DoorOptions): Promise<void> {
  const { incident } = await find(name, options);
  const answer = await send<NotedAnswer>(name, 'note-incident', { incidentId: incident.id, text }, options);
  if (options.json) return printJson(answer);
  printLine('Noted.');
}

async function move(verb: 'mitigate' | 'resolve', name: string, options: Why): Promise<void> {
  const { incident } = await find(name, options);
  const input = { incidentId: incident.id, reason: options.reason };
  const answer = await send<IncidentAnswer>(name, `${verb}-incident`, input, options);
  if (options.json) return printJson(answer);
  const already = answer.changed ? '' : ' already';
  printLine(`${incidentName(incident.number)} is ${answer.state}${already}.`);
}

async function postMortem(name: string, options: DoorOptions & { output?: string }): Promise<void> {
  const { output: out, json } = options;
  const { incident, postMortem: view } = await find(name, options);
  if (json && out === undefined) return printJson(view);
  const body = await download(doorOf(options, READERS), {
    path: `incidents/${incident.id}/markdown`,
    verify: ({ endsWithLine, bytes }) =>
      endsWithLine && bytes > 0 ? undefined : 'it ends in the middle of a line.',
    ...(out === undefined ? {} : { out }),
  });
  if (out === undefined) return;
  if (json) printJson({ file: out, bytes: body.bytes });
  else printError(`Wrote ${out}: ${count(body.bytes)} bytes.`);
}
