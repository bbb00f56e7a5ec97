// Time left for something, by the server's clock: icon, verb, digits; tinted at half, red in the last minute, then how late.
'use client';
import clsx from 'clsx';
import { Hourglass, type LucideIcon, Siren } from 'lucide-react';
import { countdownOf, type ServerClock } from './countdown.ts';
import { useNow } from './ui/use-now.ts';

interface CountdownChipProps {
  /** Before the digits, such as `Expires in`. */
  verb: string;
  icon?: LucideIcon;
  /** ISO times; half is measured between them. */
  from: string;
  until: string;
  clock: ServerClock;
  /** `plain`: nobody is pressed by it; it is tinted only when it is over. `crit`: red from the beginning, as an open P0 is. */
  tone?: 'amber' | 'plain' | 'crit';
}

export function CountdownChip({
  verb,
  icon: Icon = Hourglass,
  from,
  until,
  clock,
  tone = 'amber',
}: CountdownChipProps) {
  const now = useNow(1_000);
  const { phase, text, spoken } = countdownOf(
    Date.parse(from),
    Date.parse(until),
    now === null ? clock.heardAt : now + clock.skewMs,
  );
  const late = phase === 'late';
  const Shown = late ? Siren : Icon;
  return (
    <span
      role="timer"
      className={clsx(
        'cd tn',
        tone === 'amber' && phase === 'half' && 'cd-amber',
        tone === 'crit' && phase !== 'last' && 'cd-warn',
        (late || (tone !== 'plain' && phase === 'last')) && 'cd-late',
      )}
    >
      <Shown className="size-3.5" aria-hidden="true" />
      {late ? 'Late by' : verb} <span className="num">{text}</span>
      <span className="sr-only" aria-live={phase === 'last' || late ? 'assertive' : 'polite'}>
        {spoken}
      </span>
    </span>
  );
}
