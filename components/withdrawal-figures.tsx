// Above the queue: the hot wallet, what waits, what is blocked or held, each as it is now.
import { CircleAlert, OctagonX } from 'lucide-react';
import { HOT_WALLET } from '#lib/catalog/withdrawals.ts';
import type { WalletBody } from '#lib/contract/wallet.ts';
import type { WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { underWay } from './cold-transfer-words.ts';
import { shortDollars } from './governed-figures.ts';
import { dollars } from './withdrawal-words.ts';

interface WithdrawalFiguresProps {
  queue: WithdrawalsBody;
  /** Of the hot wallet, as the venue reports it; undefined while nobody does. */
  hotWalletUsd: number | undefined;
  /** As its service reports it; undefined until it is read. */
  wallet: WalletBody | undefined;
}

/** What of it comes from cold storage. */
function comingNote(wallet: WalletBody | undefined): string {
  const count = underWay(wallet?.transfers ?? []).length;
  if (count === 0) return 'nothing comes from cold storage';
  return count === 1 ? 'a transfer is under way' : `${count} transfers are under way`;
}

export function WithdrawalFigures({ queue, hotWalletUsd, wallet }: WithdrawalFiguresProps) {
  const { tabs, switches } = queue;
  const of = (tab: string) => tabs[tab] ?? { count: 0, usd: '0' };
  const low = hotWalletUsd !== undefined && hotWalletUsd < Number(HOT_WALLET.lowUsd);
  const figures = [
    {
      label: 'Hot wallet',
      value: hotWalletUsd === undefined ? 'Not known' : shortDollars(hotWalletUsd),
      note: low
        ? `Below ${shortDollars(Number(HOT_WALLET.lowUsd))}; ${comingNote(wallet)}`
        : 'as the venue reports it',
      crit: low,
    },
    { label: 'Open', value: dollars(of('open').usd), note: `${of('open').count} requests` },
    {
      label: 'Blocked',
      value: dollars(of('blocked').usd),
      note: `${of('blocked').count} cannot go out`,
      crit: of('blocked').count > 0,
    },
    {
      label: 'Approved, not sent',
      value: dollars(of('approved').usd),
      note: `${of('approved').count} requests`,
    },
  ];
  return (
    <>
      {switches.withdrawalsOn && switches.largeOn ? null : (
        <p className="flex items-center gap-2 border-b border-crit-line bg-crit-soft px-4 py-2 text-sm text-crit-text lg:px-6">
          <OctagonX className="size-4 shrink-0" aria-hidden="true" />
          {switches.withdrawalsOn
            ? `Withdrawals above ${dollars(switches.largeUsd)} are off: none of them goes out, approved or not.`
            : 'Withdrawals are off: nothing goes out, approved or not.'}
        </p>
      )}
      <dl className="grid grid-cols-2 gap-y-3 border-b border-line px-4 py-3 lg:grid-cols-4 lg:px-6">
        {figures.map(({ label, value, note, crit }) => (
          <div key={label} className="min-w-0 border-line lg:not-first:border-l lg:not-first:pl-4">
            <dt className="lbl">{label}</dt>
            <dd className="fig text-xl">{value}</dd>
            <dd className={`flex items-center gap-1 text-xs ${crit ? 'text-crit-text' : 'text-ink-3'}`}>
              {crit ? <CircleAlert className="size-3.5 shrink-0" aria-hidden="true" /> : null}
              {note}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
