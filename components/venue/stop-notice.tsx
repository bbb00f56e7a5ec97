// The emergency stop on every screen: the entry that opens its dialog, the line while one holds, and the word in the header.
'use client';
import clsx from 'clsx';
import { OctagonX } from 'lucide-react';
import Link from 'next/link';
import { stampShort } from '#components/format-time.ts';
import { STOP_HREF } from '#components/shell/screen-list.ts';
import type { StatusBody } from '#lib/contract/console.ts';

type OpenStop = NonNullable<StatusBody['stop']>;

/** Quiet, outlined, apart from what is pressed every day; while a stop holds it leads to it. */
export function StopEntry({
  stopped,
  large = false,
  onPress,
}: {
  stopped: boolean;
  /** For the thumb: 56 px. */
  large?: boolean;
  onPress: () => void;
}) {
  const look = clsx(
    'flex w-full items-center gap-2.5 rounded-md border font-medium',
    large ? 'min-h-14 rounded-lg px-4 text-[15px]' : 'h-8 px-2 text-xs',
    stopped
      ? 'border-crit-line bg-crit-soft text-crit-text'
      : 'border-crit-line text-crit-text hover:bg-crit-soft',
  );
  const inside = (words: string) => (
    <>
      <OctagonX className={large ? 'size-5' : 'size-4'} aria-hidden="true" />
      {words}
    </>
  );
  if (stopped) {
    return (
      <Link href={STOP_HREF} className={look}>
        {inside('Stopped')}
        <span className={large ? undefined : 'sr-only'}>, see the stop</span>
      </Link>
    );
  }
  return (
    <button type="button" onClick={onPress} aria-haspopup="dialog" className={look}>
      {inside('Emergency stop')}
    </button>
  );
}

/** Under the header of every screen while it holds; `now` only tells the day. */
export function StopNotice({ stop, now, here }: { stop: OpenStop; now: string; here: boolean }) {
  return (
    <aside aria-label="Emergency stop" className="noprint shrink-0 text-xs">
      <p className="flex min-h-9 items-center gap-2 border-b border-crit-line bg-crit-soft px-4 py-1.5 lg:px-6">
        <OctagonX className="size-3.5 text-crit-text" aria-hidden="true" />
        <span className="min-w-0 text-crit-text">
          <span className="font-semibold">Stopped</span> since{' '}
          <span className="tn">{stampShort(stop.pressedAt, now)}</span> UTC by {stop.pressedBy}, latched:{' '}
          {stop.reason}
        </span>
        {here ? null : (
          <Link href={STOP_HREF} className="link ml-auto whitespace-nowrap">
            See the stop
          </Link>
        )}
      </p>
    </aside>
  );
}

/** Beside a level, which is derived from values and says nothing of the latch. */
export function StoppedChip() {
  return (
    <Link href={STOP_HREF} className="chip chip-crit h-6! font-semibold!">
      <OctagonX className="size-3.5" aria-hidden="true" />
      Stopped
    </Link>
  );
}
