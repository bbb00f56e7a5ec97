// One incident by its number: live for everybody who works on it.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readIncident } from '#lib/reads/incidents/read-incident.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { IncidentScreen } from './incident-screen.tsx';

export const metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: { params: Promise<{ number: string }> }) {
  const { number } = await params;
  if (!/^[1-9]\d{0,14}$/.test(number)) notFound();
  const access = await pageAccess('read-incident', `/incidents/${number}`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Incidents" />;
  const incident = await ask(readIncident, { number }, access.person);
  if (!incident.ok) return <Refusal failure={incident.error} screen="Incidents" />;
  return <IncidentScreen body={incident.value} />;
}
