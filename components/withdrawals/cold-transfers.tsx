// What comes from cold storage: each transfer with how it stands; those under way can be said to be over.
'use client';
import { Plus } from 'lucide-react';
import { stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import { coldTransferName } from '#lib/catalog/cold-transfers.ts';
import type { ColdTransferView } from '#lib/contract/wallet.ts';
import { networkWords, transferStand } from './cold-transfer-words.ts';
import { amountWords, shortAddress } from './withdrawal-words.ts';

const TONE = {
  plain: 'text-ink-2',
  ok: 'text-ok-text',
  risk: 'text-risk-text',
  crit: 'text-crit-text',
  safe: 'text-safe-text',
} as const;

const COLUMNS = [
  { key: 'transfer', label: 'Transfer' },
  { key: 'amount', label: 'Amount', right: true },
  { key: 'reference', label: 'Transaction', className: 'max-sm:hidden' },
  { key: 'recorded', label: 'Recorded, UTC', className: 'max-lg:hidden' },
  { key: 'stands', label: 'Stands' },
  { key: 'say', label: 'Say how it ended', quiet: true },
];

interface ColdTransfersProps {
  transfers: readonly ColdTransferView[];
  now: number;
  /** Why this person may record and end none; null when they may. */
  heldBy: string | null;
  busy: boolean;
  onRecord: () => void;
  onEnd: (transfer: ColdTransferView, as: 'arrived' | 'cancelled') => void;
}

function Row({
  transfer,
  now,
  heldBy,
  busy,
  onEnd,
}: { transfer: ColdTransferView } & Omit<ColdTransfersProps, 'transfers' | 'onRecord'>) {
  const { number, network, reference, recordedAt, recordedBy, reason, ended } = transfer;
  const stand = transferStand(transfer, now);
  const name = coldTransferName(number);
  return (
    <tr>
      <td className="num whitespace-nowrap">
        {name} <span className="text-xs text-ink-3">{networkWords(network)}</span>
      </td>
      <td className="num r">{amountWords(transfer)}</td>
      <td className="num max-sm:hidden" title={reference}>
        {shortAddress(reference)}
      </td>
      <td className="max-lg:hidden">
        <span className="num">{stamp(recordedAt, now)}</span> {recordedBy}
        <span className="block text-xs text-ink-3">{reason}</span>
      </td>
      <td className={TONE[stand.tone]}>{stand.text}</td>
      <td className="r">
        {ended === null ? (
          <span className="inline-flex flex-wrap justify-end gap-1.5">
            <Button
              size="sm"
              aria-label={`${name} has arrived`}
              busy={busy}
              disabledReason={heldBy}
              onClick={() => onEnd(transfer, 'arrived')}
            >
              It arrived
            </Button>
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Cancel ${name}`}
              busy={busy}
              disabledReason={heldBy}
              onClick={() => onEnd(transfer, 'cancelled')}
            >
              Cancel it
            </Button>
          </span>
        ) : null}
      </td>
    </tr>
  );
}

export function ColdTransfers({ transfers, heldBy, onRecord, ...row }: ColdTransfersProps) {
  return (
    <Section
      title="From cold storage"
      note="followed until the wallet service names the transaction"
      aside={
        <Button size="sm" icon={Plus} disabledReason={heldBy} onClick={onRecord}>
          Record a transfer
        </Button>
      }
    >
      {transfers.length === 0 ? (
        <p className="text-xs text-ink-3">None is under way. Record one when it is sent.</p>
      ) : (
        <div className="overflow-x-auto">
          <Table caption="Transfers from cold storage" columns={COLUMNS}>
            {transfers.map((transfer) => (
              <Row key={transfer.transferId} transfer={transfer} heldBy={heldBy} {...row} />
            ))}
          </Table>
        </div>
      )}
    </Section>
  );
}
