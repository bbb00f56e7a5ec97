// Opening an incident, from what `from` names or by hand: /incidents/new?from=firing:<id>.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { sourceOf } from '#components/incidents/incident-words.ts';
import { readIncidentSource } from '#lib/reads/incidents/read-incident-source.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { NewIncidentScreen } from './new-incident-screen.tsx';

export const metadata = { title: 'Open an incident' };

export default async function NewIncidentPage({
  searchParams,
}: {
  searchParams: Promise<{ from?: string | string[] }>;
}) {
  const { from } = await searchParams;
  const source = sourceOf(typeof from === 'string' ? from : undefined);
  const path = source ? `/incidents/new?from=${source.kind}:${source.id}` : '/incidents/new';
  const access = await pageAccess('read-incidents', path);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Incidents" />;
  if (!source) return <NewIncidentScreen source={null} />;
  const offer = await ask(readIncidentSource, source, access.person);
  if (!offer.ok) return <Refusal failure={offer.error} screen="Incidents" />;
  return <NewIncidentScreen source={offer.value} />;
}
