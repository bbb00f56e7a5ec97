// Instances: every process that reads switches, where it stands, and the way to isolate a silent one.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readInstances } from '#lib/reads/venue/read-instances.ts';
import { Refusal } from '../refusal.tsx';
import { InstancesScreen } from './instances-screen.tsx';

export const metadata = { title: 'Instances' };

export default async function InstancesPage() {
  const access = await pageAccess('read-instances', '/instances');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const instances = await ask(readInstances, {}, access.person);
  if (!instances.ok) return <Refusal failure={instances.error} />;
  return <InstancesScreen instances={instances.value} />;
}
