// One audit entry whole: who, what, why, how it took effect, and its link in the chain.
import { LinkIcon, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { EffectMeter } from '#components/changes/effect-meter.tsx';
import { exact } from '#components/format-time.ts';
import { shortHash } from '#components/short-hash.ts';
import { InstanceTicks } from '#components/venue/instance-ticks.tsx';
import type { AuditEntryView, EffectView } from '#lib/contract/console.ts';
import { kindTitle } from './audit-kinds.ts';
import { sidesOf, subjectOf } from './audit-words.ts';

interface AuditEntryProps {
  entry: AuditEntryView;
  /** Entries up to this one were rehashed by the worker. */
  verifiedSeq: number;
  brokenSeq: number | null;
  /** Of the change set it belongs to, when that is known. */
  effect: EffectView | null;
  /** Buttons at the end. */
  children?: ReactNode;
}

const PLUS = {
  reducing: 'bg-safe-soft',
  raising: 'bg-risk-soft',
  rollback: 'bg-risk-soft',
  none: '',
} as const;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 py-1">
      <dt className="w-20 shrink-0 text-ink-3">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

export function AuditEntry({ entry, verifiedSeq, brokenSeq, effect, children }: AuditEntryProps) {
  const { from, to, way } = sidesOf(entry);
  const broken = brokenSeq !== null && entry.seq >= brokenSeq;
  const state = broken ? 'after a break' : entry.seq <= verifiedSeq ? 'matches' : 'not yet rehashed';
  return (
    <article
      className="flex min-h-full flex-col px-5 py-4 text-xs max-xl:p-0"
      aria-label={`Entry ${entry.seq}`}
    >
      <div className="flex text-ink-3">
        <span>
          Entry <span className="num text-ink-2">{entry.seq}</span>
        </span>
        <time dateTime={entry.at} className="num ml-auto">
          {exact(entry.at)}
        </time>
      </div>
      <h2 className="mt-1 text-lg font-semibold tracking-tight break-words">
        {kindTitle(entry.kind)}: <span className="num">{subjectOf(entry)}</span>
      </h2>
      <p className="mt-0.5 text-ink-2">
        {entry.actor.kind === 'system' ? 'By Bulkhead itself, by rule' : entry.actor.name}
        {entry.actor.kind === 'service' ? ', a machine key' : ''}
      </p>
      {from !== null || to !== null ? (
        <>
          <h3 className="lbl mt-4 mb-1">Change</h3>
          <div className="num overflow-hidden rounded-md border border-line">
            <div className="flex min-h-7 items-center px-2.5 text-ink-2">
              <span className="w-5" aria-hidden="true">
                −
              </span>
              <del className="ml-auto no-underline">{from ?? 'nothing'}</del>
            </div>
            <div className={`flex min-h-7 items-center border-t border-line px-2.5 ${PLUS[way]}`}>
              <span className="w-5" aria-hidden="true">
                +
              </span>
              <ins className="ml-auto font-semibold no-underline">{to ?? 'nothing'}</ins>
            </div>
          </div>
        </>
      ) : null}
      <dl className="mt-4">
        {entry.reason ? <Fact label="Reason">{entry.reason}</Fact> : null}
        {entry.revision !== null ? (
          <Fact label="Revision">
            <span className="num">
              {entry.revision - 1} to {entry.revision}
            </span>
          </Fact>
        ) : null}
        {typeof entry.details?.command === 'string' ? (
          <Fact label="Command">
            <span className="num">{entry.details.command}</span>
          </Fact>
        ) : null}
        {effect && effect.expected > 0 ? (
          <>
            <Fact label="Effect">
              <EffectMeter effect={effect} late />
            </Fact>
            <Fact label="Applied">
              <InstanceTicks effect={effect} names />
            </Fact>
            {effect.slowestInstance ? (
              <Fact label="Slowest">
                <span className="num">{effect.slowestInstance}</span>
              </Fact>
            ) : null}
          </>
        ) : null}
      </dl>
      <h3 className="lbl mt-4 mb-1">Link in the chain</h3>
      <dl className="num overflow-hidden rounded-md border border-line">
        <div className="flex h-8 items-center gap-2 px-2.5">
          <LinkIcon className="size-3.5 text-ink-3" aria-hidden="true" />
          <dt className="font-sans text-ink-3">Previous</dt>
          <dd className="ml-auto">{shortHash(entry.prevHash, 8)}</dd>
        </div>
        <div
          className={`flex h-8 items-center gap-2 border-t border-line px-2.5 ${broken ? 'bg-crit-soft' : state === 'matches' ? 'bg-ok-soft' : ''}`}
        >
          {broken ? (
            <ShieldAlert className="size-3.5 text-crit-text" aria-hidden="true" />
          ) : (
            <ShieldCheck
              className={`size-3.5 ${state === 'matches' ? 'text-ok-text' : 'text-ink-3'}`}
              aria-hidden="true"
            />
          )}
          <dt className="font-sans">This entry</dt>
          <dd className="ml-auto font-semibold">
            {shortHash(entry.hash, 8)}
            <span className="ml-3 font-sans font-normal text-ink-3">{state}</span>
          </dd>
        </div>
      </dl>
      <p className="mt-1.5 text-ink-3">
        SHA-256 of the previous hash and this content. Nobody can edit or delete an entry, super admins
        included.
      </p>
      {children ? <div className="mt-auto flex flex-wrap gap-2 pt-4">{children}</div> : null}
    </article>
  );
}
