// All instances of the venue in one process, each with its own SDK client, its own copy on disk and its own link.
import { join } from 'node:path';
import type { Figures } from '#lib/contract/edge.ts';
import type { Log } from '#lib/process/log.ts';
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import type { Bulkhead } from '#sdk/api.ts';
import { createBulkhead } from '#sdk/client.ts';
import { Link } from './link.ts';
import { type InstanceName, instanceNames } from './names.ts';
import { valuesOf } from './values.ts';

export interface Instance extends InstanceName {
  readonly bulkhead: Bulkhead;
  /** The values this instance has now, for the rules. */
  readonly values: SwitchReader;
  readonly link: Link;
}

export interface FleetOptions {
  edges: readonly string[];
  apiKey: string;
  count: number;
  /** Folder of the last-known-good copies; without it nothing is kept. */
  folder: string | undefined;
  version: string;
  figuresOf(name: InstanceName): Figures | undefined;
  log: Log;
}

export interface Fleet {
  readonly instances: readonly Instance[];
  find(id: string): Instance | undefined;
  /** All instances of a service; in a fleet that has none, its first instance stands in. */
  of(service: string): readonly Instance[];
  /** The first instance of a service. */
  first(service: string): Instance;
  /** Every instance says goodbye; then the links close. */
  close(): Promise<void>;
}

export function startFleet(options: FleetOptions): Fleet {
  const instances = instanceNames(options.count).map((name) => startInstance(name, options));
  const of = (service: string) => {
    const found = instances.filter((instance) => instance.service === service);
    return found.length > 0 ? found : instances.slice(0, 1);
  };
  return {
    instances,
    find: (id) => instances.find((instance) => instance.id === id),
    of,
    first: (service) => of(service)[0] as Instance,
    async close() {
      await Promise.all(instances.map(({ bulkhead }) => bulkhead.close()));
      await Promise.all(instances.map(({ link }) => link.close()));
    },
  };
}

function startInstance(name: InstanceName, options: FleetOptions): Instance {
  const link = new Link();
  const log = options.log.with({ instanceId: name.id });
  const bulkhead = createBulkhead({
    edges: options.edges,
    apiKey: options.apiKey,
    service: name.service,
    instanceId: name.id,
    version: options.version,
    ...(options.folder === undefined ? {} : { file: join(options.folder, `${name.id}.json`) }),
    figures: () => options.figuresOf(name),
    onTrouble: (error) => log.debug('trouble with the edge', { err: error }),
    dispatcher: link.dispatcher,
  });
  bulkhead.on('mode', (mode) => {
    const { epoch, revision } = bulkhead.status();
    log.info('mode', { mode, epoch, revision });
  });
  return { ...name, bulkhead, values: valuesOf(bulkhead), link };
}
