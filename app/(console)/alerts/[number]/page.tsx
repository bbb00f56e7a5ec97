// One firing by its number: its record for good, and what can be done about it while it is open.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readFiring } from '#lib/reads/alerts/read-firing.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { FiringScreen } from './firing-screen.tsx';

export const metadata = { title: 'Alert' };

export default async function FiringPage({ params }: { params: Promise<{ number: string }> }) {
  const { number } = await params;
  if (!/^[1-9]\d{0,14}$/.test(number)) notFound();
  const access = await pageAccess('read-firing', `/alerts/${number}`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Alerts" />;
  const firing = await ask(readFiring, { number }, access.person);
  if (!firing.ok) return <Refusal failure={firing.error} screen="Alerts" />;
  return <FiringScreen body={firing.value} />;
}
