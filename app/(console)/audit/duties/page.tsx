// Duties: whose roles together act and approve, and which doors nobody watches, for those who review them.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readDuties } from '#lib/reads/access/read-duties.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { DutiesScreen } from './duties-screen.tsx';

export const metadata = { title: 'Duties' };

export default async function DutiesPage() {
  const access = await pageAccess('review-duties', '/audit/duties');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const review = await ask(readDuties, {}, access.person);
  if (!review.ok) return <Refusal failure={review.error} />;
  return <DutiesScreen review={review.value} />;
}
