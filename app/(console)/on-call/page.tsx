// On call: who is on call, the rota, contacts, where notifications go and whether they arrive, and test pages.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readNotifications } from '#lib/reads/alerts/read-notifications.ts';
import { readOnCall } from '#lib/reads/alerts/read-on-call.ts';
import { readTestPages } from '#lib/reads/alerts/read-test-pages.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { OnCallScreen } from './on-call-screen.tsx';

export const metadata = { title: 'On call' };

export default async function OnCallPage() {
  const access = await pageAccess('read-on-call', '/on-call');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const onCall = await ask(readOnCall, {}, access.person);
  if (!onCall.ok) return <Refusal failure={onCall.error} />;
  const notifications = await ask(readNotifications, { limit: '20' }, access.person);
  if (!notifications.ok) return <Refusal failure={notifications.error} />;
  const testPages = await ask(readTestPages, {}, access.person);
  if (!testPages.ok) return <Refusal failure={testPages.error} />;
  return (
    <OnCallScreen onCall={onCall.value} notifications={notifications.value} testPages={testPages.value} />
  );
}
