// How quickly alerts are answered: time to confirm, to act, and to the effect, against the limits of the clocks.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readAlertTimes } from '#lib/reads/alerts/read-alert-times.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { TimesScreen } from './times-screen.tsx';

export const metadata = { title: 'Alert times' };

export default async function AlertTimesPage() {
  const access = await pageAccess('read-alert-times', '/alerts/times');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Alerts" />;
  const times = await ask(readAlertTimes, {}, access.person);
  if (!times.ok) return <Refusal failure={times.error} screen="Alerts" />;
  return <TimesScreen times={times.value} />;
}
