// Withdrawals in figures: how much leaves, how long approvals take, and why requests are rejected.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawalFigures } from '#lib/reads/withdrawals/read-withdrawal-figures.ts';
import { Refusal } from '../../refusal.tsx';
import { FiguresScreen } from './figures-screen.tsx';

export const metadata = { title: 'Withdrawals in figures' };

export default async function WithdrawalFiguresPage() {
  const access = await pageAccess('read-withdrawals', '/withdrawals/figures');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Withdrawals" />;
  const figures = await ask(readWithdrawalFigures, {}, access.person);
  if (!figures.ok) return <Refusal failure={figures.error} screen="Withdrawals" />;
  return <FiguresScreen figures={figures.value} />;
}
