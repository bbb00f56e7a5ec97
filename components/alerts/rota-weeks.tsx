// The rota week by week: a bar for each part of a day, drawn for the eye, and the same as a list of stretches in words.
import clsx from 'clsx';
import { day, stampShort } from '#components/format-time.ts';
import { initials } from '#components/initials.ts';
import { Chip } from '#components/ui/chip.tsx';
import type { OnCallBody } from '#lib/contract/on-call.ts';
import { type DayBar, type RotaDay, rotaWeeks, stretchesAhead } from './on-call-words.ts';

const SHOWN = 8;

export function RotaWeeks({ body, me }: { body: OnCallBody; me: string }) {
  const weeks = rotaWeeks(body);
  const stretches = stretchesAhead(body).slice(0, SHOWN);
  const mine = body.candidates.find(({ id }) => id === me)?.name ?? null;
  return (
    <>
      <div aria-hidden="true" className="max-lg:hidden">
        {weeks.map((days) => (
          <WeekRow key={days[0]?.at} days={days} now={body.now} mine={mine} />
        ))}
      </div>
      <ul aria-label="Who is on call next">
        {stretches.map((one) => (
          <li
            key={one.from}
            className="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line py-1.5 text-xs"
          >
            <span className="tn w-60 shrink-0 text-ink-2 max-sm:w-full">
              {stampShort(one.from, body.now)} to {stampShort(one.until, body.now)}
            </span>
            <span className={clsx('font-medium', one.person === null && 'text-risk-text')}>
              {one.person?.name ?? 'Nobody'}
              {one.person?.id === me ? <span className="font-normal text-ink-3"> (you)</span> : null}
            </span>
            {one.shift ? <span className="text-ink-3">{one.shift}</span> : null}
            {one.overrideId ? <Chip>Override</Chip> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The name where there is room for it, else its first letters; a sliver says nothing. */
function barWord({ name, width }: DayBar): string | null {
  if (width > 0.4) return name ?? 'Nobody';
  return width > 0.15 && name !== null ? initials(name) : null;
}

function WeekRow({ days, now, mine }: { days: readonly RotaDay[]; now: string; mine: string | null }) {
  return (
    <div className="grid grid-cols-7 gap-px border-b border-line py-1.5">
      {days.map(({ at, bars }) => (
        <div key={at} className="min-w-0">
          <div className={clsx('lbl tn mb-1', day(at) === day(now) && 'font-semibold text-ink')}>
            {day(at)}
          </div>
          <div className="flex h-6">
            {bars.map((bar) => (
              <span
                key={bar.from}
                style={{ width: `${bar.width * 100}%` }}
                className={clsx(
                  'flex min-w-0 items-center overflow-hidden border-r border-canvas px-1 text-[11px] whitespace-nowrap',
                  bar.name === null
                    ? 'bg-risk-soft text-risk-text'
                    : bar.name === mine
                      ? 'bg-ink text-canvas'
                      : 'bg-sunken text-ink-2',
                  bar.override && 'border-t-2 border-t-line-strong',
                )}
              >
                {barWord(bar)}
              </span>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
