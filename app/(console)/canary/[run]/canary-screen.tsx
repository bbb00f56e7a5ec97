// The screen of one run: stages, criteria and figures, what rolls it back, and beside it the gate.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { canaryQuery } from '#app/_client/canary-queries.ts';
import { useConsole } from '#app/_client/console-data.tsx';
import { useServerNow } from '#app/_client/server-now.ts';
import { CanaryCriteria } from '#components/canary/canary-criteria.tsx';
import { CanaryGate } from '#components/canary/canary-gate.tsx';
import { CanaryGuards } from '#components/canary/canary-guards.tsx';
import { CanaryRail } from '#components/canary/canary-rail.tsx';
import { CanarySnapshot } from '#components/canary/canary-snapshot.tsx';
import { gapWords, gateTitle, stateTone, valueWords, waitWords } from '#components/canary/canary-words.ts';
import { grouped } from '#components/format-number.ts';
import { clock as clockWords } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { CANARY_STATES, canaryName } from '#lib/catalog/canary-runs.ts';
import type { CanaryBody } from '#lib/contract/canary.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { remainingWords } from '#lib/rules/remaining-words.ts';
import { useChangeControl } from '../../change-control.tsx';
import type { CanaryAsked } from './canary-dialogs.tsx';

const CanaryDialogs = dynamic(
  () => patiently(() => import('./canary-dialogs.tsx')).then((module) => module.CanaryDialogs),
  { ssr: false },
);

// Below what a gate is decided on: loaded when that is there.
const CanaryTimeline = dynamic(
  () =>
    patiently(() => import('#components/canary/canary-timeline.tsx')).then((module) => module.CanaryTimeline),
  { ssr: false, loading: () => <div className="h-64" /> },
);

interface CanaryScreenProps {
  body: CanaryBody;
  /** The form beside the gate: who signed, and the act of whoever is to sign. */
  signOff?: ReactNode;
  /** Phones: NO-GO and GO at the thumb. */
  thumb?: ReactNode;
}

const ACTS = [
  { verb: 'pause', label: 'Pause' },
  { verb: 'resume', label: 'Resume' },
  { verb: 'extend', label: 'Extend' },
  { verb: 'abort', label: 'End it' },
  { verb: 'retry', label: 'Try again' },
] as const;

function parameterWords({ value, unit }: CanaryBody['parameters'][number]): string {
  if (Array.isArray(value)) return value.join(', ');
  if (unit === 'USD') return valueWords(Number(value), 'usd');
  // As exact as it was chosen: a size of 0.00001 is one.
  return `${grouped(value)}${unit === null ? '' : unit === '%' ? '%' : ` ${unit}`}`;
}

