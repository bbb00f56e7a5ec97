// The views of the alerts: the board, what fired before, how quick people were, and what Bulkhead does by itself.
import { ViewTabs } from '#components/view-tabs.tsx';

const TABS = [
  { href: '/alerts', label: 'Board' },
  { href: '/alerts/history', label: 'History' },
  { href: '/alerts/times', label: 'Times' },
  { href: '/alerts/policies', label: 'Policies' },
] as const;

export function AlertTabs({ on }: { on: (typeof TABS)[number]['href'] }) {
  return <ViewTabs label="Views of the alerts" tabs={TABS} on={on} />;
}
