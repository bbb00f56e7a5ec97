// Withdrawals: the queue that operations work on, with what keeps each request from going out.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawals } from '#lib/reads/withdrawals/read-withdrawals.ts';
import { Refusal } from '../refusal.tsx';
import { WithdrawalsScreen } from './withdrawals-screen.tsx';

export const metadata = { title: 'Withdrawals' };

export default async function WithdrawalsPage() {
  const access = await pageAccess('read-withdrawals', '/withdrawals');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Withdrawals" />;
  const queue = await ask(readWithdrawals, {}, access.person);
  if (!queue.ok) return <Refusal failure={queue.error} screen="Withdrawals" />;
  return <WithdrawalsScreen queue={queue.value} />;
}
