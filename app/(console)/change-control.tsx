// Changing switches from any screen: opens the sheet or the rollback dialog, sends the write, follows it to its effect.
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { switchesQuery } from '#app/_client/queries.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import type { ChangeRequest } from '#components/changes/change-sheet.tsx';
import { formatValue } from '#components/format-value.ts';
import { patiently } from '#components/ui/patiently.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import { useOutcomes } from './outcomes.tsx';
import {
  resetToDefaultAction,
  rollbackSwitchAction,
  setSwitchAction,
  setSwitchesAction,
} from './switches/actions.ts';

const loadWindows = () => patiently(() => import('./change-windows.tsx'));
// Not part of the first picture: fetched right after it, so that a press does not wait for its window.
const ChangeWindows = dynamic(() => loadWindows().then((module) => module.ChangeWindows), { ssr: false });

export interface SheetTarget {
  name: SwitchName;
  symbol?: string | null;
  preset?: WireValue | 'inherit';
  /** A reason that was written before. */
  reason?: string;
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
  /** Something else takes the place of the sheet. */
  closeSheet(): void;
}

const Context = createContext<ChangeControl | null>(null);

/** Opens changes from a screen, a row or the palette. */
export function useChangeControl(): ChangeControl {
  const control = useContext(Context);
  if (!control) throw new Error('A screen must be inside ChangeControlProvider.');
  return control;
}

const NOBODY: ReadonlySet<string> = new Set();

/** The input a request becomes; `inherit` is the removal of an override. */
function inputOf({ wanted, reason, expectedRevision, expectedEpoch, terms }: ChangeRequest) {
  return {
    switch: wanted.switch,
    ...(wanted.symbol === null ? {} : { symbol: wanted.symbol }),
    ...(wanted.value === 'inherit' ? {} : { value: wanted.value }),
    expectedRevision,
    expectedEpoch,
    reason,
    ...terms,
  };
}

/** Whether a wanted value is still the past one the sheet was opened with. */
function isPreset(target: SheetTarget, wanted: Wanted): boolean {
  return (
    target.preset !== undefined &&
    target.preset !== 'inherit' &&
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
  const { link } = useConsole();
  const { data: matrix } = useQuery(switchesQuery);
  const [sheet, setSheet] = useState<SheetTarget | null>(null);
  const [rollback, setRollback] = useState<{ name: SwitchName; wanted: readonly Wanted[] } | null>(null);
  const [pending, setPending] = useState<ReadonlySet<string>>(NOBODY);
  const follow = useOutcomes();
  const { error, forget, send, dialog } = useKeyedSend();
  useEffect(() => {
    void loadWindows();
  }, []);

  const cannotSend =
    link.state === 'offline' ? 'You are offline. Nothing is sent until the link is back.' : null;

  const change = async (
    wanted: readonly Wanted[],
    input: unknown,
    act: ServerAction<ChangeAnswer>,
  ): Promise<void> => {
    setPending(new Set(wanted.map((one) => one.switch)));
    const sent = await send(act, input, 'Raise it without a second person');
    setPending(NOBODY);
    if (!sent?.ok) return;
    setSheet(null);
    setRollback(null);
    follow(outcomeWords(wanted), sent.value);
  };

  const openSheet = useCallback(
    (target: SheetTarget) => {
      forget();
      setRollback(null);
      setSheet(target);
    },
    [forget],
  );
  const openRollback = useCallback(
    (name: SwitchName, wanted: readonly Wanted[]) => {
      forget();
      setRollback({ name, wanted });
    },
    [forget],
  );

  const closeSheet = useCallback(() => setSheet(null), []);
  const applySheet = (target: SheetTarget, request: ChangeRequest): void => {
    const { wanted } = request;
    const { value: _, ...input } = inputOf(request);
    if (target.at && isPreset(target, wanted)) {
      void change([wanted], { ...input, at: target.at }, rollbackSwitchAction);
    } else if (wanted.value === 'inherit') void change([wanted], input, resetToDefaultAction);
    else void change([wanted], inputOf(request), setSwitchAction);
  };
  const control = useMemo(
    () => ({ selected: sheet?.name ?? null, busy: pending, cannotSend, openSheet, openRollback, closeSheet }),
    [sheet, pending, cannotSend, openSheet, openRollback, closeSheet],
  );
  return (
    <Context value={control}>
      {children}
      {matrix && (sheet || rollback) ? (
        <ChangeWindows
          matrix={matrix}
          sheet={sheet}
          rollback={rollback}
          cannotSend={cannotSend}
          pending={pending.size > 0}
          error={error}
          onApply={applySheet}
          onApplyRollback={({ wanted, reason, terms }) => {
            const changes = wanted.map(({ switch: name, symbol, value }) => ({
              switch: name,
              ...(symbol === null ? {} : { symbol }),
              value,
              expectedEpoch: matrix.epoch,
            }));
            void change(wanted, { changes, reason, ...terms }, setSwitchesAction);
          }}
          onSheet={(target) => (target ? openSheet(target) : closeSheet())}
          onRollback={openRollback}
          onCloseRollback={() => setRollback(null)}
        />
      ) : null}
      {dialog}
    </Context>
  );
}
