// Audit: the log with its filters, the chain strip, and one entry with its link in the chain.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readChain } from '#lib/reads/alerts/read-chain.ts';
import { readAudit } from '#lib/reads/audit/read-audit.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { AuditScreen } from './audit-screen.tsx';

export const metadata = { title: 'Audit' };

export default async function AuditPage() {
  const access = await pageAccess('read-audit', '/audit');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const page = await ask(readAudit, {}, access.person);
  const chain = await ask(readChain, {}, access.person);
  if (!page.ok) return <Refusal failure={page.error} />;
  return <AuditScreen page={page.value} chain={chain.ok ? chain.value : undefined} />;
}
