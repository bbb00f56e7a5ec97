// The Now screen: capabilities first, then instances and recent changes with time to effect, and orders by route live.
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery, instancesQuery } from '#app/_client/queries.ts';
import { CapabilityStrip } from '#components/changes/capability-strip.tsx';
import { targetOf } from '#components/changes/matrix-rollback-words.ts';
import { RecentChanges } from '#components/changes/recent-changes.tsx';
import { longDay, stampShort } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { InstanceSummary } from '#components/venue/instance-summary.tsx';
import { NowFigures } from '#components/venue/now-figures.tsx';
import { OrdersByRoute } from '#components/venue/orders-by-route.tsx';
import { StoppedChip } from '#components/venue/stop-notice.tsx';
import { levelName } from '#lib/catalog/levels.ts';
import { findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { FiguresBody, InstancesBody } from '#lib/contract/console.ts';
import { useChangeControl } from '../change-control.tsx';
import { useRollBack } from '../matrix-rollback-control.tsx';
import { WaitingSection } from './waiting-section.tsx';

const LadderSection = dynamic(
  () => patiently(() => import('./ladder-section.tsx')).then((module) => module.LadderSection),
  { ssr: false, loading: () => <LoadingRows rows={5} label="Reading the levels" /> },
);

const SPAN_SECONDS = 300;

interface NowScreenProps {
  figures: FiguresBody | undefined;
  instances: InstancesBody | undefined;
}

export function NowScreen({ figures, instances }: NowScreenProps) {
  const { heard } = useConsole();
  const control = useChangeControl();
  const rollBack = useRollBack();
  const { data, error, refetch } = useQuery({
    ...figuresQuery(SPAN_SECONDS),
    ...(figures ? { initialData: figures } : {}),
  });
  const fleet = useQuery({ ...instancesQuery, ...(instances ? { initialData: instances } : {}) }).data;
  const status = heard?.status;
  return (
    <Screen title="Now" note={status ? longDay(status.now) : undefined} className="px-4 py-4 lg:px-6">
      {status ? (
        <>
          {/* Below 1280 px the capabilities stand one below the other, and levels have a tab of their own. */}
          <div className="xl:hidden">
            <p className="flex flex-wrap items-baseline gap-x-3 pb-2">
              <Link href="/levels" className="fig text-2xl">
                {status.level.current} {levelName(status.level.current)}
              </Link>
              {status.stop ? <StoppedChip /> : null}
              <span className="tn ml-auto text-xs text-ink-3">
                since {stampShort(status.level.since, status.now)}
              </span>
            </p>
            <CapabilityStrip
              capabilities={status.capabilities}
              onOpenSwitch={(name) => {
                if (findSwitch(name)) control.openSheet({ name: name as SwitchName });
              }}
            />
          </div>
          <div className="max-xl:hidden">
            <LadderSection />
          </div>
        </>
      ) : (
        <LoadingRows rows={3} label="Reading what customers can do" />
      )}
      <div className="mt-6 grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
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
                onUndo={(set) => rollBack(targetOf(set))}
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
          <Section
            title="Instances"
            note={
              status
                ? `${status.instances.inStep} of ${status.instances.expected} hold revision ${status.revision}`
                : undefined
            }
            aside={
              <Link href="/instances" className="link text-xs">
                All of them
              </Link>
            }
            rule
          >
            {fleet ? (
              <InstanceSummary body={fleet} />
            ) : (
              <LoadingRows rows={4} label="Reading the instances" />
            )}
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <WaitingSection />
          <Section title="Orders by route" note="per second, all instances" rule>
            {error && !data ? (
              <ErrorState
                title="The figures did not answer"
                action={{ label: 'Try again', onPress: () => void refetch() }}
              >
                {error.message} Switches and their proof of effect still work.
              </ErrorState>
            ) : (
              <OrdersByRoute figures={data} changes={status?.recent ?? []} />
            )}
          </Section>
          <NowFigures sample={data?.items.at(-1)} />
        </div>
      </div>
    </Screen>
  );
}
