// `bulkhead instances`: every instance that reads switches, where it stands and when it was last heard.
import type { Command } from 'commander';
import type { InstancesBody, InstanceView } from '#lib/contract/console.ts';
import { askRead } from './api.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { printError, printJson, type Tone } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { type Column, printTable } from './table.ts';
import { age } from './times.ts';

const COLUMNS: readonly Column[] = [
  { title: 'INSTANCE', gives: 1 },
  { title: 'STATE' },
  { title: 'REVISION' },
  { title: 'HEARD', gives: 3 },
  { title: 'MODE', gives: 2 },
  { title: 'SERVICE', gives: 4 },
  { title: 'VERSION', gives: 5 },
  { title: 'NOTE', gives: 6 },
];

const STATES: Readonly<Record<InstanceView['state'], { words: string; tone: Tone }>> = {
  in_step: { words: 'in step', tone: 'good' },
  behind: { words: 'behind', tone: 'warn' },
  silent: { words: 'silent', tone: 'bad' },
  isolated: { words: 'isolated', tone: 'quiet' },
  left: { words: 'left', tone: 'quiet' },
};

export function asInstances(command: Command): Command {
  return command
    .description('List the instances that read switches.')
    .option('--lagging', 'only those that are behind or silent')
    .action((_options, own: Command) => instances(own.optsWithGlobals()));
}

function noteOf(instance: InstanceView): string {
  if (instance.state === 'isolated') {
    return `${instance.isolatedBy ?? 'somebody'}: ${instance.isolatedReason ?? ''}`;
  }
  return instance.fallen.length > 0 ? `fell to the safe value: ${instance.fallen.join(', ')}` : '';
}

async function instances(options: DoorOptions & { lagging?: boolean }): Promise<void> {
  const body = await askRead<InstancesBody>(doorOf(options, READERS), 'instances');
  const items = body.items.filter(
    ({ state }) => !options.lagging || state === 'behind' || state === 'silent',
  );
  if (options.json) {
    printJson({ ...body, items });
    return;
  }
  if (items.length === 0) {
    printError(
      options.lagging ? `No instance lags behind ${body.epoch}.${body.revision}.` : 'No instance reports.',
    );
    return;
  }
  printTable(
    COLUMNS,
    items.map((instance) => {
      const { words, tone } = STATES[instance.state] ?? { words: instance.state, tone: 'warn' };
      return [
        instance.id,
        { text: words, tone },
        `${instance.epoch}.${instance.revision}`,
        `${age(instance.silentForMs)} ago`,
        instance.mode,
        instance.service,
        instance.version ?? '',
        noteOf(instance),
      ];
    }),
  );
}
