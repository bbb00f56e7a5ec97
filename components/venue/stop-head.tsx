// The head of a stop that holds: why, who pressed it where, and the figures that matter: how long, how many instances, the way back.
import clsx from 'clsx';
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { openIncidentHref } from '#components/incidents/incident-href.ts';
import type { EffectView } from '#lib/contract/console.ts';
import type { StopView } from '#lib/contract/emergency.ts';
import { heldFor, pressedWords, recoveryWords, stopInstances, stopNews } from './stop-words.ts';

interface StopHeadProps {
  stop: StopView;
  /** Proof of effect of its change set; null while it is read, or when every value held already. */
  effect: EffectView | null;
  /** Database time, ms since 1970. */
  now: number;
}

const TONE = { plain: '', ok: 'text-ok-text', risk: 'text-risk-text' } as const;

export function StopHead({ stop, effect, now }: StopHeadProps) {
  const done = stop.commands.filter((command) => command.done).length;
  const way = recoveryWords(stop);
  const instances = stopInstances(stop, effect);
  const figures = [
    {
      label: 'Holds for',
      value: heldFor(stop.pressedAt, now),
      note: `since ${stamp(stop.pressedAt, now)}`,
      tone: '',
    },
    {
      label: 'Instances',
      ...instances,
      tone: TONE[instances.tone],
    },
    {
      label: 'Orders done',
      value: `${done}/${stop.commands.length}`,
      note: 'by every executor',
      tone: done === stop.commands.length ? TONE.ok : '',
    },
  ];
  return (
    <div className="border-b border-line-strong lg:flex">
      <div className="min-w-0 flex-1 px-4 py-3 lg:px-6">
        <p className="text-xs text-ink-3">Latched, {stamp(stop.pressedAt, now)} UTC</p>
        <h2 className="mt-0.5 text-xl font-semibold tracking-tight break-words">{stop.reason}</h2>
        <p className="mt-0.5 text-xs text-ink-2">
          Pressed by {pressedWords(stop)}. <span className={TONE[way.tone]}>{way.words}.</span>
        </p>
        <Link
          href={openIncidentHref('emergency-stop', stop.id)}
          className="inline-flex items-center text-xs underline pointer-coarse:min-h-11"
        >
          Open an incident
        </Link>
        <p role="status" className="sr-only">
          {stopNews(stop, effect)}
        </p>
      </div>
      <dl className="flex shrink-0 max-lg:border-t max-lg:border-line">
        {figures.map(({ label, value, note, tone }) => (
          <div
            key={label}
            className="min-w-0 flex-1 border-line px-4 py-3 not-first:border-l lg:flex-none lg:border-l lg:px-5"
          >
            <dt className="lbl whitespace-nowrap">{label}</dt>
            <dd className={clsx('fig mt-0.5 text-xl whitespace-nowrap lg:text-2xl', tone)}>{value}</dd>
            <dd className="tn text-xs text-ink-3 lg:whitespace-nowrap">{note}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
