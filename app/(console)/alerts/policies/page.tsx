// What Bulkhead does by itself when an alert fires: every alert of the catalogue with its policy.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readAlertPolicies } from '#lib/reads/alerts/read-alert-policies.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { PoliciesScreen } from './policies-screen.tsx';

export const metadata = { title: 'Alert policies' };

export default async function AlertPoliciesPage() {
  const access = await pageAccess('read-alert-policies', '/alerts/policies');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Alerts" />;
  const policies = await ask(readAlertPolicies, {}, access.person);
  if (!policies.ok) return <Refusal failure={policies.error} screen="Alerts" />;
  return <PoliciesScreen policies={policies.value} />;
}
