// The troubleshooting guide: from what somebody sees to the runbook, likeliest first.
import Link from 'next/link';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ManualTabs } from '#components/runs/manual-tabs.tsx';
import { Screen } from '#components/screen.tsx';
import { Section } from '#components/ui/section.tsx';
import { type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { type RunbookKey, TROUBLESHOOTING } from '#lib/catalog/troubleshooting.ts';
import { Refusal } from '../../refusal.tsx';

export const metadata = { title: 'Troubleshooting' };

function titleOf(key: RunbookKey): string {
  return findAlert(key as AlertKey)?.title ?? PROCEDURES[key]?.title ?? key;
}

export default async function TroubleshootingPage() {
  const access = await pageAccess('read-procedures', '/manual/troubleshooting');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Manual" />;
  return (
    <Screen title="Manual" note="What do you see?">
      <ManualTabs on="/manual/troubleshooting" />
      <div className="px-4 py-4 lg:px-6">
        <Section title="Troubleshooting" note="by what you see, the likeliest cause first" rule>
          <ul className="divide-y divide-line">
            {TROUBLESHOOTING.map(({ key, symptom, tell, leads }) => (
              <li key={key} id={key} className="flex flex-wrap gap-x-6 gap-y-2 py-3">
                <div className="min-w-0 flex-1 basis-72">
                  <h3 className="text-sm font-medium">{symptom}</h3>
                  <p className="max-w-prose text-xs text-ink-2">{tell}</p>
                </div>
                <ol className="min-w-0 basis-80 text-sm">
                  {leads.map((lead) => (
                    <li key={lead}>
                      <Link
                        href={`/manual/runbooks/${lead}`}
                        className="inline-flex items-center py-0.5 underline pointer-coarse:min-h-11"
                      >
                        {titleOf(lead)}
                      </Link>
                    </li>
                  ))}
                </ol>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </Screen>
  );
}
