// Above the queue: the hot wallet with how it moved, what waits, what is held or blocked, each as it is now.
import { CircleAlert, OctagonX } from 'lucide-react';
import { shortDollars } from '#components/format-number.ts';
import { SparkLine } from '#components/spark-line.tsx';
import { HOT_WALLET } from '#lib/catalog/withdrawals.ts';
import type { WalletBody } from '#lib/contract/wallet.ts';
import type { WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { isMore } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { underWay } from './cold-transfer-words.ts';
import { dollars, sumWords } from './withdrawal-words.ts';

interface WithdrawalFiguresProps {
  queue: WithdrawalsBody;
  wallet: WalletBody | undefined;
  /** Of the hot wallet, as the venue measures it; undefined while nobody does. */
  measuredUsd: number | undefined;
}

interface Figure {
  label: string;
  value: string;
  note: string;
  crit?: boolean;
  /** Left out on phones. */
  wide?: boolean;
}

const LOW = dollars(HOT_WALLET.lowUsd).replace('.00', '');

/** What of it comes from cold storage. */
function comingNote(wallet: WalletBody | undefined): string {
  const count = underWay(wallet?.transfers ?? []).length;
  if (count === 0) return 'nothing comes from cold storage';
  return count === 1 ? 'a transfer is under way' : `${count} transfers are under way`;
}

/** As its service reported it, to the cent; else as the venue measures it. */
function hotWallet(wallet: WalletBody | undefined, measuredUsd: number | undefined): Figure {
  const { usdValue, leftUsd } = wallet?.total ?? { usdValue: null, leftUsd: null };
  const label = 'Hot wallet';
  const low = `Below ${LOW}; ${comingNote(wallet)}`;
  if (usdValue === null) {
    const value = measuredUsd === undefined ? 'Not known' : shortDollars(measuredUsd);
    const crit = measuredUsd !== undefined && measuredUsd < Number(HOT_WALLET.lowUsd);
    return { label, value, crit, note: crit ? low : 'as the venue measures it' };
  }
  if (wallet?.silent) return { label, value: dollars(usdValue), crit: true, note: 'an old figure' };
  const crit = isMore(HOT_WALLET.lowUsd, usdValue);
  const left = leftUsd === null || leftUsd.startsWith('-') ? null : leftUsd;
  if (crit) return { label, value: dollars(usdValue), crit, note: low };
  return left === null
    ? { label, value: dollars(usdValue), crit: true, note: 'less than what is approved' }
    : {
        ...{ label, value: dollars(usdValue) },
        note: left === usdValue ? 'as its service reports it' : `${dollars(left)} free`,
      };
}

const requests = (count: number) => `${count} ${count === 1 ? 'request' : 'requests'}`;

function queueFigures({ tabs }: WithdrawalsBody): Figure[] {
  const of = (tab: string) => tabs[tab] ?? { count: 0, usd: '0' };
  const [pending, second, blocked] = [of('pending'), of('second'), of('blocked')];
  return [
    {
      label: 'To decide',
      value: sumWords([{ usdValue: pending.usd }, { usdValue: second.usd }]),
      note: `${requests(pending.count + second.count)}${second.count === 0 ? '' : `, ${second.count} for a second approval`}`,
    },
    {
      label: 'Blocked',
      value: dollars(blocked.usd),
      note: `${blocked.count} cannot go out, ${of('held').count} held`,
      crit: blocked.count > 0,
      wide: true,
    },
    {
      label: 'Approved, not sent',
      value: dollars(of('approved').usd),
      note: requests(of('approved').count),
      wide: true,
    },
  ];
}

export function WithdrawalFigures({ queue, wallet, measuredUsd }: WithdrawalFiguresProps) {
  const { switches } = queue;
  const history = wallet?.history ?? [];
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
      <div className="@container flex border-b border-line">
        <dl className="grid min-w-0 flex-1 grid-cols-2 gap-y-3 px-4 py-3 lg:grid-cols-4 lg:px-6">
          {[hotWallet(wallet, measuredUsd), ...queueFigures(queue)].map(
            ({ label, value, note, crit = false, wide = false }) => (
              <div
                key={label}
                className={`min-w-0 border-line pr-3 not-first:border-l not-first:pl-4 ${wide ? 'max-lg:hidden' : ''}`}
              >
                <dt className="lbl">{label}</dt>
                <dd className="fig text-xl max-[350px]:text-lg">{value}</dd>
                <dd className={`flex items-center gap-1 text-xs ${crit ? 'text-crit-text' : 'text-ink-3'}`}>
                  {crit ? <CircleAlert className="size-3.5 shrink-0" aria-hidden="true" /> : null}
                  {note}
                </dd>
              </div>
            ),
          )}
        </dl>
        {history.length < 2 ? null : (
          <div className="hidden shrink-0 border-l border-line px-6 py-3 @min-[1100px]:block">
            <p className="lbl">Hot wallet, newest {history.length} reports</p>
            <div className="pt-1.5">
              <SparkLine
                values={history.map(({ usdValue }) => Number(usdValue))}
                label={`The hot wallet moved to ${dollars(history.at(-1)?.usdValue ?? '0')}.`}
                width={170}
                height={36}
              />
            </div>
          </div>
        )}
      </div>
    </>
  );
}
