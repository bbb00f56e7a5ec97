// Incidents: those that are open and those of the past, and the search over all that was written about them.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readIncidents } from '#lib/reads/incidents/read-incidents.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { IncidentsScreen } from './incidents-screen.tsx';

export const metadata = { title: 'Incidents' };

export default async function IncidentsPage() {
  const access = await pageAccess('read-incidents', '/incidents');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const incidents = await ask(readIncidents, {}, access.person);
  if (!incidents.ok) return <Refusal failure={incidents.error} />;
  return <IncidentsScreen incidents={incidents.value} />;
}
