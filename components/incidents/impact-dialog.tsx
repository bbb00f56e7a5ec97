// The figures of an incident: exposure, result, systems, and the positions it affected, as decimals.
'use client';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { IncidentBody } from '#lib/contract/incidents.ts';

export interface ImpactDraft {
  exposureUsd?: string;
  pnlUsd?: string;
  systems?: string;
  positions: { symbol: string; size: string; valueUsd?: string }[];
}

interface Row {
  key: number;
  symbol: string;
  size: string;
  valueUsd: string;
}

interface ImpactDialogProps {
  body: IncidentBody;
  /** What the executors hold now; undefined while it is read. */
  held: readonly { symbol: string; size: string; valueUsd: string }[] | undefined;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onRecord: (draft: ImpactDraft) => void;
  onClose: () => void;
}

export function ImpactDialog({ body, held, pending, error, onRecord, onClose }: ImpactDialogProps) {
  const [exposure, setExposure] = useState(body.incident.exposureUsd ?? '');
  const [pnl, setPnl] = useState(body.incident.pnlUsd ?? '');
  const [systems, setSystems] = useState(body.systems ?? '');
  const [rows, setRows] = useState<readonly Row[]>(() =>
    body.positions.map((one, key) => ({ ...one, key, valueUsd: one.valueUsd ?? '' })),
  );
  const [next, setNext] = useState(rows.length);
  const add = (some: readonly Omit<Row, 'key'>[]): void => {
    setRows([...rows, ...some.map((one, place) => ({ ...one, key: next + place }))]);
    setNext(next + some.length);
  };
  const edit = (key: number, part: Partial<Row>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const fresh = (held ?? []).filter(({ symbol }) => !rows.some((row) => row.symbol === symbol));
  const submit = (): void => {
    const [exposureUsd, pnlUsd, text] = [exposure.trim(), pnl.trim(), systems.trim()];
    onRecord({
      ...(exposureUsd ? { exposureUsd } : {}),
      ...(pnlUsd ? { pnlUsd } : {}),
      ...(text ? { systems: text } : {}),
      positions: rows.map(({ symbol, size, valueUsd }) => ({
        ...{ symbol: symbol.trim().toUpperCase(), size: size.trim() },
        ...(valueUsd.trim() ? { valueUsd: valueUsd.trim() } : {}),
      })),
    });
  };
  return (
    <FormDialog
      title="Impact"
      description="What nobody knows stays empty. A loss has its minus."
      button="Record the impact"
      heldBy={null}
      pending={pending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="flex gap-3">
        <TextField
          label="P&L"
          prefix="$"
          inputMode="decimal"
          autoComplete="off"
          className="min-w-0 flex-1"
          value={pnl}
          onChange={(event) => setPnl(event.target.value)}
        />
        <TextField
          label="Exposure"
          prefix="$"
          inputMode="decimal"
          autoComplete="off"
          className="min-w-0 flex-1"
          value={exposure}
          onChange={(event) => setExposure(event.target.value)}
        />
      </div>
      <TextField
        label="Systems affected"
        autoComplete="off"
        value={systems}
        onChange={(event) => setSystems(event.target.value)}
      />
      <fieldset>
        <legend className="lbl mb-1">Positions affected</legend>
        <ul className="flex flex-col gap-2">
          {rows.map((row, place) => (
            <li key={row.key} className="flex items-center gap-2">
              {(['symbol', 'size', 'valueUsd'] as const).map((field) => (
                <input
                  key={field}
                  aria-label={`${field === 'valueUsd' ? 'Value in US dollars' : field === 'size' ? 'Size' : 'Symbol'} of position ${place + 1}`}
                  placeholder={field === 'valueUsd' ? 'Value, $' : field === 'size' ? 'Size' : 'BTC'}
                  className="field h-7 min-w-0 flex-1 px-2 pointer-coarse:h-11"
                  autoComplete="off"
                  value={row[field]}
                  onChange={(event) => edit(row.key, { [field]: event.target.value })}
                />
              ))}
              <Button
                variant="ghost"
                square
                icon={X}
                aria-label={`Take position ${place + 1} out`}
                onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
              />
            </li>
          ))}
        </ul>
        <div className="mt-2 flex flex-wrap gap-2">
          <Button size="sm" icon={Plus} onClick={() => add([{ symbol: '', size: '', valueUsd: '' }])}>
            Add a position
          </Button>
          <Button
            size="sm"
            disabledReason={fresh.length === 0 ? 'The executors hold no other position now.' : null}
            onClick={() => add(fresh)}
          >
            Take what is open now
          </Button>
        </div>
      </fieldset>
    </FormDialog>
  );
}
