// What else left, or wants to leave, from the account of a withdrawal or to its address; an address that two accounts share is said.
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { dollars, since, stateWords } from './withdrawal-words.ts';

interface WithdrawalRelatedProps {
  withdrawal: WithdrawalView;
  related: readonly WithdrawalView[];
  now: number;
  onOpen: (withdrawalId: string) => void;
}

export function WithdrawalRelated({ withdrawal, related, now, onOpen }: WithdrawalRelatedProps) {
  return (
    <section>
      <h3 className="h-sec mb-1">Of this account, or to this address</h3>
      {related.length === 0 ? <p className="text-xs text-ink-3">No other request.</p> : null}
      <ul>
        {related.map((one) => (
          <li key={one.withdrawalId} className="border-t border-line">
            <button
              type="button"
              onClick={() => onOpen(one.withdrawalId)}
              className="grid min-h-8 w-full grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 py-1.5 text-left text-xs hover:bg-hover pointer-coarse:min-h-11"
            >
              <span className="num">{withdrawalName(one.number)}</span>
              <span className="truncate text-ink-3">
                {stateWords(one.state)}, {since(one.requestedAt, now)} ago
              </span>
              <span className="num font-medium">{dollars(one.usdValue)}</span>
              <span className="col-span-3 text-ink-3">
                {one.account === withdrawal.account ? (
                  one.address === withdrawal.address ? (
                    'same account, same address'
                  ) : (
                    'same account, another address'
                  )
                ) : (
                  <span className="text-risk-text">
                    another account, <span className="num">{one.account}</span>, to the same address
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
