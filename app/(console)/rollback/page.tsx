// Rollback: the runs under way and the earlier ones, with the decision assistant beside them.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readRuns } from '#lib/reads/runs/read-runs.ts';
import { Refusal } from '../refusal.tsx';
import { RunsScreen } from './runs-screen.tsx';

export const metadata = { title: 'Rollback' };

export default async function RollbackPage() {
  const access = await pageAccess('read-runs', '/rollback');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const runs = await ask(readRuns, {}, access.person);
  if (!runs.ok) return <Refusal failure={runs.error} />;
  return <RunsScreen runs={runs.value} />;
}
