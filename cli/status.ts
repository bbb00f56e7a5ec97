// `bulkhead status`: who is asking, and how the venue stands.
import type { Command } from 'commander';
import type { MeBody, StatusBody } from '#lib/contract/console.ts';
import { askRead } from './api.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { count, printable, printJson, type Tone, toned } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { age } from './times.ts';

export function asStatus(command: Command): Command {
  return command
    .description(
      'Show who you are, and the state of the venue: revision, instances, audit log, age of the figures.',
    )
    .addHelpText('after', '\nThe exit code is 0 whenever the state could be read, good or bad.')
    .action((_options, own: Command) => status(own.optsWithGlobals()));
}

/** Machine keys have no account. */
async function accountOf(door: Door): Promise<MeBody | null> {
  try {
    return await askRead<MeBody>(door, 'me');
  } catch (error) {
    if (error instanceof CliFailure && error.code === 'forbidden') return null;
    throw error;
  }
}

type Line = readonly [label: string, words: string, tone?: Tone];

function instancesLine({ instances: { expected, inStep, silent } }: StatusBody): Line {
  const words = `${inStep}/${expected} in step${silent.length > 0 ? `; silent: ${silent.join(', ')}` : ''}`;
  return ['instances', words, inStep === expected && expected > 0 ? 'good' : 'bad'];
}

function chainLine({ integrity }: StatusBody): Line {
  switch (integrity.state) {
    case 'verified':
      return ['audit log', `verified to entry ${count(integrity.verifiedSeq)}`, 'good'];
    case 'broken':
      return ['audit log', `BROKEN at entry ${count(integrity.brokenSeq ?? 0)}: raising changes stop`, 'bad'];
    default:
      return ['audit log', 'not checked yet', 'warn'];
  }
}

function linesOf(door: Door, me: MeBody | null, body: StatusBody): Line[] {
  const ago = (at: string) => `${age(Date.parse(body.now) - Date.parse(at))} ago`;
  const profile = door.profile === undefined ? '' : `, profile ${door.profile}`;
  return [
    ['you', me ? `${me.name} <${me.email}>` : 'a machine key'],
    ...(me ? [['roles', me.roles.join(', ') || 'none'] as const] : []),
    ['console', `${door.url} (${body.environment}${profile})`],
    ['revision', `${body.epoch}.${body.revision}, published ${ago(body.publishedAt)}`],
    instancesLine(body),
    chainLine(body),
    ['figures', body.figuresAt === null ? 'no instance reports any' : `${ago(body.figuresAt)}`],
  ];
}

async function status(options: DoorOptions): Promise<void> {
  const door = doorOf(options, READERS);
  const [me, body] = await Promise.all([accountOf(door), askRead<StatusBody>(door, 'status')]);
  if (options.json) {
    printJson({ me, status: body });
    return;
  }
  for (const [label, words, tone] of linesOf(door, me, body)) {
    const text = printable(words);
    process.stdout.write(`${label.padEnd(10)} ${tone ? toned(tone, text) : text}\n`);
  }
}
