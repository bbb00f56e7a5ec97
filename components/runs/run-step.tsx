// One step of a run: its state, who did it and when, what was measured or found, and below an open one the way to do it.
import clsx from 'clsx';
import {
  Ban,
  Circle,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Hourglass,
  type LucideIcon,
  Timer,
  Undo2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { EffectMeter } from '#components/changes/effect-meter.tsx';
import { stampShort } from '#components/format-time.ts';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { InstanceTicks } from '#components/venue/instance-ticks.tsx';
import { requestName } from '#lib/catalog/approvals.ts';
import type { RunStepView } from '#lib/contract/runs.ts';
import { isActive } from './run-words.ts';

const ICON = {
  locked: CircleDashed,
  open: Circle,
  running: Timer,
  waiting: Hourglass,
  done: CircleCheck,
  'passed over': Undo2,
  'not needed': Ban,
  failed: CircleAlert,
} as const satisfies Record<RunStepView['state'], LucideIcon>;

const TONE = {
  ...{ locked: 'text-ink-3', open: 'text-ink', running: 'text-ink', waiting: 'text-ink' },
  ...{
    done: 'text-ok-text',
    'passed over': 'text-risk-text',
    'not needed': 'text-ink-3',
    failed: 'text-crit-text',
  },
} as const satisfies Record<RunStepView['state'], string>;

/** The right end of a settled step: what was measured, found, chosen or recorded. */
function Outcome({ step }: { step: RunStepView }) {
  if (step.effect) {
    return (
      <span className="inline-flex items-center gap-x-3 max-sm:flex-wrap">
        <EffectMeter effect={step.effect} length={24} late />
        <InstanceTicks effect={step.effect} />
      </span>
    );
  }
  const option = step.options.find(({ key }) => key === step.option);
  if (option) return <span>{option.label}</span>;
  if (step.sign && step.sign.signatures.length > 0) {
    return <span>{step.sign.signatures.map(({ name }) => name).join(', ')}</span>;
  }
  if (step.state === 'passed over') return <span>passed over</span>;
  if (step.state === 'done' && step.finding) return <span className="tn">{step.finding.found}</span>;
  return null;
}

function Lines({ step, now }: { step: RunStepView; now: number }) {
  const recorded = step.fields.filter(({ value }) => value !== null);
  return (
    <>
      {step.changes.map(({ switch: name, symbol, oldValue, newValue }) => (
        <p key={placeName(name, symbol)}>
          <span className="num">{placeName(name, symbol)}</span> {formatSwitchValue(name, oldValue)} to{' '}
          {formatSwitchValue(name, newValue)}
        </p>
      ))}
      {step.evidence ? <p className="break-words whitespace-pre-line">{step.evidence}</p> : null}
      {recorded.length > 0 ? (
        <dl className="flex flex-wrap gap-x-4">
          {recorded.map(({ key, label, value, unit }) => (
            <div key={key} className="flex gap-1.5">
              <dt className="text-ink-3">{label}</dt>
              <dd className="tn font-medium text-ink">
                {value}
                {unit ? ` ${unit}` : ''}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {step.command?.executors.map(({ executor, state, done, total }) => (
        <p key={executor}>
          {executor}: {state}
          {total > 0 ? `, ${done} of ${total}` : ''}
        </p>
      ))}
      {step.command?.again ? (
        <p className="text-crit-text">This will not be carried out any more: send it again.</p>
      ) : null}
      {step.reason ? (
        <p className={clsx(step.state === 'failed' && 'text-crit-text')}>{step.reason}</p>
      ) : null}
      {step.request && step.state === 'waiting' ? (
        <p>
          {requestName(step.request.number)} waits for a second person until{' '}
          {stampShort(step.request.expiresAt, now)}.
        </p>
      ) : null}
      {step.breaches > 0 ? (
        <p>
          Began anew {step.breaches} {step.breaches === 1 ? 'time' : 'times'}, last for: {step.breach}
        </p>
      ) : null}
    </>
  );
}

/** `now`: database time, ms. `act`: what an active step is done with. */
export function RunStep({ step, now, act }: { step: RunStepView; now: number; act: ReactNode }) {
  const lost = step.command?.again === true;
  const look = lost ? 'failed' : step.state;
  const Icon = ICON[look];
  const active = isActive(step);
  const quiet = step.state === 'locked' || step.state === 'not needed';
  const words =
    step.state === 'done'
      ? (step.doneBy ?? 'by itself')
      : active || step.state === 'locked'
        ? ''
        : (step.doneBy ?? step.state);
  return (
    <li id={`step-${step.key}`} className="flex gap-3 py-1.5 scroll-mt-16 scroll-mb-24" tabIndex={-1}>
      <Icon aria-hidden="true" className={clsx('mt-0.5 size-4 shrink-0', TONE[look])} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-3 text-sm sm:grid sm:grid-cols-[minmax(0,1fr)_7.5rem_5.25rem_14.5rem]">
          <span className={clsx('min-w-0 max-sm:basis-full', quiet ? 'text-ink-3' : active && 'font-medium')}>
            {step.title}
            <span className="sr-only">: {lost ? 'not carried out' : step.state}</span>
            {step.optional && !step.doneAt ? <span className="text-xs text-ink-3"> optional</span> : null}
          </span>
          <span className="truncate text-xs text-ink-3" title={words}>
            {words}
          </span>
          <span className="num text-xs text-ink-3">{step.doneAt ? stampShort(step.doneAt, now) : ''}</span>
          <span className="text-xs text-ink-2 sm:text-right">
            <Outcome step={step} />
          </span>
        </div>
        {active && step.detail ? (
          <p className="mt-0.5 max-w-[72ch] text-xs text-ink-3">{step.detail}</p>
        ) : null}
        <div className="text-xs text-ink-2">
          <Lines step={step} now={now} />
        </div>
        {active && act ? <div className="noprint mt-2 mb-1">{act}</div> : null}
      </div>
    </li>
  );
}
