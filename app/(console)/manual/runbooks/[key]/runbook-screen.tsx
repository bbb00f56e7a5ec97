// One runbook on screen: what it means, what to look at, what mends it; beside it the switches and figures it speaks of, as they are now.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { runbookMetricsQuery } from '#app/_client/alert-queries.ts';
import { figuresQuery, switchesQuery } from '#app/_client/queries.ts';
import { formatSwitchValue } from '#components/format-value.ts';
import { ManualTabs } from '#components/runs/manual-tabs.tsx';
import { MetricList } from '#components/runs/metric-list.tsx';
import { figureWords, type RunbookPage } from '#components/runs/runbook-words.ts';
import { Screen } from '#components/screen.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Section } from '#components/ui/section.tsx';
import type { MatrixBody } from '#lib/contract/console.ts';

const FIGURE_SECONDS = 60;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="h-sec">{title}</h3>
      <div className="mt-1 max-w-prose text-sm">{children}</div>
    </section>
  );
}

function Live({ page, switches: first }: { page: RunbookPage; switches: MatrixBody }) {
  const { data: switches = first } = useQuery({ ...switchesQuery, initialData: first });
  const { data: figures } = useQuery({ ...figuresQuery(FIGURE_SECONDS), enabled: page.figures.length > 0 });
  // The page is there before Prometheus has answered, and also when it never does.
  const metrics = useQuery({ ...runbookMetricsQuery(page.key), enabled: page.metrics.length > 0 });
  return (
    <div className="flex flex-col gap-5 px-4 py-4 lg:px-5">
      <Section title="Switches now" rule>
        {page.switches.length === 0 ? (
          <p className="py-2 text-xs text-ink-3">It speaks of no switch.</p>
        ) : (
          <ul aria-label="Switches now" className="divide-y divide-line">
            {page.switches.map((name) => {
              const found = switches.items.find((item) => item.name === name);
              return (
                <li key={name} className="flex flex-wrap items-baseline gap-x-3 py-1.5 text-xs">
                  <span className="num">{name}</span>
                  <span className="num ml-auto text-right">
                    {found ? formatSwitchValue(name, found.value) : 'not in the matrix'}
                  </span>
                  {(found?.overrides ?? []).map((one) => (
                    <span key={one.symbol} className="num basis-full text-right text-ink-3">
                      {one.symbol} {formatSwitchValue(name, one.value)}
                    </span>
                  ))}
                </li>
              );
            })}
          </ul>
        )}
      </Section>
      {page.figures.length > 0 ? (
        <Section title="Figures now" rule>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 py-2 text-xs">
            {figureWords(page.figures, figures?.items ?? []).map(({ key, label, value }) => (
              <div key={key} className="contents">
                <dt className="text-ink-3">{label}</dt>
                <dd className="tn text-right">{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
      {page.metrics.length > 0 ? (
        <Section title="Metrics in Prometheus" rule>
          <MetricList
            metrics={page.metrics}
            items={metrics.data?.items}
            failed={metrics.error?.message ?? null}
          />
        </Section>
      ) : null}
    </div>
  );
}

export function RunbookScreen({ page, switches }: { page: RunbookPage; switches: MatrixBody }) {
  return (
    <Screen
      title="Manual"
      note="Runbook"
      pane={<Live page={page} switches={switches} />}
      paneLabel="As it is now"
    >
      <ManualTabs on={null} />
      <div className="flex flex-col gap-5 px-4 py-4 lg:px-6">
        <div>
          <p className="flex items-center gap-2 text-xs text-ink-3">
            {page.priority ? <Chip>{page.priority}</Chip> : null}
            {page.from}
          </p>
          <h2 className="mt-1 text-xl font-semibold tracking-tight break-words">{page.title}</h2>
          <p className="mt-1 max-w-prose text-sm text-ink-2">{page.when}</p>
          {page.rule ? <p className="num mt-1 text-xs break-all text-ink-3">{page.rule}</p> : null}
        </div>
        {page.means ? <Part title="What it means">{page.means}</Part> : null}
        {page.action ? (
          <Part title="At once">
            {page.action.label}.
            {page.action.losing ? <span className="block text-risk-text">{page.action.losing}</span> : null}
          </Part>
        ) : null}
        <Part title={page.means ? 'Look at' : 'Steps'}>
          <ol className="list-decimal pl-5">
            {page.look.map((words) => (
              <li key={words} className="py-0.5">
                {words}
              </li>
            ))}
          </ol>
        </Part>
        {page.causes.length > 0 ? (
          <Part title="What it usually is">
            <dl>
              {page.causes.map(({ cause, fix }) => (
                <div key={cause} className="py-0.5">
                  <dt className="font-medium">{cause}</dt>
                  <dd className="text-ink-2">{fix}</dd>
                </div>
              ))}
            </dl>
          </Part>
        ) : null}
        {page.further.length > 0 ? (
          <Part title="Further">
            <ul className="list-disc pl-5">
              {page.further.map((words) => (
                <li key={words} className="py-0.5">
                  {words}
                </li>
              ))}
            </ul>
          </Part>
        ) : null}
        {page.over ? <Part title="It is over when">{page.over}</Part> : null}
        {page.procedure ? (
          <div className="flex flex-wrap items-center gap-3">
            <Link href="/manual" className={buttonClass('outline')}>
              Start it on the Manual
            </Link>
            <span className="text-xs text-ink-3">{page.procedure.title}</span>
          </div>
        ) : null}
      </div>
    </Screen>
  );
}
