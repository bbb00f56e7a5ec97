// The policy of withdrawals, and the simulator: which rule a request would meet, and why.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawalPolicy } from '#lib/reads/withdrawals/read-withdrawal-policy.ts';
import { Refusal } from '../../refusal.tsx';
import { PolicyScreen } from './policy-screen.tsx';

export const metadata = { title: 'Withdrawal policy' };

export default async function WithdrawalPolicyPage() {
  const access = await pageAccess('read-withdrawals', '/withdrawals/policy');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Withdrawals" />;
  const policy = await ask(readWithdrawalPolicy, {}, access.person);
  if (!policy.ok) return <Refusal failure={policy.error} screen="Withdrawals" />;
  return <PolicyScreen policy={policy.value} />;
}
