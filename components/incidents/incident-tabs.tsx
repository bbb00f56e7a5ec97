// The three views of incidents: the incidents themselves, the history of rollbacks, and what was promised.
import { ViewTabs } from '#components/view-tabs.tsx';

const TABS = [
  { href: '/incidents', label: 'Incidents' },
  { href: '/incidents/rollbacks', label: 'Rollback history' },
  { href: '/incidents/prevention', label: 'Prevention' },
] as const;

export function IncidentTabs({ on }: { on: (typeof TABS)[number]['href'] }) {
  return <ViewTabs label="Views of incidents" tabs={TABS} on={on} />;
}
