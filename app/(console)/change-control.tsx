// Changing switches from any screen: opens the sheet or the rollback dialog, sends the write, follows it to its effect.
'use client';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery, switchesQuery } from '#app/_client/queries.ts';
import type { ActionResult } from '#app/_entry/action.ts';
import { type ChangeRequest, ChangeSheet } from '#components/change-sheet.tsx';
import { formatValue } from '#components/format-value.ts';
import { freshnessOf, raisingHeldBy } from '#components/freshness.ts';
import { governedFigures } from '#components/governed-figures.ts';
import { RollbackDialog } from '#components/rollback-dialog.tsx';
import { useMedia } from '#components/ui/use-media.ts';
import { useNow } from '#components/ui/use-now.ts';
import { RUNBOOKS } from '#lib/catalog/runbooks.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeAnswer, ErrorBody } from '#lib/contract/console.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import type { Wanted } from '#lib/rules/matrix.ts';
import { useOutcomes } from './outcomes.tsx';
import {
  resetToDefaultAction,
  rollbackSwitchAction,
  setSwitchAction,
  setSwitchesAction,
} from './switches/actions.ts';
import { HistoryPanel } from './switches/history-panel.tsx';

export interface SheetTarget {
  name: SwitchName;
  symbol?: string | null;
  preset?: WireValue;
  /** The preset is the value that held at this moment: applied unchanged, it is a rollback to it. */
  at?: string;
}

interface ChangeControl {
  /** The switch whose sheet is open. */
  selected: SwitchName | null;
  /** Switches whose change is being sent. */
  busy: ReadonlySet<string>;
  /** Why nothing can be sent at all; null when it can. */
  cannotSend: string | null;
  openSheet(target: SheetTarget): void;
  openRollback(name: SwitchName, wanted: readonly Wanted[]): void;
}

const Context = createContext<ChangeControl | null>(null);

/** Opens changes from a screen, a row or the palette. */
export function useChangeControl(): ChangeControl {
  const control = useContext(Context);
  if (!control) throw new Error('A screen must be inside ChangeControlProvider.');
  return control;
}

const NOBODY: ReadonlySet<string> = new Set();
/** Raising is desktop work (look.md). */
const DESKTOP = '(min-width: 1024px)';

/** The input a request becomes; `inherit` is the removal of an override. */
function inputOf({ wanted, reason, expectedRevision }: ChangeRequest) {
  return {
    switch: wanted.switch,
    ...(wanted.symbol === null ? {} : { symbol: wanted.symbol }),
    ...(wanted.value === 'inherit' ? {} : { value: wanted.value }),
    expectedRevision,
    reason,
  };
}

/** Whether a wanted value is still the past one the sheet was opened with. */
function isPreset(target: SheetTarget, wanted: Wanted): boolean {
  return (
    target.preset !== undefined &&
    wanted.value !== 'inherit' &&
    wanted.symbol === (target.symbol ?? null) &&
    sameValue(wanted.value, target.preset)
  );
}

function placeWords({ switch: name, symbol }: Wanted): string {
  return symbol === null ? name : `${name} for ${symbol}`;
}

function outcomeWords(wanted: readonly Wanted[]): string {
  const [first] = wanted;
  if (!first) return 'Changed';
  const value =
    first.value === 'inherit' ? "the venue's value" : formatValue(definitionOf(first.switch), first.value);
  const rest = wanted.length > 1 ? `, and ${wanted.length - 1} more` : '';
  return `${placeWords(first)} is ${value}${rest}`;
}

