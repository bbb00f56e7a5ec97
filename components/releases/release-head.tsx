// The head of a release: version from and to, where it stands, and the figures of manual 2's dashboard.
'use client';
import clsx from 'clsx';
import { grouped } from '#components/format-number.ts';
import { effectWords, lasting, stamp } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { releaseName, STRATEGIES, type Strategy } from '#lib/catalog/releases.ts';
import type { ReleaseBody } from '#lib/contract/releases.ts';
import { healthOf, releaseState, releaseTone, shareWords, strategyLabel } from './release-words.ts';

function secondsOf({ release }: ReleaseBody, now: number): number {
  const from = Date.parse(release.trafficAt ?? release.startedAt);
  return Math.max(0, Math.floor(((release.endedAt ? Date.parse(release.endedAt) : now) - from) / 1_000));
}

function figuresOf(body: ReleaseBody, now: number) {
  const { release, sample, rolledBack } = body;
  const [achieved, trades] = [body.shares.at(-1)?.achieved ?? null, sample?.trades ?? null];
  const failed = sample?.failedTrades ?? 0;
  return [
    {
      label: release.endedAt ? 'Lasted' : 'Lasts',
      value: lasting(secondsOf(body, now)),
      note: `since ${stamp(release.trafficAt ?? release.startedAt, now)}`,
      tone: '',
    },
    {
      label: 'Traffic',
      value: `${release.share}%`,
      note: `${shareWords(achieved)} at the gateway`,
      tone: achieved !== null && Math.abs(achieved - release.share) > 0.5 ? 'text-risk-text' : '',
    },
    rolledBack === null
      ? {
          label: 'Trades since',
          value: trades === null ? '–' : grouped(Math.round(trades)),
          note:
            trades === null
              ? 'not measured'
              : failed < 0.5
                ? 'all successful'
                : `${grouped(Math.round(failed))} failed`,
          tone: failed < 0.5 ? '' : 'text-crit-text',
        }
      : {
          label: 'Taken back in',
          value: rolledBack.tookMs === null ? 'not yet' : effectWords(rolledBack.tookMs),
          note: `within ${rolledBack.withinSeconds} s`,
          tone:
            rolledBack.tookMs !== null && rolledBack.tookMs > rolledBack.withinSeconds * 1_000
              ? 'text-crit-text'
              : '',
        },
  ];
}

export function ReleaseHead({ body, now }: { body: ReleaseBody; now: number }) {
  const { release } = body;
  const { strategy } = release;
  const health = healthOf(body.sample);
  const measuring = release.endedAt === null && release.approvedAt !== null;
  return (
    <div className="relative border-b border-line-strong lg:flex">
      <div className="min-w-0 flex-1 px-4 py-3 lg:px-6">
        <p className="flex flex-wrap items-center gap-2 text-xs text-ink-3">
          <span className="num">{releaseName(release.number)}</span>
          <Chip tone={releaseTone(release.state)}>{releaseState(release.state)}</Chip>
          <span>
            {strategyLabel(strategy)}: {release.steps.join(', ')}%, back{' '}
            {STRATEGIES[strategy as Strategy]?.target ?? ''}
          </span>
          {measuring ? <StateMark tone={health.tone} word={health.word} /> : null}
        </p>
        <h2 className="num mt-1 text-xl font-semibold tracking-tight break-words">
          {release.fromVersion} → {release.toVersion}
        </h2>
        <p className="mt-0.5 text-xs text-ink-2">
          {body.reason}. From {body.fromSide} to {body.toSide}.
        </p>
        {release.endReason ? (
          <p className="mt-0.5 text-xs text-ink-2">
            {release.endedBy}: {release.endReason}
          </p>
        ) : null}
      </div>
      <dl className="flex shrink-0 max-lg:flex-wrap max-lg:border-t max-lg:border-line">
        {figuresOf(body, now).map(({ label, value, note, tone }) => (
          <div
            key={label}
            className="min-w-0 flex-1 border-line px-4 py-3 not-first:border-l lg:flex-none lg:border-l lg:px-5"
          >
            <dt className="lbl whitespace-nowrap">{label}</dt>
            <dd className={clsx('fig mt-0.5 text-lg whitespace-nowrap lg:text-xl', tone)}>{value}</dd>
            <dd className="tn text-xs text-ink-3">{note}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
