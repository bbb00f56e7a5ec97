// The Now screen: capabilities first, then instances and recent changes with time to effect, and orders by route live.
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery } from '#app/_client/queries.ts';
import { CapabilityStrip } from '#components/capability-strip.tsx';
import { longDay } from '#components/format-time.ts';
import { NowFigures } from '#components/now-figures.tsx';
import { RecentChanges } from '#components/recent-changes.tsx';
import { Screen } from '#components/screen.tsx';
import { EmptyState, ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { FiguresBody } from '#lib/contract/console.ts';
import { useChangeControl } from '../change-control.tsx';

// The chart library is the heaviest part of the console and not needed to read the screen.
const OrdersByRoute = dynamic(
  () => import('#components/orders-by-route.tsx').then((module) => module.OrdersByRoute),
  {
    ssr: false,
    loading: () => <LoadingRows rows={6} label="Reading orders by route" />,
  },
);

const SPAN_SECONDS = 300;

export function NowScreen({ figures }: { figures: FiguresBody | undefined }) {
  const { heard } = useConsole();
  const control = useChangeControl();
  const { data, error, refetch } = useQuery({
    ...figuresQuery(SPAN_SECONDS),
    ...(figures ? { initialData: figures } : {}),
  });
  const status = heard?.status;
  const samples = data?.items ?? [];
  return (
    <Screen title="Now" note={status ? longDay(status.now) : undefined} className="px-4 py-4 lg:px-6">
      {status ? (
        <CapabilityStrip
          capabilities={status.capabilities}
          onOpenSwitch={(name) => {
            if (findSwitch(name)) control.openSheet({ name: name as SwitchName });
          }}
        />
      ) : (
        <LoadingRows rows={3} label="Reading what customers can do" />
      )}
      <div className="mt-6 grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <Section
          title="Recent changes"
          note="time to effect on every instance, against budget"
          aside={
            <Link href="/audit" className="link text-xs">
              Whole log
            </Link>
          }
          rule
        >
          {status ? (
            <RecentChanges
              items={status.recent}
              now={status.now}
              onOpen={(set) => {
                const [first] = set.changes;
                if (first && findSwitch(first.switch)) {
                  control.openSheet({ name: first.switch as SwitchName, symbol: first.symbol });
                }
              }}
            />
          ) : (
            <LoadingRows rows={6} label="Reading recent changes" />
          )}
        </Section>
        <div className="flex min-w-0 flex-col gap-6">
          <Section title="Orders by route" note="per second, all instances" rule>
            {samples.length > 0 ? (
              <OrdersByRoute samples={samples} changes={status?.recent ?? []} />
            ) : error ? (
              <ErrorState
                title="The figures did not answer"
                action={{ label: 'Try again', onPress: () => void refetch() }}
              >
                {error.message} Switches and their proof of effect still work.
              </ErrorState>
            ) : (
              <EmptyState title="No figures yet">
                Instances send them with their heartbeat, every 2 seconds.
              </EmptyState>
            )}
          </Section>
          <NowFigures sample={samples.at(-1)} />
        </div>
      </div>
    </Screen>
  );
}
