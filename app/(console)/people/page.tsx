// People: everybody with access, what they may do and how they prove who they are, and the links that are open.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readPeople } from '#lib/reads/access/read-people.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { PeopleScreen } from './people-screen.tsx';

export const metadata = { title: 'People' };

export default async function PeoplePage() {
  const access = await pageAccess('read-people', '/people');
  if (!access.allowed) return <Refusal failure={access.failure} screen="People" />;
  const people = await ask(readPeople, {}, access.person);
  if (!people.ok) return <Refusal failure={people.error} screen="People" />;
  return <PeopleScreen people={people.value} />;
}
