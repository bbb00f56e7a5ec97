// The hot wallet by asset: what it holds, what is approved to leave it, what is left then, how its worth moved, and what comes from cold storage.
'use client';
import { ChevronDown, CircleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { ChartFrame } from '#components/chart-frame.tsx';
import { grouped } from '#components/format-number.ts';
import { stamp } from '#components/format-time.ts';
import { patiently } from '#components/ui/patiently.ts';
import { Table } from '#components/ui/table.tsx';
import { HOT_WALLET_ANCHOR } from '#lib/catalog/withdrawals.ts';
import type { WalletBody } from '#lib/contract/wallet.ts';
import { comingWords, networkWords } from './cold-transfer-words.ts';
import { dollars, since } from './withdrawal-words.ts';

const HEIGHT = 150;

const Plot = dynamic(() => patiently(() => import('./wallet-plot.tsx')), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} />,
});

const UNKNOWN = '–';
const isShort = (left: string | null): boolean => left?.startsWith('-') ?? false;
const amount = (of: string | null): string => (of === null ? UNKNOWN : grouped(of));

/** How far the figures can be trusted, in words. */
function heardWords({ observedAt, silent }: WalletBody, now: number): string {
  if (observedAt === null) return 'The wallet service has not reported what it holds yet.';
  const heard = `looked at ${stamp(observedAt, now)} UTC, ${since(observedAt, now)} ago`;
  return silent ? `The wallet service is silent: these figures are old, ${heard}.` : `By asset, ${heard}.`;
}

function Balances({ wallet }: { wallet: WalletBody }) {
  const columns = [
    { key: 'asset', label: 'Asset' },
    { key: 'holds', label: 'Holds', right: true },
    { key: 'approved', label: 'Approved, not sent', right: true, className: 'max-sm:hidden' },
    { key: 'awaiting', label: 'To decide', right: true, className: 'max-sm:hidden' },
    { key: 'left', label: 'Left', right: true },
  ];
  const { total } = wallet;
  const usd = (value: string | null) => (value === null ? UNKNOWN : dollars(value));
  return (
    <div className="overflow-x-auto">
      <Table caption="Hot wallet by asset and network" columns={columns}>
        {wallet.items.map(({ asset, network, amount: holds, approved, awaiting, left }) => (
          <tr key={`${asset} ${network}`}>
            <td>
              {asset} <span className="text-xs text-ink-3 max-sm:block">{networkWords(network)}</span>
            </td>
            <td className="num r">{amount(holds)}</td>
            <td className="num r max-sm:hidden">{amount(approved)}</td>
            <td className="num r max-sm:hidden">{amount(awaiting)}</td>
            <td className={`num r ${isShort(left) ? 'text-crit-text' : ''}`}>
              {amount(left)}
              {isShort(left) ? <span className="block text-xs">does not suffice</span> : null}
            </td>
          </tr>
        ))}
        <tr className="font-semibold">
          <td>Together</td>
          <td className="num r">{usd(total.usdValue)}</td>
          <td className="num r max-sm:hidden">{usd(total.approvedUsd)}</td>
          <td className="num r max-sm:hidden">{usd(total.awaitingUsd)}</td>
          <td className={`num r ${isShort(total.leftUsd) ? 'text-crit-text' : ''}`}>{usd(total.leftUsd)}</td>
        </tr>
      </Table>
    </div>
  );
}

interface WalletPanelProps {
  wallet: WalletBody;
  now: number;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** What comes from cold storage, with what may be said of it. */
  children: ReactNode;
}

export function WalletPanel({ wallet, now, open, onOpen, children }: WalletPanelProps) {
  const { history, lowUsd } = wallet;
  const coming = comingWords(wallet.transfers, now);
  const points = history.map(({ at, usdValue }) => ({ t: Date.parse(at), usd: Number(usdValue) }));
  const last = history.at(-1);
  // The chart library is loaded by whoever opens it.
  return (
    <details
      id={HOT_WALLET_ANCHOR}
      className="group border-b border-line"
      open={open}
      onToggle={(event) => onOpen(event.currentTarget.open)}
    >
      <summary
        className={`flex min-h-9 cursor-pointer items-center gap-2 px-4 py-1 text-xs pointer-coarse:min-h-11 lg:px-6 ${wallet.silent ? 'text-crit-text' : 'text-ink-2'}`}
      >
        {wallet.silent ? <CircleAlert className="size-3.5 shrink-0" aria-hidden="true" /> : null}
        <span>
          Hot wallet. {heardWords(wallet, now)} {coming}
        </span>
        <ChevronDown className="size-3.5 shrink-0 text-ink-3 group-open:rotate-180" aria-hidden="true" />
      </summary>
      {open ? (
        <div className="grid gap-4 px-4 pb-3 text-sm lg:px-6 xl:grid-cols-2">
          <Balances wallet={wallet} />
          {last === undefined ? null : (
            <ChartFrame
              label="Worth of the hot wallet"
              figure={<p className="text-xs text-ink-3">The dotted line is {dollars(lowUsd)}.</p>}
              summary={`Worth of the hot wallet: ${dollars(last.usdValue)} at the newest of ${history.length} reports; the alert fires below ${dollars(lowUsd)}.`}
              chart={<Plot points={points} lowUsd={Number(lowUsd)} height={HEIGHT} now={now} />}
              table={
                <Table
                  caption="Worth of the hot wallet"
                  columns={[
                    { key: 'at', label: 'When, UTC' },
                    { key: 'usd', label: 'Worth', right: true },
                  ]}
                  headTop="top-0"
                >
                  {history.toReversed().map(({ at, usdValue }) => (
                    <tr key={at}>
                      <td className="num">{stamp(at, now)}</td>
                      <td className="num r">{dollars(usdValue)}</td>
                    </tr>
                  ))}
                </Table>
              }
            />
          )}
          <div className="min-w-0 xl:col-span-2">{children}</div>
        </div>
      ) : null}
    </details>
  );
}
