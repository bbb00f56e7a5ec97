// The dialog that records a transfer from cold storage; what was typed stays when it is refused.
'use client';
import { useRef, useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { Select, TextArea, TextField } from '#components/ui/field.tsx';
import { fieldError } from '#components/ui/form-error.tsx';
import { ASSET_NAMES, ASSETS, type Asset, type Network } from '#lib/catalog/withdrawals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { networkWords, transferTime } from './cold-transfer-words.ts';

export interface TransferDraft {
  asset: Asset;
  network: Network;
  amount: string;
  reference: string;
  reason: string;
}

const EMPTY: TransferDraft = { asset: 'USDC', network: 'ethereum', amount: '', reference: '', reason: '' };
const FIELDS = ['network', 'amount', 'reference'] as const;

interface ColdTransferFormProps {
  pending: boolean;
  error: ErrorBody['error'] | null;
  onRecord: (draft: TransferDraft) => void;
  onClose: () => void;
}

function missingOf({ amount, reference, reason }: TransferDraft): string | null {
  if (amount.trim() === '') return 'Write the amount first.';
  if (reference.trim() === '') return 'Write the id of the transaction first.';
  return reason.trim() === '' ? 'Write a reason first.' : null;
}

export function ColdTransferForm({ pending, error, onRecord, onClose }: ColdTransferFormProps) {
  const amountRef = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(EMPTY);
  const change = (part: Partial<TransferDraft>): void => setDraft({ ...draft, ...part });
  const networks: readonly Network[] = ASSETS[draft.asset].networks;
  const ofReason = error?.code === 'invalid_reason' ? error.message : null;
  const atFields = ofReason !== null || FIELDS.some((field) => fieldError(error, field) !== null);
  return (
    <FormDialog
      title="Record a transfer from cold storage"
      description="You have sent it, or somebody else has. It is followed until the wallet service names its transaction, or somebody says that it is over."
      button="Record the transfer"
      heldBy={missingOf(draft)}
      pending={pending}
      error={atFields ? null : error}
      initialFocus={amountRef}
      onSubmit={() => onRecord({ ...draft, amount: draft.amount.trim(), reference: draft.reference.trim() })}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label="Asset"
          value={draft.asset}
          options={ASSET_NAMES.map((value) => ({ value, label: value }))}
          onValue={(value) => {
            const asset = ASSET_NAMES.find((one) => one === value) ?? EMPTY.asset;
            const [first] = ASSETS[asset].networks;
            const still = (ASSETS[asset].networks as readonly Network[]).includes(draft.network);
            change({ asset, network: still ? draft.network : first });
          }}
        />
        <Select
          label="Network"
          help={`Overdue after ${transferTime(draft.network)}`}
          error={fieldError(error, 'network')}
          value={draft.network}
          options={networks.map((value) => ({ value, label: networkWords(value) }))}
          onValue={(value) => change({ network: networks.find((one) => one === value) ?? draft.network })}
        />
      </div>
      <TextField
        ref={amountRef}
        label="Amount, exactly"
        suffix={draft.asset}
        inputMode="decimal"
        maxLength={40}
        autoComplete="off"
        error={fieldError(error, 'amount')}
        value={draft.amount}
        onChange={(event) => change({ amount: event.target.value })}
      />
      <TextField
        label="Id of the transaction"
        help="Or the reference by which the wallet service names it."
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        error={fieldError(error, 'reference')}
        value={draft.reference}
        onChange={(event) => change({ reference: event.target.value })}
      />
      <TextArea
        label="Reason, written to the audit log"
        maxLength={500}
        error={ofReason}
        value={draft.reason}
        onChange={(event) => change({ reason: event.target.value })}
      />
    </FormDialog>
  );
}
