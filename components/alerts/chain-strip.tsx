// The audit chain at a glance: one block an hour, linked to the one before; where it breaks, a red block, and unknown ones after it.
import clsx from 'clsx';
import { Link2, Link2Off } from 'lucide-react';
import type { ReactNode } from 'react';
import { clock, day } from '#components/format-time.ts';
import type { ChainBody } from '#lib/contract/console.ts';
import { blockMark, chainWords, stripSentence } from './chain-words.ts';

interface ChainStripProps {
  chain: ChainBody;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
}

const BLOCK = {
  verified: 'border-ok-line bg-ok-soft text-ok-text',
  pending: 'border-line-strong bg-surface text-ink-2',
  broken: 'border-crit bg-crit-soft font-semibold text-crit-text',
  unknown: 'border-dashed border-line-strong text-ink-3',
} as const;

export function ChainStrip({ chain, actions }: ChainStripProps) {
  const words = chainWords(chain);
  const broken = words.state === 'broken';
  const Icon = broken ? Link2Off : Link2;
  const first = chain.hours[0];
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1" role={broken ? 'alert' : undefined}>
        <Icon
          className={clsx(
            'size-5',
            broken ? 'text-crit-text' : words.state === 'verified' ? 'text-ok-text' : 'text-ink-3',
          )}
          aria-hidden="true"
        />
        <h2 className="text-lg leading-6 font-semibold tracking-tight">{words.title}</h2>
        <span className="tn text-xs text-ink-3">{words.detail}</span>
        {actions ? <span className="ml-auto flex gap-2">{actions}</span> : null}
      </div>
      <p className="sr-only">{stripSentence(chain.hours)}</p>
      <ol aria-hidden="true" className="mt-3 flex gap-[3px]">
        {chain.hours.map((hour, index) => (
          <li
            key={hour.from}
            title={`${day(hour.from)} ${clock(hour.from)}: ${hour.entries} entries, ${hour.state}`}
            className={clsx(
              'num relative flex h-5 min-w-0 flex-1 items-center justify-center rounded-[3px] border text-[10.5px]',
              BLOCK[hour.state],
              index < chain.hours.length - 12 && 'max-sm:hidden',
            )}
          >
            {blockMark(hour)}
            {index < chain.hours.length - 1 ? (
              <span
                className={clsx(
                  'absolute top-1/2 -right-1 h-px w-[3px]',
                  hour.state === 'verified' ? 'bg-ok' : 'bg-line-strong',
                )}
              />
            ) : null}
          </li>
        ))}
      </ol>
      {first ? (
        <div className="mt-1.5 flex justify-between text-2xs text-ink-3" aria-hidden="true">
          <span className="tn max-sm:hidden">
            {day(first.from)} {clock(first.from).slice(0, 5)}
          </span>
          <span>entries per hour, each block verified and linked to the one before</span>
          <span className="tn">now</span>
        </div>
      ) : null}
    </div>
  );
}
