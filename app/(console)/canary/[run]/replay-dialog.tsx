// "Would it have fired?": a guard's rule held against the last days, with every moment at which it would have.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { replayQuery } from '#app/_client/canary-queries.ts';
import { CanarySeriesChart } from '#components/canary/canary-series-chart.tsx';
import { valueWords } from '#components/canary/canary-words.ts';
import { firedWords, knownWords, spanOfHours } from '#components/canary/replay-words.ts';
import { grouped } from '#components/format-number.ts';
import { stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/panel-states.tsx';
import { ROUND_SECONDS } from '#lib/catalog/canary-runs.ts';
import type { GuardView } from '#lib/contract/canary.ts';
import type { ReplayBody } from '#lib/contract/canary-figures.ts';

const HOURS = [168, 24, 1] as const;

interface ReplayDialogProps {
  guard: GuardView;
  now: number;
  onClose: () => void;
}

function Found({ data, guard, now }: { data: ReplayBody; guard: GuardView; now: number }) {
  const known = knownWords(data, now);
  return (
    <div className="mt-3 flex flex-col gap-3">
      <p className="text-sm">
        {firedWords(data)} {known}
      </p>
      {data.warnings.map((warning) => (
        <p key={warning} className="text-xs text-risk-text">
          {warning}
        </p>
      ))}
      {data.fired.length > 0 ? (
        <>
          <h3 className="h-sec">
            When{data.firings > data.fired.length ? `, the newest ${data.fired.length}` : ''}
          </h3>
          <ul className="max-h-40 overflow-y-auto text-xs text-ink-2" aria-label="When it would have fired">
            {data.fired.map(({ from, to, peak }) => (
              <li key={from} className="num">
                {from === to ? stamp(from, now) : `${stamp(from, now)} to ${stamp(to, now)}`},{' '}
                {valueWords(peak, guard.unit)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {data.since === null ? null : (
        <CanarySeriesChart
          now={now}
          series={{
            ...{ title: guard.title, guard: true, is: guard.is, target: guard.threshold, unit: guard.unit },
            ...{ baseline: null, partSeconds: data.partSeconds, points: data.points, bands: [] },
          }}
        />
      )}
    </div>
  );
}

export function ReplayDialog({ guard, now, onClose }: ReplayDialogProps) {
  const [hours, setHours] = useState<number>(HOURS[0]);
  const asked = {
    query: guard.query,
    is: guard.is,
    threshold: String(guard.threshold),
    hours: String(hours),
  };
  const { data, error, isFetching, refetch } = useQuery(replayQuery(asked));
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Would it have fired in the last ${spanOfHours(hours)}?`}
      description={`${guard.title}, looked at every ${ROUND_SECONDS} seconds as the guard does.`}
      className="sm:w-[720px]"
    >
      <div className="mt-2 flex flex-wrap gap-2">
        {HOURS.map((one) => (
          <Button
            key={one}
            size="sm"
            variant="outline"
            aria-pressed={one === hours}
            onClick={() => setHours(one)}
          >
            {one === 1 ? '1 hour' : spanOfHours(one)}
          </Button>
        ))}
      </div>
      <p className="sr-only" aria-live="polite">
        {isFetching ? 'Prometheus is being asked' : data ? firedWords(data) : ''}
      </p>
      {isFetching ? (
        <p className="mt-3 text-sm text-ink-3">
          Prometheus is asked for {grouped((hours * 3_600) / ROUND_SECONDS)} moments. Close this to stop.
        </p>
      ) : error ? (
        <ErrorState title="Nobody can say" action={{ label: 'Try again', onPress: () => void refetch() }}>
          {error.message}
        </ErrorState>
      ) : data ? (
        <Found data={data} guard={guard} now={now} />
      ) : null}
    </Dialog>
  );
}
