// The views of the withdrawals: the queue, what left in figures, and the policy by which it is decided.
import { ViewTabs } from '#components/view-tabs.tsx';

const TABS = [
  { href: '/withdrawals', label: 'Queue' },
  { href: '/withdrawals/figures', label: 'Figures' },
  { href: '/withdrawals/policy', label: 'Policy' },
] as const;

export function WithdrawalTabs({ on }: { on: (typeof TABS)[number]['href'] }) {
  return <ViewTabs label="Views of the withdrawals" tabs={TABS} on={on} />;
}
