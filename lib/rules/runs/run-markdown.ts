// A run as Markdown: what was done, by whom and when, against its goals; for a post-mortem, a ticket, or paper.
import { runName } from '#lib/catalog/runs.ts';
import type { RunBody, RunStageView, RunStepView } from '#lib/contract/runs.ts';
import { valueText } from '#lib/rules/changes/value-text.ts';

/** What people wrote stays text: no heading, link, list or HTML comes of it. */
export function plain(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^([-+=])/, '\\$1');
}

/** `03:16:49 UTC`, with the day where it is not the day of the start. */
function clock(at: string, start: string): string {
  const [day, time] = [at.slice(0, 10), at.slice(11, 19)];
  return day === start.slice(0, 10) ? `${time} UTC` : `${day} ${time} UTC`;
}

/** `4:03`, or `1:04:03`. */
export function span(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const BOX = {
  ...{ done: '[x]', 'passed over': '[-]', 'not needed': '[-]', failed: '[!]' },
  ...{ locked: '[ ]', open: '[ ]', running: '[ ]', waiting: '[ ]' },
} as const satisfies Record<RunStepView['state'], string>;

const STATE = {
  ...{ done: '', 'passed over': 'passed over', 'not needed': 'not needed', failed: 'failed' },
  ...{ locked: 'locked', open: 'open', running: 'running', waiting: 'waiting' },
} as const satisfies Record<RunStepView['state'], string>;

function whoAndWhen({ state, doneBy, doneAt }: RunStepView, start: string): string {
  const by = doneAt ? `${plain(doneBy ?? 'by itself')}, ${clock(doneAt, start)}` : '';
  return [STATE[state], by].filter((part) => part !== '').join(', ');
}

function detailsOf(step: RunStepView, start: string): string[] {
  const option = step.options.find(({ key }) => key === step.option);
  const { effect, request, command, sign } = step;
  return [
    ...(option ? [`Chosen: ${plain(option.label)}`] : []),
    ...(step.evidence ? [`Evidence: ${plain(step.evidence)}`] : []),
    ...step.fields.flatMap(({ label, value, unit }) =>
      value === null ? [] : [`${plain(label)}: ${plain(value)}${unit ? ` ${unit}` : ''}`],
    ),
    ...step.changes.map(
      ({ switch: name, symbol, oldValue, newValue }) =>
        `\`${symbol ? `${name}.${symbol}` : name}\`: ${plain(valueText(oldValue))} → ${plain(valueText(newValue))}`,
    ),
    ...(effect ? [`Applied by ${effect.applied} of ${effect.expected} instances`] : []),
    ...(request ? [`Change request CR-${request.number}: ${request.state}`] : []),
    ...(command
      ? [`Command: ${plain(command.label)}${command.argument ? ` ${plain(command.argument)}` : ''}`]
      : []),
    ...(command?.executors.map(
      ({ executor, state, done, total }) => `${plain(executor)}: ${state}, ${done} of ${total}`,
    ) ?? []),
    ...(step.finding ? [`Found: ${plain(step.finding.found)}`] : []),
    ...(step.breaches > 0
      ? [
          `Began anew ${step.breaches} ${step.breaches === 1 ? 'time' : 'times'}, last for: ${plain(step.breach ?? '')}`,
        ]
      : []),
    ...(sign ? [`Statement: ${plain(sign.statement)}`] : []),
    ...(sign?.signatures.map(({ name, at }) => `Signed: ${plain(name)}, ${clock(at, start)}`) ?? []),
    ...(step.reason ? [`Reason: ${plain(step.reason)}`] : []),
  ];
}

function stageLines(stage: RunStageView, place: number, start: string): string[] {
  const { elapsedSeconds, goalSeconds, checkpoint } = stage;
  const time = [
    ...(elapsedSeconds === null ? [] : [span(elapsedSeconds)]),
    ...(goalSeconds === null ? [] : [`goal ${span(goalSeconds)}`]),
  ].join(', ');
  return [
    `## ${place}. ${plain(stage.title)}`,
    '',
    `${stage.state === 'not needed' ? 'Not needed' : stage.state === 'complete' ? 'Complete' : stage.state === 'open' ? 'Open' : 'Locked'}${time ? ` (${time})` : ''}`,
    '',
    ...stage.steps.flatMap((step) => {
      const who = whoAndWhen(step, start);
      return [
        `- ${BOX[step.state]} **${plain(step.title)}**${who ? ` (${who})` : ''}`,
        ...detailsOf(step, start).map((line) => `  - ${line}`),
      ];
    }),
    '',
    ...(checkpoint?.passedAt
      ? [
          `> **Checkpoint: ${plain(checkpoint.title)}**, passed ${clock(checkpoint.passedAt, start)}. ${checkpoint.facts.map(plain).join('; ')}.`,
          '',
        ]
      : []),
  ];
}

/** The whole run, ending with a line break. */
export function runMarkdown(body: RunBody): string {
  const { run, people } = body;
  const [leads, ...others] = people.map(plain);
  const end =
    run.state === 'complete'
      ? `complete ${run.overAt}`
      : run.state === 'ended'
        ? `ended ${run.overAt} by ${plain(run.endedBy ?? '')}: ${plain(run.endReason ?? '')}`
        : `running, as of ${body.now}`;
  return [
    `# ${runName(run.number)}: ${plain(run.title)}`,
    '',
    `- Reason: ${plain(run.reason)}`,
    `- Led by ${leads}${others.length > 0 ? `, with ${others.join(', ')}` : ''}`,
    `- Started ${run.startedAt}, ${end}`,
    `- Source: ${plain(body.source)}`,
    ...(run.subject ? [`- About: ${run.subject.kind.replace('-', ' ')} ${run.subject.id}`] : []),
    '',
    ...body.stages.flatMap((stage, index) => stageLines(stage, index + 1, run.startedAt)),
    ...(body.notes.length > 0
      ? [
          '## Notes',
          '',
          ...body.notes.map(
            ({ by, at, text }) => `- ${clock(at, run.startedAt)}, ${plain(by)}: ${plain(text)}`,
          ),
          '',
        ]
      : []),
  ].join('\n');
}
