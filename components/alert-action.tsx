// The named action of an alert: one press with what it sets and what is lost; once pressed, how it takes effect.
'use client';
import { ArrowDownRight, ArrowUpRight, TriangleAlert } from 'lucide-react';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { ActionView, FiringBody } from '#lib/contract/alerts.ts';
import { took } from './alert-words.ts';
import { diffRows, wayOfAll } from './change-set-words.ts';
import { DiffPreview } from './diff-preview.tsx';
import { EffectMeter } from './effect-meter.tsx';
import { InstanceTicks } from './instance-ticks.tsx';
import { Button } from './ui/button.tsx';
import { Section } from './ui/section.tsx';

/** What loosens a control is asked about first; what only lowers exposure goes at one press. */
export function loosens(action: Pick<ActionView, 'changes'>): boolean {
  const way = wayOfAll(action.changes);
  return way === 'rollback' || way === 'raising';
}

/** What is no longer there afterwards, in amber. */
export function Losing({ losing }: { losing: string | null }) {
  if (losing === null) return null;
  return (
    <p className="mt-2 flex items-start gap-1.5 text-xs text-risk-text">
      <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
      {losing}
    </p>
  );
}

export function ActionButton({
  action,
  heldBy,
  pending,
  large = false,
  onPress,
}: {
  action: ActionView;
  heldBy: string | null;
  pending: boolean;
  /** At the thumb. */
  large?: boolean;
  onPress: () => void;
}) {
  const raises = loosens(action);
  return (
    <Button
      variant={raises ? 'risk' : 'safe'}
      size="lg"
      icon={raises ? ArrowUpRight : ArrowDownRight}
      kbd={large ? undefined : 'A'}
      busy={pending}
      disabledReason={heldBy}
      onClick={onPress}
      className={large ? undefined : 'h-auto! min-h-11 py-1.5 whitespace-normal!'}
    >
      <span className={large ? 'line-clamp-2 leading-[18px] whitespace-normal' : undefined}>
        {pending ? 'Sending' : action.label}
      </span>
    </Button>
  );
}

/** Acted on without a change set. */
function notMoved({ drill, alert }: FiringBody['firing']): string {
  if (drill) return 'A drill: the press counted, and no switch moved.';
  return alert !== null && findAlert(alert)?.action
    ? 'Every value of the action held already: nothing had to be changed.'
    : 'What was done stands in the audit log.';
}

interface AlertActionProps {
  body: FiringBody;
  heldBy: string | null;
  pending: boolean;
  onPress: () => void;
}

export function AlertAction({ body, heldBy, pending, onPress }: AlertActionProps) {
  const { action, firing, effect } = body;
  if (firing.actedAt !== null) {
    const effective = took(firing.firedAt, firing.effectiveAt);
    return (
      <Section title="Immediate action" note={`by ${firing.actedBy?.name ?? 'somebody'}`}>
        <p className="text-sm">
          {firing.changeSetId === null
            ? notMoved(firing)
            : effective === null
              ? 'Sent. The clock stops when every live instance has it.'
              : `Effective ${effective} after it fired.`}
        </p>
        {effect ? (
          <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
            <EffectMeter effect={effect} late />
            <InstanceTicks effect={effect} names />
          </p>
        ) : null}
      </Section>
    );
  }
  if (!action) {
    return (
      <Section title="Immediate action">
        {firing.resolvedAt === null ? (
          <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button size="lg" kbd="A" busy={pending} disabledReason={heldBy} onClick={onPress}>
              Say what was done
            </Button>
            <span className="text-xs text-ink-3">
              It has none of its own: work through the runbook, then stop the clock.
            </span>
          </div>
        ) : (
          <p className="text-sm text-ink-2">It ended before anybody acted.</p>
        )}
      </Section>
    );
  }
  return (
    <Section
      title="Immediate action"
      note={firing.confirmedAt === null ? 'also confirms the alert' : undefined}
    >
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="max-lg:hidden">
          <ActionButton action={action} heldBy={heldBy} pending={pending} onPress={onPress} />
        </span>
        <span className="text-xs leading-4 text-ink-3">
          {firing.drill
            ? 'A drill: the press counts, and no switch moves.'
            : action.changes.length === 0
              ? 'Every value holds already: pressing records that.'
              : loosens(action)
                ? 'Asks once, takes no second person.'
                : 'One press, no second person.'}
        </span>
      </div>
      <Losing losing={action.losing} />
      {action.changes.length > 0 ? (
        <div className="mt-3">
          <DiffPreview changes={diffRows(action.changes)} />
        </div>
      ) : null}
    </Section>
  );
}
