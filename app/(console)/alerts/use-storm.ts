// Confirming all open firings of one alert: as many presses as it takes, each sent once, only those that were on the screen.
'use client';
import type { ReactNode } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { showToast } from '#components/ui/toast-store.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { confirmStormAction } from './actions.ts';

export interface Storm {
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** `until`: when the board was read; what came later was not seen by anybody. */
  confirmAll: (firingId: string, until: string) => void;
  dialog: ReactNode;
}

export function useStorm(): Storm {
  const { send, pending, error, dialog } = useKeyedSend(['alerts', 'firing', 'firings']);
  const confirmAll = async (firingId: string, until: string): Promise<void> => {
    let confirmed = 0;
    for (let left = 1; left > 0; ) {
      // Its place makes each press another one: the last is not answered from memory.
      const sent = await send(confirmStormAction, { firingId, until }, `Confirm after ${confirmed}`);
      if (!sent?.ok || sent.value.confirmed === 0) break;
      confirmed += sent.value.confirmed;
      left = sent.value.left;
    }
    if (confirmed > 0) {
      const title = `${confirmed.toLocaleString('en-US')} are confirmed: you have them`;
      showToast({ id: `storm:${firingId}`, tone: 'ok', title });
    }
  };
  return { pending, error, confirmAll: (firingId, until) => void confirmAll(firingId, until), dialog };
}
