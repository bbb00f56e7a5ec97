// Somebody changed the value while this person was writing: both are shown, nothing typed is lost.
'use client';
import { TriangleAlert } from 'lucide-react';
import { formatSwitchValue } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import type { WireValue } from '#lib/contract/values.ts';

interface MovedNoticeProps {
  name: string;
  /** The value the person started from. */
  seen: WireValue;
  now: WireValue;
  /** What the person has typed, in words. */
  mine: string;
  /** Who changed it, when known. */
  by: string | null;
  onKeep: () => void;
  onTake: () => void;
}

export function MovedNotice({ name, seen, now, mine, by, onKeep, onTake }: MovedNoticeProps) {
  return (
    <div role="alert" className="rounded-md border border-risk-line bg-risk-soft p-3">
      <p className="flex items-start gap-2 text-sm">
        <TriangleAlert className="mt-0.5 size-4 text-risk-text" aria-hidden="true" />
        <span>
          The value changed from <span className="num">{formatSwitchValue(name, seen)}</span> to{' '}
          <span className="num font-semibold">{formatSwitchValue(name, now)}</span>
          {by ? ` by ${by}` : ''} while you typed. Yours is still{' '}
          <span className="num font-semibold">{mine}</span>.
        </span>
      </p>
      <div className="mt-2 flex flex-wrap gap-2 pl-6">
        <Button size="sm" onClick={onKeep}>
          Keep mine
        </Button>
        <Button size="sm" onClick={onTake}>
          Take {formatSwitchValue(name, now)}
        </Button>
      </div>
    </div>
  );
}
