// The history of alerts: every firing, open and over, narrowed and page by page.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readFirings } from '#lib/reads/alerts/read-firings.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { HistoryScreen } from './history-screen.tsx';

export const metadata = { title: 'Alert history' };

export default async function AlertHistoryPage() {
  const access = await pageAccess('read-firings', '/alerts/history');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Alerts" />;
  const firings = await ask(readFirings, {}, access.person);
  if (!firings.ok) return <Refusal failure={firings.error} screen="Alerts" />;
  return <HistoryScreen firings={firings.value} />;
}
