// The keys of the queue: from row to row, choose, approve, hold, search, pages. What a key cannot do now, it says.
'use client';
import type { RefObject } from 'react';
import { stepKeys } from '#components/page-steps.tsx';
import { focusRow } from '#components/row-focus.ts';
import { useKeys } from '#components/shell/keyboard.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { notApprovable, stateWords } from '#components/withdrawals/withdrawal-words.ts';
import { WITHDRAWAL_MOVES, type WithdrawalState, withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { Chosen } from './use-chosen.ts';
import type { Queue } from './use-queue.ts';
import type { Asking } from './withdrawal-acts.ts';

interface QueueKeysOptions {
  queue: Queue;
  chosen: Chosen;
  /** What may be approved together without another look. */
  clear: readonly WithdrawalView[];
  me: { id: string };
  heldBy: string | null;
  openId: string | null;
  search: RefObject<HTMLInputElement | null>;
  onOpen: (withdrawalId: string | null) => void;
  onAsk: (asking: Asking) => void;
}

const say = (title: string) => showToast({ id: 'key', tone: 'plain', title });

const idUnderFocus = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-withdrawal]')?.dataset.withdrawal;

export function useQueueKeys({
  queue,
  chosen,
  clear,
  me,
  heldBy,
  openId,
  search,
  onOpen,
  onAsk,
}: QueueKeysOptions): void {
  const { rows, frame } = queue;
  const pointed = (): WithdrawalView | undefined => {
    const id = idUnderFocus() ?? openId;
    return rows.find(({ withdrawalId }) => withdrawalId === id);
  };
  /** What is open follows the focus. */
  const step = (way: 1 | -1): void => {
    focusRow(frame.current, way);
    const id = idUnderFocus();
    if (openId !== null && id !== undefined) onOpen(id);
  };
  const choose = (): void => {
    const row = pointed();
    if (row === undefined) {
      if (chosen.picked.length === 0 && heldBy === null) chosen.choose(clear);
      return;
    }
    const why = chosen.ids.has(row.withdrawalId) ? null : chosen.notChoosable(row);
    if (why === null) chosen.toggle(row.withdrawalId);
    else say(`${withdrawalName(row.number)} is not chosen. ${why}`);
  };
  const approve = (): void => {
    const row = pointed();
    const why = row === undefined ? null : notApprovable(row, me);
    if (heldBy !== null) say(heldBy);
    else if (chosen.picked.length > 0) onAsk({ approve: chosen.picked });
    else if (row !== undefined && why === null) onAsk({ approve: [row] });
    else if (row !== undefined) say(`${withdrawalName(row.number)}: ${why}`);
  };
  const hold = (): void => {
    const row = pointed();
    if (row === undefined) return;
    if (heldBy !== null) say(heldBy);
    else if (WITHDRAWAL_MOVES[row.state as WithdrawalState].hold !== null) onAsk({ act: 'hold', on: row });
    else say(`${withdrawalName(row.number)} is not held. ${stateWords(row.state)}.`);
  };
  const bindings: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    x: choose,
    e: approve,
    h: hold,
    '/': () => search.current?.focus(),
    ...stepKeys(queue.steps),
  };
  bindings.Escape = () => onOpen(null);
  useKeys(bindings);
}
