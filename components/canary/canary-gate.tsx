// What a GO would set, and what stands against it now: the pane beside a run.
'use client';
import { CircleCheck } from 'lucide-react';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { Section } from '#components/ui/section.tsx';
import type { CanaryBody } from '#lib/contract/canary.ts';
import { CanaryBreaches } from './canary-breaches.tsx';

interface CanaryGateProps {
  body: CanaryBody;
  /** The form beside it says what GO sets. */
  changesElsewhere?: boolean;
  now: number;
}

export function CanaryGate({ body, changesElsewhere = false, now }: CanaryGateProps) {
  const { run, stages, blocks } = body;
  const next = run.endedAt ? undefined : stages.find(({ stage }) => stage === run.stage + 1);
  const changes = next?.settings.filter((one) => one.changes) ?? [];
  return (
    <div className="flex flex-col gap-5 px-4 py-4 lg:px-5">
      <CanaryBreaches body={body} now={now} />
      {run.endedAt ? (
        <Section title="How it ended" rule>
          <p className="mt-1 text-sm break-words">{run.endReason}</p>
          <p className="text-xs text-ink-3">{run.endedBy}</p>
        </Section>
      ) : (
        <Section title="Against the gate" note={blocks.length === 0 ? 'nothing' : String(blocks.length)} rule>
          {blocks.length === 0 ? (
            <p className="mt-1 flex items-center gap-2 text-sm text-ok-text">
              <CircleCheck className="size-4" aria-hidden="true" /> Time and criteria are there
            </p>
          ) : (
            <ul className="mt-1 list-disc pl-4 text-xs text-ink-2">
              {blocks.map((block) => (
                <li key={block}>{block}</li>
              ))}
            </ul>
          )}
        </Section>
      )}
      {next && !changesElsewhere ? (
        <Section
          title={`GO sets ${changes.length} ${changes.length === 1 ? 'switch' : 'switches'}`}
          note={next.title}
          rule
        >
          <ul className="mt-1 divide-y divide-line">
            {changes.map((one) => (
              <li
                key={placeName(one.switch, one.symbol)}
                className="flex flex-wrap items-baseline gap-x-2 py-1 text-xs"
              >
                <span className="num min-w-0 break-all">{placeName(one.switch, one.symbol)}</span>
                <span className="num ml-auto text-ink-3">{formatSwitchValue(one.switch, one.from)}</span>
                <span aria-hidden="true">→</span>
                <span className="num font-semibold">
                  {one.inherit ? 'as the venue' : formatSwitchValue(one.switch, one.to)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  );
}
