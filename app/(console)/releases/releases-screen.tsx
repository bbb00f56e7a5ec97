// The Releases screen: what has the traffic, the release under way, and those of the past.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Rocket } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { releasesQuery } from '#app/_client/release-queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { PageSteps, usePages } from '#components/page-steps.tsx';
import { actsOnReleases } from '#components/releases/release-acts.ts';
import { newDraft, type ReleaseDraft } from '#components/releases/release-draft.ts';
import { ReleaseList } from '#components/releases/release-list.tsx';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState, NotYetState } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { type ReleaseState, releaseName } from '#lib/catalog/releases.ts';
import type { ReleasesBody } from '#lib/contract/releases.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { isActive } from '#lib/rules/releases/release.ts';
import { useChangeControl } from '../change-control.tsx';

const StartDialog = dynamic(
  () => patiently(() => import('./start-dialog.tsx')).then((module) => module.StartDialog),
  { ssr: false },
);

/** One at a time: the one that is not over. */
function activeWords({ items }: ReleasesBody): string | null {
  const active = items.find(({ state }) => isActive(state as ReleaseState));
  return active ? `${releaseName(active.number)} is not over: one release at a time.` : null;
}

export function ReleasesScreen({ releases }: { releases: ReleasesBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const [draft, setDraft] = useState<ReleaseDraft | null>(null);
  const [starting, setStarting] = useState(false);
  const now = useServerNow() || Date.parse(releases.now);
  const pages = usePages();
  const { before } = pages;
  const {
    data = releases,
    error,
    refetch,
  } = useQuery({
    ...releasesQuery(before ? { before } : {}),
    ...(before ? {} : { initialData: releases }),
  });
  const { side, version } = data.live;
  const start = actsOnReleases(me.roles) ? (
    <Button
      variant="ink"
      icon={Rocket}
      disabledReason={
        notAllowedTo('start-release', me.roles) ?? activeWords(before ? releases : data) ?? cannotSend
      }
      onClick={() => setStarting(true)}
    >
      Start a release
    </Button>
  ) : null;
  return (
    <Screen
      title="Releases"
      note={version === null ? `${side} has the traffic` : `${version} on ${side} is live`}
      thumb={start ?? undefined}
    >
      <div className="flex min-h-12 items-center gap-2 border-b border-line px-4 lg:px-6">
        <p className="min-w-0 flex-1 text-sm">
          <span className="lbl mr-2">Live</span>
          {version === null ? (
            <>
              <span className="num">{side}</span>, version not told yet
            </>
          ) : (
            <>
              <span className="num">{version}</span> on {side}
            </>
          )}
        </p>
        <PageSteps {...pages.steps(data.nextBefore)} />
        <span className="max-lg:hidden">{start}</span>
      </div>
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The releases did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message}
          </ErrorState>
        </div>
      ) : null}
      {data.items.length > 0 ? (
        <ReleaseList releases={data.items} now={now} />
      ) : (
        <div className="px-4 lg:px-6">
          <NotYetState title="No release yet">
            {start
              ? 'Deploy the new version beside the live one, then start its release here, with bulkhead release start, or through the API.'
              : 'An engineer starts one when a new version of the order gateway is ready.'}
          </NotYetState>
        </div>
      )}
      {starting ? (
        <StartDialog
          draft={draft ?? newDraft(data.items[0])}
          live={data.live}
          heldBy={cannotSend}
          onDraft={setDraft}
          onClose={() => setStarting(false)}
        />
      ) : null}
    </Screen>
  );
}
