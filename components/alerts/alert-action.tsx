// The named action of an alert: one press with what it sets and what is lost; once pressed, how it takes effect.
'use client';
import { ArrowDownRight, ArrowUpRight, TriangleAlert } from 'lucide-react';
import { diffRows, wayOfAll } from '#components/changes/change-set-words.ts';
import { DiffPreview } from '#components/changes/diff-preview.tsx';
import { EffectMeter } from '#components/changes/effect-meter.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { InstanceTicks } from '#components/venue/instance-ticks.tsx';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { ActionView, AlertGroup, FiringBody } from '#lib/contract/alerts.ts';
import { firingName, took } from './alert-words.ts';

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

/** `Pause new orders, all 3`. */
export function actionWords(label: string, all: number | undefined): string {
  return all === undefined ? label : `${label}, all ${all.toLocaleString('en-US')}`;
}

export function ActionButton({
  action,
  all,
  heldBy,
  pending,
  large = false,
  onPress,
}: {
  action: ActionView;
  /** For how many firings it acts, where that is more than one. */
  all?: number;
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
        {pending ? 'Sending' : actionWords(action.label, all)}
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

/** The other open firings of the alert, when one press can act for all of them. */
interface StormProps {
  group: AlertGroup;
  heldBy: string | null;
  pending: boolean;
  actForAll: () => void;
}

interface AlertActionProps {
  body: FiringBody;
  heldBy: string | null;
  pending: boolean;
  onPress: () => void;
  storm?: StormProps | null;
}

export function AlertAction(props: AlertActionProps) {
  const { action, firing } = props.body;
  if (firing.actedAt !== null) return <ActedOn {...props} />;
  return action ? <NamedAction {...props} action={action} /> : <OwnWords {...props} />;
}

function ActedOn({ body: { firing, effect }, storm }: AlertActionProps) {
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
      {storm ? (
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button busy={storm.pending} disabledReason={storm.heldBy} onClick={storm.actForAll}>
            {`Act for the other ${storm.group.unacted.toLocaleString('en-US')} too`}
          </Button>
          <span className="text-xs text-ink-3">Their clocks still run.</span>
        </div>
      ) : null}
    </Section>
  );
}

/** An alert without an action: its clock stops when somebody says what was done. */
function OwnWords({ body: { firing }, heldBy, pending, onPress, storm }: AlertActionProps) {
  if (firing.resolvedAt !== null) {
    return (
      <Section title="Immediate action">
        <p className="text-sm text-ink-2">It ended before anybody acted.</p>
      </Section>
    );
  }
  return (
    <Section title="Immediate action">
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        {storm ? (
          <Button
            size="lg"
            kbd="A"
            busy={storm.pending}
            disabledReason={storm.heldBy}
            onClick={storm.actForAll}
          >
            {actionWords('Say what was done', storm.group.unacted)}
          </Button>
        ) : null}
        <Button
          size="lg"
          kbd={storm ? undefined : 'A'}
          busy={pending}
          disabledReason={heldBy}
          onClick={onPress}
        >
          {storm ? `Only for ${firingName(firing.number)}` : 'Say what was done'}
        </Button>
        <span className="text-xs text-ink-3">
          It has none of its own: work through the runbook, then stop the clock.
        </span>
      </div>
    </Section>
  );
}

function pressWords(firing: FiringBody['firing'], action: ActionView): string {
  if (firing.drill) return 'A drill: the press counts, and no switch moves.';
  if (action.changes.length === 0) return 'Every value holds already: pressing records that.';
  return loosens(action) ? 'Asks once, takes no second person.' : 'One press, no second person.';
}

function NamedAction(props: AlertActionProps & { action: ActionView }) {
  const { action: own, heldBy, pending, onPress, storm } = props;
  const { firing } = props.body;
  // The difference of a storm is that of all its markets.
  const action = storm?.group.action ?? own;
  const confirms = storm ? storm.group.unconfirmed > 0 : firing.confirmedAt === null;
  return (
    <Section
      title="Immediate action"
      note={confirms ? `also confirms the ${storm ? 'alerts' : 'alert'}` : undefined}
    >
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="max-lg:hidden">
          {storm ? (
            <ActionButton
              action={action}
              all={storm.group.unacted}
              heldBy={storm.heldBy}
              pending={storm.pending}
              onPress={storm.actForAll}
            />
          ) : (
            <ActionButton action={action} heldBy={heldBy} pending={pending} onPress={onPress} />
          )}
        </span>
        {storm ? (
          <Button busy={pending} disabledReason={heldBy} onClick={onPress}>
            {`Only for ${firingName(firing.number)}`}
          </Button>
        ) : null}
        <span className="text-xs leading-4 text-ink-3">{pressWords(firing, action)}</span>
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
