// The line under every header while a P0 is not confirmed: which one, the time that is left, the way to it, and Confirm.
'use client';
import { Check, Siren } from 'lucide-react';
import Link from 'next/link';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { Button } from '#components/ui/button.tsx';
import type { AlertsPulse } from '#lib/contract/alert-history.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { boardHref } from './alert-href.ts';
import { firingName } from './alert-words.ts';

interface AlertNoticeProps {
  alerts: AlertsPulse;
  next: NonNullable<AlertsPulse['next']>;
  clock: ServerClock;
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onConfirm: () => void;
}

export function AlertNotice({ alerts, next, clock, heldBy, pending, error, onConfirm }: AlertNoticeProps) {
  const rest = alerts.unconfirmed - 1;
  return (
    <aside
      aria-label="Unconfirmed P0"
      className="noprint flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-crit-line bg-crit-soft px-4 py-1.5 text-xs text-crit-text lg:px-6"
    >
      <span className="flex min-w-0 flex-1 items-start gap-2 max-sm:basis-full">
        <Siren className="mt-px size-3.5" aria-hidden="true" />
        <span className="min-w-0 break-words">
          <span className="font-semibold">
            {next.drill ? 'DRILL, ' : ''}P0 {firingName(next.number)}
          </span>{' '}
          {next.title}
          {rest > 0 ? `, and ${rest.toLocaleString('en-US')} more not confirmed` : ''}
          {error ? <span role="alert">. {error.message}</span> : null}
        </span>
      </span>
      <CountdownChip
        verb="Confirm in"
        icon={Siren}
        from={next.firedAt}
        until={next.dueAt}
        clock={clock}
        tone="crit"
      />
      <span className="flex items-center gap-3 max-sm:ml-auto">
        <Link
          href={boardHref(next.number)}
          className="link inline-flex min-h-6 items-center whitespace-nowrap pointer-coarse:min-h-11"
        >
          See it
        </Link>
        <Button
          size="sm"
          variant="ink"
          icon={Check}
          busy={pending}
          disabledReason={heldBy}
          onClick={onConfirm}
        >
          {pending ? 'Sending' : 'Confirm'}
        </Button>
      </span>
    </aside>
  );
}
