// The history of one switch below its sheet, with the way back to a past value.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { historyQuery } from '#app/_client/queries.ts';
import { ValueHistory } from '#components/changes/value-history-chart.tsx';
import { EmptyState, ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { HistoryBody, SwitchView } from '#lib/contract/console.ts';

interface HistoryPanelProps {
  name: SwitchName;
  view: SwitchView;
  symbol: string | null;
  /** Why this person cannot go back to a value; null when they can. */
  heldBy: string | null;
  /** A past value was chosen: the sheet opens with it, so that it is decided like any change. */
  onReturn: (item: HistoryBody['items'][number]) => void;
}

export function HistoryPanel({ name, view, symbol, heldBy, onReturn }: HistoryPanelProps) {
  const { heard } = useConsole();
  const { data, error, refetch } = useQuery(historyQuery(name));
  return (
    <Section title="History" note="newest first" className="mt-4 border-t border-line pt-2">
      {data ? (
        data.items.length > 0 ? (
          <ValueHistory
            name={name}
            items={data.items}
            view={view}
            symbol={symbol}
            now={heard?.status.now ?? data.items[0]?.at ?? ''}
            heldBy={heldBy}
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
