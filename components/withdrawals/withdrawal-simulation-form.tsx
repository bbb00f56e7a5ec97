// What a request would be like: asset, network, amount, price and ages, each with its own mistake beside it.
'use client';
import { Select, TextField } from '#components/ui/field.tsx';
import { ASSET_NAMES, ASSETS, type Asset, NETWORKS, type Network } from '#lib/catalog/withdrawals.ts';
import type { Described, FieldProblems } from './withdrawal-simulation.ts';

interface SimulationFormProps {
  described: Described;
  problems: FieldProblems;
  /** What it is worth, in words; null while amount or price is wrong. */
  worth: string | null;
  onChange: (part: Partial<Described>) => void;
}

export function WithdrawalSimulationForm({ described, problems, worth, onChange }: SimulationFormProps) {
  const networks: readonly Network[] = ASSETS[described.asset].networks;
  const chooseAsset = (asset: Asset): void => {
    const takes: readonly string[] = ASSETS[asset].networks;
    onChange({ asset, ...(takes.includes(described.network) ? {} : { network: takes[0] ?? '' }) });
  };
  const text = (
    field: 'amount' | 'price' | 'destinationHours' | 'accountDays',
    more: { label: string; help?: string; prefix?: string; suffix?: string },
  ) => (
    <TextField
      {...more}
      inputMode={field === 'amount' || field === 'price' ? 'decimal' : 'numeric'}
      autoComplete="off"
      value={described[field]}
      error={problems[field] ?? null}
      onChange={(event) => onChange({ [field]: event.target.value.trim() })}
    />
  );
  return (
    <form className="grid gap-3 sm:grid-cols-2" onSubmit={(event) => event.preventDefault()}>
      <Select
        label="Asset"
        value={described.asset}
        options={ASSET_NAMES.map((asset) => ({ value: asset, label: asset }))}
        onValue={(asset) => chooseAsset(asset as Asset)}
      />
      <Select
        label="Network"
        value={described.network}
        error={problems.network ?? null}
        options={networks.map((network) => ({ value: network, label: NETWORKS[network].label }))}
        onValue={(network) => onChange({ network })}
      />
      {text('amount', { label: 'Amount', suffix: described.asset })}
      {text('price', {
        ...{ label: `Price of one ${described.asset}`, prefix: '$' },
        help: worth === null ? '' : `Worth ${worth}`,
      })}
      {text('destinationHours', {
        ...{ label: 'Destination known for', suffix: 'hours', help: 'Empty: for long.' },
      })}
      {text('accountDays', {
        ...{ label: 'Account is old', suffix: 'days', help: 'Empty: it is old enough.' },
      })}
    </form>
  );
}
