// Manual: every procedure by its kind, operations that are due, and the runs of the past.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readProcedures } from '#lib/reads/runs/read-procedures.ts';
import { Refusal } from '../refusal.tsx';
import { ManualScreen } from './manual-screen.tsx';

export const metadata = { title: 'Manual' };

export default async function ManualPage() {
  const access = await pageAccess('read-procedures', '/manual');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const procedures = await ask(readProcedures, {}, access.person);
  if (!procedures.ok) return <Refusal failure={procedures.error} />;
  return <ManualScreen procedures={procedures.value} />;
}
