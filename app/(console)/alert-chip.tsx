// The chip of open P0 alerts in the header of screens that say the rest themselves: without the catalogue of alerts.
'use client';
import { Siren } from 'lucide-react';
import Link from 'next/link';
import { useConsole } from '#app/_client/console-data.tsx';
import { useServerClock } from '#app/_client/server-now.ts';
import { boardHref } from '#components/alerts/alert-href.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';

/** How many, and the clock that ends next. */
export function AlertChip() {
  const { heard } = useConsole();
  const clock = useServerClock();
  const alerts = heard?.status.alerts;
  if (!alerts?.next || !clock) return null;
  const { next, openP0 } = alerts;
  return (
    <Link
      href={boardHref(next.number)}
      className="inline-flex pointer-coarse:min-h-11 pointer-coarse:items-center"
    >
      <CountdownChip
        verb={`${openP0} P0, ${next.clock} in`}
        icon={Siren}
        from={next.firedAt}
        until={next.dueAt}
        clock={clock}
        tone={next.clock === 'confirm' ? 'crit' : 'amber'}
      />
    </Link>
  );
}
