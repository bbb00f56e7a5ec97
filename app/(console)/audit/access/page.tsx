// Access: sign-ins, failures, denials, exports and the use of keys, for those who review them.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readAccessLog } from '#lib/reads/access/read-access-log.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { AccessScreen } from './access-screen.tsx';

export const metadata = { title: 'Access' };

export default async function AccessPage() {
  const access = await pageAccess('read-access-log', '/audit/access');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const page = await ask(readAccessLog, {}, access.person);
  if (!page.ok) return <Refusal failure={page.error} />;
  return <AccessScreen page={page.value} now={new Date().toISOString()} />;
}
