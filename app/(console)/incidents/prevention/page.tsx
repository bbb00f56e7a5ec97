// What post-mortems promised: who sees to it, and until when.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readPrevention } from '#lib/reads/incidents/read-prevention.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { PreventionScreen } from './prevention-screen.tsx';

export const metadata = { title: 'Prevention' };

export default async function PreventionPage() {
  const access = await pageAccess('read-incidents', '/incidents/prevention');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Incidents" />;
  const prevention = await ask(readPrevention, {}, access.person);
  if (!prevention.ok) return <Refusal failure={prevention.error} screen="Incidents" />;
  return <PreventionScreen prevention={prevention.value} />;
}
