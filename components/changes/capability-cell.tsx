// One capability at one level in a cell of the ladder: state by icon, word and ground; the current level says why.
import clsx from 'clsx';
import { CircleCheck, CircleDashed, CircleSlash, Hand, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { CapabilityView } from '#lib/contract/console.ts';

const STATE = {
  on: { word: 'On', icon: CircleCheck, ink: 'text-ok-text' },
  limited: { word: 'Limited', icon: TriangleAlert, ink: 'text-risk-text' },
  manual: { word: 'By hand', icon: Hand, ink: 'text-risk-text' },
  off: { word: 'Off', icon: CircleSlash, ink: 'text-ink-3' },
  unknown: { word: 'Unknown', icon: CircleDashed, ink: 'text-ink-2' },
} as const satisfies Record<CapabilityView['state'], { word: string; icon: LucideIcon; ink: string }>;

interface CapabilityCellProps {
  view: CapabilityView | undefined;
  /** The current level: with what limits it, and the switches that cause it. */
  whole: boolean;
  onOpenSwitch?: (name: string) => void;
}

/** Text on hatching stands on the plain ground, so that it can be read. */
export function CapabilityCell({ view, whole, onOpenSwitch }: CapabilityCellProps) {
  const { word, icon: Icon, ink } = STATE[view?.state ?? 'unknown'];
  const off = view?.state === 'off';
  const ground = off ? 'w-fit max-w-full bg-canvas pr-1' : '';
  return (
    <>
      <span className={clsx('flex items-center gap-1.5 text-xs', whole && 'font-semibold', ground)}>
        <Icon className={clsx('size-3.5', ink)} aria-hidden="true" />
        <span className={off ? 'text-ink-3' : undefined}>{word}</span>
      </span>
      {whole && view && view.note !== word ? (
        <span className={clsx('mt-1 block text-2xs break-words text-ink-3', ground)}>{view.note}</span>
      ) : null}
      {whole && view && view.causes.length > 0 ? (
        <span className={clsx('num mt-1 block text-2xs text-ink-3', ground)}>
          <span className="sr-only">because of </span>
          {view.causes.map((cause) => (
            <button
              key={cause}
              type="button"
              title={cause}
              onClick={() => onOpenSwitch?.(cause)}
              className="-my-1 block max-w-full truncate rounded-xs py-1 text-left hover:text-ink hover:underline"
            >
              {cause}
            </button>
          ))}
        </span>
      ) : null}
    </>
  );
}
