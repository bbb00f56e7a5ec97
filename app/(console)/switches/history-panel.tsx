// The history of one switch below its sheet: a chart of its values, and a table with "roll back to this".
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useConsole } from '#app/_client/console-data.tsx';
import { historyQuery } from '#app/_client/queries.ts';
import { EmptyState, ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';

const ValueHistory = dynamic(
  () => import('#components/value-history.tsx').then((module) => module.ValueHistory),
  {
    ssr: false,
    loading: () => <LoadingRows rows={4} label="Reading the history" />,
  },
);

interface HistoryPanelProps {
  name: SwitchName;
  /** A past value was chosen: the sheet opens with it, so that it is decided like any change. */
  onReturn: (value: WireValue, symbol: string | null) => void;
}

export function HistoryPanel({ name, onReturn }: HistoryPanelProps) {
  const { heard } = useConsole();
  const { data, error, refetch } = useQuery(historyQuery(name));
  return (
    <Section title="History" note="newest first" className="mt-4 border-t border-line pt-2">
      {data ? (
        data.items.length > 0 ? (
          <ValueHistory
            name={name}
            items={data.items}
            now={heard?.status.now ?? data.items[0]?.at ?? ''}
            onReturn={onReturn}
          />
        ) : (
          <EmptyState title="Never changed">It has had its default since the first start.</EmptyState>
        )
      ) : error ? (
        <ErrorState
          title="The history did not answer"
          action={{ label: 'Try again', onPress: () => void refetch() }}
        >
          {error.message} The switch can still be changed.
        </ErrorState>
      ) : (
        <LoadingRows rows={4} label="Reading the history" />
      )}
    </Section>
  );
}
