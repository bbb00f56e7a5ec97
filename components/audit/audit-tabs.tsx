// The three views of the audit: the log, who came in, and whose duties meet in one person.
import { ViewTabs } from '#components/view-tabs.tsx';

const TABS = [
  { href: '/audit', label: 'Log' },
  { href: '/audit/access', label: 'Access' },
  { href: '/audit/duties', label: 'Duties' },
] as const;

export function AuditTabs({ on }: { on: (typeof TABS)[number]['href'] }) {
  return <ViewTabs label="Views of the audit" tabs={TABS} on={on} />;
}
