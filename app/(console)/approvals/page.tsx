// Approvals: what waits for a second person, break-glass to review, values to come back to, and what was closed today.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readApprovals } from '#lib/reads/changes/read-approvals.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { ApprovalsScreen } from './approvals-screen.tsx';

export const metadata = { title: 'Approvals' };

export default async function ApprovalsPage() {
  const access = await pageAccess('read-approvals', '/approvals');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Approvals" />;
  const approvals = await ask(readApprovals, {}, access.person);
  if (!approvals.ok) return <Refusal failure={approvals.error} screen="Approvals" />;
  return <ApprovalsScreen approvals={approvals.value} />;
}
