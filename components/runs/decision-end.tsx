// Where the answers lead: what happens, by when, the diff in the colours of its direction, the reason, and the one button.
'use client';
import { ArrowUpRight, Play, TriangleAlert } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type ChangePlan, reasonState } from '#components/changes/change-plan.ts';
import { ReasonField } from '#components/changes/change-reason.tsx';
import { DiffPreview } from '#components/changes/diff-preview.tsx';
import { DirectionMark } from '#components/changes/direction-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import type { End } from '#lib/catalog/decision-types.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { endRaises, losses, withinWords } from './decision-words.ts';

interface DecisionEndProps {
  end: End;
  withinSeconds: number | null;
  /** What its action changes now; of a procedure, what its steps will set. */
  plan: ChangePlan;
  /** The values that its action is about, in words: named where all of them hold already. */
  holds: readonly string[];
  revision: number;
  /** Title of the procedure that runs from here; null when there is none. */
  runs: string | null;
  offered: string;
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** It has just come up by an answer given here: in sight, with the focus on its button, or on the reason of what raises. */
  focus: boolean;
  onGo: (reason: string) => void;
}

export function DecisionEnd({
  end,
  withinSeconds,
  plan,
  holds,
  revision,
  runs,
  offered,
  heldBy,
  pending,
  error,
  focus,
  onGo,
}: DecisionEndProps) {
  const form = useRef<HTMLFormElement>(null);
  const raises = endRaises(end.action.kind, plan);
  // Whoever gave the last answer sees what it leads to without scrolling for it.
  useEffect(() => {
    if (!focus) return;
    form.current?.scrollIntoView({ block: 'nearest' });
    const first = raises ? 'textarea' : 'button[type=submit]';
    form.current?.querySelector<HTMLElement>(first)?.focus({ preventScroll: true });
  }, [focus, raises]);
  const [written, setWritten] = useState<string | null>(null);
  const changes = end.action.kind === 'procedure' ? [] : plan.changes;
  const way = changes.length > 0 ? plan.way : 'none';
  const reason = written ?? offered;
  const state = reasonState(reason, way === 'raising' ? 'raising' : 'reducing');
  const within = withinWords(withinSeconds);
  const reasonHeld = state.ok ? null : (state.error ?? `Write a reason first: ${state.count} characters.`);
  const blocked = plan.blocks.length > 0 && changes.length > 0 ? plan.blocks.join(' ') : null;
  const cannot = heldBy ?? blocked ?? (end.action.kind === 'watch' ? null : reasonHeld);
  const only = changes.length === 0 && end.action.kind !== 'procedure' && runs !== null;
  const label = end.action.kind === 'watch' ? 'Close it, and watch' : only ? `Run: ${runs}` : end.title;
  const go = (): void => {
    if (cannot === null && !pending) onGo(reason.trim());
  };
  const enter = (): void => {
    if (!raises) go();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter();
  };
  return (
    <form ref={form} onSubmit={submit} aria-label="Where the answers lead" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-base font-semibold tracking-tight">{end.title}</h3>
        {within ? <Chip tone={withinSeconds === 0 ? 'crit' : 'risk'}>{within}</Chip> : null}
      </div>
      <p className="text-xs text-ink-2">{end.says}</p>
      {plan.changes.length > 0 ? (
        <>
          {end.action.kind === 'procedure' ? (
            <p className="lbl">Its steps set, one after the other</p>
          ) : (
            <DirectionMark way={way} words className="text-xs" />
          )}
          <DiffPreview changes={plan.changes} {...(changes.length > 0 ? { revision } : {})} />
        </>
      ) : end.action.kind !== 'procedure' && end.action.kind !== 'watch' ? (
        <p className="text-xs text-ink-3">Holds already, so nothing changes: {holds.join(', ')}.</p>
      ) : null}
      {losses(plan.changes).map((sentence) => (
        <p key={sentence} className="flex gap-2 text-xs text-risk-text">
          <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
          {sentence}
        </p>
      ))}
      {plan.warnings.map((sentence) => (
        <p key={sentence} className="text-xs text-ink-2">
          {sentence}
        </p>
      ))}
      {end.action.kind === 'watch' ? null : (
        <ReasonField
          way={way}
          value={reason}
          state={state}
          offered={written === null}
          onChange={setWritten}
          onEnter={enter}
        />
      )}
      <FormError error={error} />
      <Button
        type={raises ? 'button' : 'submit'}
        onClick={raises ? go : undefined}
        size="lg"
        variant={raises ? 'risk' : plan.way === 'none' ? 'ink' : 'safe'}
        icon={changes.length === 0 && runs ? Play : raises ? ArrowUpRight : undefined}
        busy={pending}
        disabledReason={cannot}
        className="self-start max-sm:h-12 max-sm:w-full max-sm:justify-center"
      >
        {label}
      </Button>
      {runs && changes.length > 0 ? <p className="text-xs text-ink-3">Then runs: {runs}.</p> : null}
    </form>
  );
}
