// Now: what customers can do, which instances are in step, what changed and how fast it took effect, orders by route.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readFigures } from '#lib/reads/venue/read-figures.ts';
import { readInstances } from '#lib/reads/venue/read-instances.ts';
import { Refusal } from '../refusal.tsx';
import { NowScreen } from './now-screen.tsx';

export const metadata = { title: 'Now' };

export default async function NowPage() {
  const access = await pageAccess('read-status', '/now');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const [figures, instances] = await Promise.all([
    ask(readFigures, {}, access.person),
    ask(readInstances, {}, access.person),
  ]);
  return (
    <NowScreen
      figures={figures.ok ? figures.value : undefined}
      instances={instances.ok ? instances.value : undefined}
    />
  );
}
