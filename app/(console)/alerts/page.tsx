// Alerts: the board of what fires now, P0 first, each with its clocks, its action and its runbook.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readAlerts } from '#lib/reads/alerts/read-alerts.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { AlertsScreen } from './alerts-screen.tsx';

export const metadata = { title: 'Alerts' };

export default async function AlertsPage() {
  const access = await pageAccess('read-alerts', '/alerts');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Alerts" />;
  const board = await ask(readAlerts, {}, access.person);
  if (!board.ok) return <Refusal failure={board.error} screen="Alerts" />;
  return <AlertsScreen board={board.value} />;
}
