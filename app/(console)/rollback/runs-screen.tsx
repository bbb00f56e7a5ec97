// The Rollback screen without a run: those under way first, then the earlier ones, page by page.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { runsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { RunList } from '#components/runs/run-list.tsx';
import { Screen } from '#components/screen.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import type { RunsBody } from '#lib/contract/runs.ts';
import { AssistantPane } from './assistant-pane.tsx';

export function RunsScreen({ runs }: { runs: RunsBody }) {
  const now = useServerNow() || Date.parse(runs.now);
  const { data: active } = useQuery(runsQuery({ state: 'active' }));
  const [before, setBefore] = useState<string | undefined>(undefined);
  const { data: page = runs } = useQuery(runsQuery({ before }));
  const under = active?.items ?? runs.items.filter(({ state }) => state === 'active');
  const earlier = page.items.filter(({ state }) => state !== 'active');
  const words = under.length === 1 ? 'One run in progress' : `${under.length} runs in progress`;
  return (
    <Screen
      title="Rollback"
      note={under.length === 0 ? 'No run in progress' : words}
      pane={<AssistantPane />}
      paneLabel="Decision assistant"
    >
      <section aria-label="In progress" className="border-b border-line-strong">
        <h2 className="h-sec px-4 pt-4 pb-2 lg:px-6">In progress</h2>
        {under.length > 0 ? (
          <RunList runs={under} now={now} label="Runs in progress" />
        ) : (
          <div className="px-4 pb-5 lg:px-6">
            <EmptyState title="No procedure runs">
              Begin at what you see in the decision assistant, or start a procedure from the Manual.
            </EmptyState>
            <a href="/manual" className={buttonClass('outline')}>
              Open the Manual
            </a>
          </div>
        )}
      </section>
      <section aria-label="Earlier">
        <h2 className="h-sec px-4 pt-4 pb-2 lg:px-6">Earlier</h2>
        {earlier.length > 0 ? (
          <RunList runs={earlier} now={now} label="Earlier runs" />
        ) : (
          <p className="px-4 pb-5 text-xs text-ink-3 lg:px-6">
            {before ? 'No run of this page has ended.' : 'No run has ended yet.'}
          </p>
        )}
        <div className="flex gap-2 px-4 py-3 lg:px-6">
          {before ? <Button onClick={() => setBefore(undefined)}>Newest</Button> : null}
          {page.nextBefore ? (
            <Button onClick={() => setBefore(String(page.nextBefore))}>Older ones</Button>
          ) : null}
        </div>
      </section>
    </Screen>
  );
}
