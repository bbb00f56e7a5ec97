// Options by which several commands choose entries of the audit log.
import { Option } from 'commander';
import type { ActorView } from '#lib/contract/console.ts';
import { askRead } from './api.ts';
import type { Door } from './door.ts';
import { CliFailure } from './failure.ts';

export interface LogFilter {
  kind?: string;
  switch?: string;
  person?: string;
}

export function kindOption(): Option {
  return new Option('--kind <kind>', 'only of this kind, or of all below it: switch.changed, session');
}

export function personOption(): Option {
  return new Option('--person <name>', 'only of this person or key, by name or id');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id that entries of the log carry. Throws CliFailure when nobody, or more than one, is called that. */
export async function personId(door: Door, named: string): Promise<string> {
  if (UUID.test(named)) return named.toLowerCase();
  const { items } = await askRead<{ items: readonly ActorView[] }>(door, 'audit-actors');
  const same = items.filter(
    ({ id, name }) => id === named || name.toLowerCase() === named.trim().toLowerCase(),
  );
  const [found] = same;
  if (found && same.length === 1) return found.id;
  const names = items.map(({ name }) => name).slice(0, 20);
  throw new CliFailure(
    'not_found',
    found
      ? `Several are called "${named.slice(0, 60)}": name one by its id: ${same.map(({ id }) => id).join(', ')}.`
      : `Nobody called "${named.slice(0, 60)}" stands in the audit log. There is ${names.join(', ')}.`,
  );
}