export function CanaryScreen({ body: first, signOff, thumb }: CanaryScreenProps) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const { data: body = first } = useQuery({ ...canaryQuery(first.run.id), initialData: first });
  const now = useServerNow() || Date.parse(body.now);
  const [asked, setAsked] = useState<CanaryAsked | null>(null);
  const { run, clock, groups } = body;
  const over = run.endedAt !== null;
  const checks = groups.filter(({ key }) => key === 'checks');
  const criteria = groups.filter(({ key }) => key !== 'checks');
  const gaps = gapWords(body);
  const figures = groups.flatMap((group) => group.criteria.filter(({ kind }) => kind === 'metric'));
  const heldEvidence = body.can.includes('note-evidence')
    ? cannotSend
    : (notAllowedTo('note-canary-evidence', me.roles) ?? 'This run is over.');
  return (
    <Screen
      title="Canary"
      note={`${canaryName(run.number)}, stage ${run.stage} of ${run.stages}`}
      pane={
        <>
          {/* Of a run that is over, what ended it is read first. */}
          {over ? null : signOff}
          <CanaryGate body={body} changesElsewhere={signOff !== undefined} now={now} />
          {over ? signOff : null}
        </>
      }
      paneLabel="Gate"
      afterPane={
        <>
          <div className="grid border-t border-line-strong 2xl:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
            <div className="min-w-0 overflow-x-auto px-4 py-4 lg:px-6 2xl:border-r 2xl:border-line">
              <CanarySnapshot criteria={figures} stage={run.stage} note={clockWords(body.now)} />
            </div>
            <div className="flex min-w-0 flex-col gap-5 border-line px-4 py-4 max-2xl:border-t lg:px-6 2xl:px-5">
              <CanaryCriteria
                title="Before the gate"
                groups={checks}
                heldBy={heldEvidence}
                onEvidence={(criterion) => setAsked({ what: 'evidence', criterion })}
                onChart={({ key, title }) => setAsked({ what: 'chart', key, title })}
              />
              <CanaryGuards
                guards={body.guards}
                leftOver={run.endedAt !== null && run.guarded ? body.disarmsWith : null}
                disarmed={body.disarmed?.why ?? null}
                watch={body.prometheus}
                onChart={({ key, title }) => setAsked({ what: 'chart', key, title })}
                onReplay={(guard) => setAsked({ what: 'replay', guard })}
              />
            </div>
          </div>
          <div className="flex flex-col gap-6 border-t border-line px-4 py-4 lg:px-6">
            <CanaryTimeline body={body} now={now} />
            {body.parameters.length > 0 ? (
              <Section title="Parameters" rule>
                <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 pt-2 text-xs xl:grid-cols-[1fr_auto_1fr_auto] xl:gap-x-6">
                  {body.parameters.map((one) => (
                    <div key={one.key} className="contents">
                      <dt className="text-ink-2">
                        {one.label} {one.stage ? <span className="text-ink-3">{one.stage}</span> : null}
                      </dt>
                      <dd className="num text-right">{parameterWords(one)}</dd>
                    </div>
                  ))}
                </dl>
              </Section>
            ) : null}
          </div>
        </>
      }
      thumb={thumb}
    >
      <div className="px-4 pt-4 pb-3 lg:px-6">
        <p className="flex flex-wrap items-center gap-2 text-xs text-ink-3">
          <span className="num">{canaryName(run.number)}</span> {run.title}
          <Chip tone={stateTone(run.state)}>{CANARY_STATES[run.state]}</Chip>
          {run.endedAt !== null && run.guarded ? <Chip tone="safe">Still guarded</Chip> : null}
          {run.endedAt === null && clock.remainingSeconds > 0 ? (
            <span className="num">{remainingWords(clock.remainingSeconds)} left</span>
          ) : null}
        </p>
        <h2 className="mt-1 text-xl font-semibold tracking-tight break-words">{gateTitle(body)}</h2>
        {gaps ? (
          <p role="status" className="mt-1 flex items-start gap-1.5 text-sm text-risk-text">
            <Hourglass className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
            {gaps}
          </p>
        ) : null}
        {/* On a phone the pane lies below everything: why it ended is read first. */}
        {run.endedAt !== null ? (
          <p className="mt-1 text-sm break-words text-ink-2">
            <span className="num">{clockWords(run.endedAt)}</span> UTC, {run.endedBy ?? 'Bulkhead'}:{' '}
            {run.endReason}
          </p>
        ) : null}
        <div className="mt-2 flex flex-wrap gap-2">
          {ACTS.filter(({ verb }) => body.can.includes(verb)).map(({ verb, label }) => (
            <Button
              key={verb}
              variant={verb === 'abort' ? 'safe' : 'outline'}
              disabledReason={cannotSend ?? (verb === 'retry' ? waitWords(body.retryAt, now) : null)}
              onClick={() => setAsked({ what: verb })}
            >
              {label}
            </Button>
          ))}
        </div>
      </div>
      <CanaryRail body={body} now={now} />
      <div className="px-4 py-4 lg:px-6">
        {criteria.length > 0 ? (
          <CanaryCriteria
            groups={criteria}
            heldBy={heldEvidence}
            onEvidence={(criterion) => setAsked({ what: 'evidence', criterion })}
            onChart={({ key, title }) => setAsked({ what: 'chart', key, title })}
          />
        ) : (
          <Section title="Acceptance criteria">
            <p className="py-2 text-sm text-ink-2">
              Nothing has run yet: into the first stage, what is looked at before the gate decides.
            </p>
          </Section>
        )}
      </div>
      {asked ? (
        <CanaryDialogs
          asked={asked}
          body={body}
          heldBy={cannotSend}
          now={now}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Screen>
  );
}
