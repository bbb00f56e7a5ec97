// The press that holds: who pressed, how long it is still observed, the confirmation, and what drifted away from it since.
'use client';
import { Check, Eye, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { formatSwitchValue } from '#components/format-value.ts';
import { openIncidentHref } from '#components/incidents/incident-href.ts';
import { Button } from '#components/ui/button.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { PressView } from '#lib/contract/levels.ts';

interface LevelPressProps {
  press: PressView;
  clock: ServerClock;
  /** Why this person cannot confirm; null when they can. */
  heldBy: string | null;
  pending: boolean;
  onConfirm: () => void;
}

export function LevelPress({ press, clock, heldBy, pending, onConfirm }: LevelPressProps) {
  const now = useNow(1_000);
  const at = now === null ? clock.heardAt : now + clock.skewMs;
  // The button goes with its press: whoever confirmed keeps the place. What others confirm moves nobody's focus.
  const asked = useRef(false);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!press.confirmedAt) return;
    if (asked.current && document.activeElement === document.body) place.current?.focus();
    asked.current = false;
  }, [press.confirmedAt]);
  const confirm = (): void => {
    asked.current = true;
    onConfirm();
  };
  const observed = Date.parse(press.observeUntil) <= at;
  return (
    <div className="flex flex-col items-start gap-1.5 text-xs">
      <span ref={place} tabIndex={-1} className="text-ink-2">
        Pressed by {press.pressedBy.name}
        {press.confirmedBy ? `, confirmed by ${press.confirmedBy}` : ''}
      </span>
      <Link
        href={openIncidentHref('level-press', press.id)}
        className="inline-flex items-center underline pointer-coarse:min-h-11"
      >
        Open an incident
      </Link>
      <span role="status" className="sr-only">
        {observed && !press.confirmedAt ? 'The observation is over. Confirm that the venue is stable.' : ''}
      </span>
      {press.confirmedAt ? null : observed ? (
        <Button variant="ink" icon={Check} busy={pending} disabledReason={heldBy} onClick={confirm}>
          Confirm stable
        </Button>
      ) : (
        <CountdownChip
          verb="Observe"
          icon={Eye}
          from={press.pressedAt}
          until={press.observeUntil}
          clock={clock}
          tone="plain"
        />
      )}
      {press.drift.map((drift) => (
        <span key={drift.switch} className="flex items-start gap-1.5 text-risk-text">
          <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
          <span>
            <span className="num">{drift.switch}</span> drifted to{' '}
            <span className="num">{formatSwitchValue(drift.switch, drift.value)}</span>
            {drift.changedBy ? ` by ${drift.changedBy}` : ''}
          </span>
        </span>
      ))}
    </div>
  );
}
