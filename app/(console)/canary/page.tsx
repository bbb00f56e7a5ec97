// Canaries: the programmes that can be planned, and every run of one.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readCanaries } from '#lib/reads/canary/read-canaries.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { CanariesScreen } from './canaries-screen.tsx';

export const metadata = { title: 'Canary' };

export default async function CanariesPage() {
  const access = await pageAccess('read-canaries', '/canary');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const canaries = await ask(readCanaries, {}, access.person);
  if (!canaries.ok) return <Refusal failure={canaries.error} />;
  return <CanariesScreen canaries={canaries.value} />;
}
