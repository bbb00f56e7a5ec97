// Who is on call now, until when, who comes next, and by which rota.
import { Phone, TriangleAlert } from 'lucide-react';
import { day, stampShort } from '#components/format-time.ts';
import type { OnCallBody } from '#lib/contract/on-call.ts';
import { nextStretch, untilWords } from './on-call-words.ts';

export function OnCallNow({ body, me }: { body: OnCallBody; me: string }) {
  const { current, rota, now } = body;
  const next = nextStretch(body);
  const away = body.chain.some(({ nobodyOnCall }) => nobodyOnCall) && current.person !== null;
  return (
    <div className="flex flex-wrap items-start gap-x-10 gap-y-4 py-4">
      <div className="min-w-0">
        <div className="lbl">On call now</div>
        <p className="mt-1 flex items-center gap-2 text-xl leading-7 font-semibold tracking-tight">
          {current.person && !away ? (
            <Phone className="size-4 text-ink-3" aria-hidden="true" />
          ) : (
            <TriangleAlert className="size-4 text-risk-text" aria-hidden="true" />
          )}
          {current.person?.name ?? 'Nobody'}
          {current.person?.id === me ? <span className="text-sm font-normal text-ink-3">you</span> : null}
        </p>
        <p className="tn text-xs text-ink-3">
          {[current.shift, untilWords(current, now), current.overrideId ? 'by an override' : '']
            .filter(Boolean)
            .join(', ')}
        </p>
        {away ? (
          <p className="mt-1 text-xs text-risk-text">
            They may no longer confirm alerts: put somebody else on call.
          </p>
        ) : null}
        {current.person === null ? (
          <p className="mt-1 text-xs text-risk-text">
            A P0 tells operations only. Set the rota, or put somebody on call.
          </p>
        ) : null}
      </div>
      {next ? (
        <div className="min-w-0">
          <div className="lbl">Next</div>
          <p className="mt-1 text-base leading-7 font-medium">{next.person?.name ?? 'Nobody'}</p>
          <p className="tn text-xs text-ink-3">from {stampShort(next.from, now)} UTC</p>
        </div>
      ) : null}
      {rota ? (
        <div className="min-w-0 max-w-prose">
          <div className="lbl">Rota</div>
          <ul className="mt-1 text-xs leading-5">
            {rota.shifts.map((shift) => (
              <li key={shift.from}>
                <span className="font-medium">{shift.name}</span> from{' '}
                <span className="tn">{shift.from}</span>:{' '}
                {shift.people.map((one) => (one.away ? `${one.name} (away)` : one.name)).join(', ')}
              </li>
            ))}
          </ul>
          <p className="tn text-xs text-ink-3">
            {rota.timeZone}, weeks from {rota.firstDay}. Set by {rota.setBy}, {day(rota.setAt)}: {rota.reason}
          </p>
        </div>
      ) : null}
    </div>
  );
}
