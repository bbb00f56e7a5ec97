// The hot wallet above the queue, with what is recorded and said of transfers from cold storage.
'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { patiently } from '#components/ui/patiently.ts';
import { showToast } from '#components/ui/toast-store.ts';
import type { TransferDraft } from '#components/withdrawals/cold-transfer-form.tsx';
import { ColdTransfers } from '#components/withdrawals/cold-transfers.tsx';
import { WalletPanel } from '#components/withdrawals/wallet-panel.tsx';
import { amountWords } from '#components/withdrawals/withdrawal-words.ts';
import { type ColdTransferEnd, coldTransferName } from '#lib/catalog/cold-transfers.ts';
import { HOT_WALLET_ANCHOR } from '#lib/catalog/withdrawals.ts';
import type { ColdTransferView, WalletBody } from '#lib/contract/wallet.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../change-control.tsx';
import { endColdTransferAction, recordColdTransferAction } from './actions.ts';

const ColdTransferForm = dynamic(
  () =>
    patiently(() => import('#components/withdrawals/cold-transfer-form.tsx')).then(
      (module) => module.ColdTransferForm,
    ),
  { ssr: false },
);

const ReasonDialog = dynamic(
  () => patiently(() => import('#components/reason-dialog.tsx')).then((module) => module.ReasonDialog),
  { ssr: false },
);

type Asking = 'record' | { transfer: ColdTransferView; as: ColdTransferEnd };

const ENDS = {
  arrived: {
    title: 'It arrived:',
    says: 'You looked at the hot wallet, and it is there. Say where you saw it.',
    button: 'It arrived',
    done: 'has arrived',
  },
  cancelled: {
    title: 'Cancel',
    says: 'It never left cold storage, or never will. It is not followed any more; the record stays.',
    button: 'Cancel the transfer',
    done: 'is cancelled',
  },
} as const satisfies Record<ColdTransferEnd, Record<string, string>>;

export function HotWallet({ wallet, now }: { wallet: WalletBody; now: number }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const { pending, error, forget, send, dialog } = useKeyedSend(['withdrawals']);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  // Whoever comes from the alert wants it open.
  useEffect(() => {
    const look = () => {
      if (window.location.hash === `#${HOT_WALLET_ANCHOR}`) setOpen(true);
    };
    look();
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);

  const ask = (next: Asking | null): void => {
    forget();
    setAsking(next);
  };
  const said = (id: string, title: string): void => {
    setAsking(null);
    showToast({ id, tone: 'ok', title });
  };
  const record = async (draft: TransferDraft): Promise<void> => {
    const sent = await send(recordColdTransferAction, draft, 'Record a transfer');
    if (!sent?.ok) return;
    const { transferId, number, state } = sent.value;
    const how = state === 'arrived' ? 'has arrived already' : 'is followed until it arrives';
    said(transferId, `${coldTransferName(number)} ${how}, ${amountWords(draft)}`);
  };
  const end = async ({ transfer, as }: Exclude<Asking, 'record'>, reason: string): Promise<void> => {
    const name = coldTransferName(transfer.number);
    const { transferId } = transfer;
    const sent = await send(endColdTransferAction, { transferId, as, reason }, `${ENDS[as].button} ${name}`);
    if (sent?.ok) said(transferId, `${name} ${ENDS[as].done}, ${amountWords(transfer)}`);
  };

  return (
    <>
      <WalletPanel wallet={wallet} now={now} open={open} onOpen={setOpen}>
        <ColdTransfers
          transfers={wallet.transfers}
          now={now}
          heldBy={notAllowedTo('record-cold-transfer', me.roles) ?? cannotSend}
          busy={pending}
          onRecord={() => ask('record')}
          onEnd={(transfer, as) => ask({ transfer, as })}
        />
      </WalletPanel>
      {asking === 'record' ? (
        <ColdTransferForm
          pending={pending}
          error={error}
          onRecord={(draft) => void record(draft)}
          onClose={() => ask(null)}
        />
      ) : asking === null ? null : (
        <ReasonDialog
          title={`${ENDS[asking.as].title} ${coldTransferName(asking.transfer.number)}, ${amountWords(asking.transfer)}`}
          says={ENDS[asking.as].says}
          button={ENDS[asking.as].button}
          offered=""
          pending={pending}
          error={error}
          onApply={(reason) => void end(asking, reason)}
          onClose={() => ask(null)}
        />
      )}
      {dialog}
    </>
  );
}
