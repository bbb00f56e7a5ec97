// Earlier emergency stops: when, who, why, how long each held, and what its executors made of it.

import { stampShort } from '#components/format-time.ts';
import type { StopView } from '#lib/contract/emergency.ts';
import { heldFor, pressedWords } from './stop-words.ts';

export function StopList({ stops, now }: { stops: readonly StopView[]; now: string }) {
  return (
    <ul aria-label="Earlier stops">
      {stops.map((stop) => (
        <li
          key={stop.id}
          className="flex min-h-[54px] flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 text-xs"
        >
          <div className="min-w-0 flex-1 basis-52">
            <p className="break-words text-sm font-medium">{stop.reason}</p>
            <p className="tn text-ink-3">
              {pressedWords(stop)}, {stampShort(stop.pressedAt, now)}
            </p>
          </div>
          <p className="tn text-ink-2">
            {stop.commands.filter(({ done }) => done).length} of {stop.commands.length} orders done, held for{' '}
            {heldFor(stop.pressedAt, Date.parse(stop.restartedAt ?? now))}
          </p>
        </li>
      ))}
    </ul>
  );
}