export function ChangeControlProvider({ children }: { children: ReactNode }) {
  const { heard, link } = useConsole();
  const now = useNow(1_000);
  const { data: matrix } = useQuery(switchesQuery);
  const [sheet, setSheet] = useState<SheetTarget | null>(null);
  const [rollback, setRollback] = useState<{ name: SwitchName; wanted: readonly Wanted[] } | null>(null);
  const [pending, setPending] = useState<ReadonlySet<string>>(NOBODY);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  // The same input keeps its key until it was answered: pressing twice, or again after silence, happens once.
  const attempt = useRef<{ input: string; key: string } | null>(null);
  const follow = useOutcomes();
  const desktop = useMedia(DESKTOP);
  const sample = useQuery({ ...figuresQuery(30), enabled: sheet !== null }).data?.items.at(-1);

  const fresh = freshnessOf(heard, link, now ?? heard?.receivedAt ?? 0);
  const cannotSend =
    link.state === 'offline' ? 'You are offline. Nothing is sent until the link is back.' : null;
  const raisingHeld = raisingHeldBy(heard, fresh);

  const send = useCallback(
    async (
      wanted: readonly Wanted[],
      input: unknown,
      act: (input: unknown, key?: string) => Promise<ActionResult<ChangeAnswer>>,
    ): Promise<void> => {
      const text = JSON.stringify(input);
      if (attempt.current?.input !== text) attempt.current = { input: text, key: crypto.randomUUID() };
      setPending(new Set(wanted.map((one) => one.switch)));
      setError(null);
      const result = await act(input, attempt.current.key).catch(() => null);
      setPending(NOBODY);
      if (!result) {
        setError({
          code: 'outcome_unknown',
          message:
            'The console did not answer, so it is not known whether this happened. Press again: the same change is never applied twice.',
        });
        return;
      }
      if (!result.ok) {
        if (result.error.code !== 'outcome_unknown') attempt.current = null;
        setError(result.error);
        return;
      }
      attempt.current = null;
      setSheet(null);
      setRollback(null);
      follow(outcomeWords(wanted), result.value);
    },
    [follow],
  );

  const openSheet = useCallback((target: SheetTarget) => {
    setError(null);
    setRollback(null);
    setSheet(target);
  }, []);
  const openRollback = useCallback((name: SwitchName, wanted: readonly Wanted[]) => {
    setError(null);
    setRollback({ name, wanted });
  }, []);

  const control = useMemo(
    () => ({ selected: sheet?.name ?? null, busy: pending, cannotSend, openSheet, openRollback }),
    [sheet, pending, cannotSend, openSheet, openRollback],
  );
  const items = matrix?.items ?? [];
  const view = items.find((item) => item.name === sheet?.name);
  return (
    <Context value={control}>
      {children}
      {sheet && matrix ? (
        <ChangeSheet
          key={`${sheet.name}/${sheet.symbol ?? ''}/${JSON.stringify(sheet.preset)}`}
          name={sheet.name}
          items={items}
          revision={matrix.revision}
          symbol={sheet.symbol ?? null}
          preset={sheet.preset}
          raisingHeld={raisingHeld}
          cannotSend={cannotSend}
          figures={governedFigures(definitionOf(sheet.name).group, sample)}
          runbook={RUNBOOKS[sheet.name]}
          raisingHere={desktop}
          pending={pending.size > 0}
          error={rollback ? null : error}
          onApply={(request) => {
            const { wanted } = request;
            const { value: _, ...input } = inputOf(request);
            if (sheet.at && isPreset(sheet, wanted)) {
              void send([wanted], { ...input, at: sheet.at }, rollbackSwitchAction);
            } else if (wanted.value === 'inherit') void send([wanted], input, resetToDefaultAction);
            else void send([wanted], inputOf(request), setSwitchAction);
          }}
          onRollback={openRollback}
          onClose={() => setSheet(null)}
        >
          {view ? (
            <HistoryPanel
              name={sheet.name}
              view={view}
              symbol={sheet.symbol ?? null}
              heldBy={view.mayChange ? cannotSend : 'You may not change this switch.'}
              onReturn={(item) =>
                openSheet({ name: sheet.name, symbol: item.symbol, preset: item.newValue, at: item.at })
              }
            />
          ) : null}
        </ChangeSheet>
      ) : null}
      {rollback ? (
        <RollbackDialog
          name={rollback.name}
          wanted={rollback.wanted}
          items={items}
          cannotSend={cannotSend}
          pending={pending.size > 0}
          error={error}
          onApply={({ wanted, reason }) => {
            const changes = wanted.map(({ switch: name, symbol, value }) => ({
              switch: name,
              ...(symbol === null ? {} : { symbol }),
              value,
            }));
            void send(wanted, { changes, reason }, setSwitchesAction);
          }}
          onClose={() => setRollback(null)}
        />
      ) : null}
    </Context>
  );
}
