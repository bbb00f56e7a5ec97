// The two views of the manual: procedures, and the guide that leads to runbooks.
import { ViewTabs } from '#components/view-tabs.tsx';

const TABS = [
  { href: '/manual', label: 'Procedures' },
  { href: '/manual/troubleshooting', label: 'Troubleshooting' },
] as const;

/** `on`: null on a runbook, which is reached from both. */
export function ManualTabs({ on }: { on: (typeof TABS)[number]['href'] | null }) {
  return <ViewTabs label="Views of the manual" tabs={TABS} on={on} />;
}
