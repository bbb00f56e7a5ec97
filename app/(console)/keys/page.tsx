// Keys: what machines hold to read from Bulkhead, who answers for it, and the look-up of one that leaked.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readKeys } from '#lib/reads/access/read-keys.ts';
import { readPeople } from '#lib/reads/access/read-people.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { KeysScreen } from './keys-screen.tsx';

export const metadata = { title: 'Keys' };

export default async function KeysPage() {
  const access = await pageAccess('read-keys', '/keys');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Keys" />;
  const keys = await ask(readKeys, {}, access.person);
  if (!keys.ok) return <Refusal failure={keys.error} screen="Keys" />;
  const people = await ask(readPeople, {}, access.person);
  if (!people.ok) return <Refusal failure={people.error} screen="Keys" />;
  const owners = people.value.items.map(({ id, name, state }) => ({
    id,
    name,
    disabled: state === 'disabled',
  }));
  return <KeysScreen keys={keys.value} owners={owners} />;
}
