// Taking withdrawals away as a spreadsheet: those on screen or all, of which days; the browser saves the file as it comes.
'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { daysProblem } from '#lib/rules/withdrawals/withdrawal-days.ts';

/** What the screen is narrowed by, as the export takes it; empty text narrows nothing. */
export type ExportFilters = Readonly<Record<string, string>>;

interface WithdrawalExportDialogProps {
  filters: ExportFilters;
  /** What the filters are called on screen. */
  applied: readonly string[];
  /** Days that are asked for at first, as YYYY-MM-DD; empty: from the beginning, until now. */
  from?: string;
  to?: string;
  onClose: () => void;
}

/** The address of the file. */
export function withdrawalExportAddress(filters: ExportFilters): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return query.size === 0 ? '/api/v1/withdrawals-export' : `/api/v1/withdrawals-export?${query}`;
}

export function WithdrawalExportDialog({
  filters,
  applied,
  from: firstDay = '',
  to: lastDay = '',
  onClose,
}: WithdrawalExportDialogProps) {
  const [which, setWhich] = useState(applied.length > 0 ? 'shown' : 'all');
  const [from, setFrom] = useState(firstDay);
  const [to, setTo] = useState(lastDay);
  const wrong = daysProblem({ from: from || undefined, to: to || undefined });
  const address = withdrawalExportAddress({ ...(which === 'shown' ? filters : {}), from, to });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Export withdrawals"
      description="The export itself goes on record first: who, which requests, how many, and what they sum to."
      className="sm:w-[520px]"
      footer={
        <>
          {wrong === null ? (
            <a href={address} download className={buttonClass('ink')} onClick={onClose}>
              <Download className="size-3.5" aria-hidden="true" />
              Download
            </a>
          ) : (
            <Button variant="ink" icon={Download} disabledReason={wrong}>
              Download
            </Button>
          )}
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <Segmented
        legend="Requests"
        showLegend
        className="mt-3"
        value={which}
        segments={[
          { value: 'shown', label: 'As on screen' },
          { value: 'all', label: 'All requests' },
        ]}
        onChange={setWhich}
      />
      <p className="mt-2 text-xs break-words text-ink-2" role="status">
        {which === 'all'
          ? 'Requests of every state, the oldest first.'
          : applied.length > 0
            ? `Narrowed as on screen: ${applied.join(', ')}.`
            : 'Nothing is narrowed on screen.'}
      </p>
      <div className="mt-3 grid gap-3 sm:grid-cols-2">
        <TextField
          label="Filed from, UTC"
          type="date"
          value={from}
          error={wrong}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label="Filed until, UTC"
          type="date"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </div>
      <p className="mt-3 text-xs text-ink-2">
        CSV: every column, amounts with all their digits, dollars to the cent. Cells that would run as a
        formula are made text.
      </p>
    </Dialog>
  );
}
