// The history of rollbacks (manual 4): date, trigger, duration, impact, resolved by.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readRollbackHistory } from '#lib/reads/changes/read-rollback-history.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { RollbacksScreen } from './rollbacks-screen.tsx';

export const metadata = { title: 'Rollback history' };

export default async function RollbacksPage() {
  const access = await pageAccess('read-incidents', '/incidents/rollbacks');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Incidents" />;
  const history = await ask(readRollbackHistory, {}, access.person);
  if (!history.ok) return <Refusal failure={history.error} screen="Incidents" />;
  return <RollbacksScreen history={history.value} />;
}
