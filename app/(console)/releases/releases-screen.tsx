// The Releases screen: what has the traffic, the release under way, and those of the past.
'use client';
import { useQuery } from '@tanstack/react-query';
import { releasesQuery } from '#app/_client/release-queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { PageSteps, usePages } from '#components/page-steps.tsx';
import { ReleaseList } from '#components/release-list.tsx';
import { Screen } from '#components/screen.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import type { ReleasesBody } from '#lib/contract/releases.ts';

export function ReleasesScreen({ releases }: { releases: ReleasesBody }) {
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
  return (
    <Screen
      title="Releases"
      note={version === null ? `${side} has the traffic` : `${version} on ${side} is live`}
    >
      <div className="flex min-h-12 items-center gap-2 border-b border-line px-4 lg:px-6">
        <PageSteps {...pages.steps(data.nextBefore)} />
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
          <EmptyState title="No release yet">
            One is started from where it is built: bulkhead release start, or the API.
          </EmptyState>
        </div>
      )}
    </Screen>
  );
}
