// One's personal tokens: a list with their last use, the dialog that makes one, and revoking; used by the profile.
'use client';
import clsx from 'clsx';
import { Plus } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { TokenView } from '#lib/contract/access.ts';
import { CredentialState } from './credential-state.tsx';
import { date, endsSoon, endWords, lastUseWords, usedWords, works } from './key-words.ts';

interface TokenSectionProps {
  tokens: readonly TokenView[];
  /** Database time. */
  now: string;
  /** Why no token can be made or revoked now; null when it can. */
  heldBy: string | null;
  onCreate: () => void;
  onRevoke: (token: TokenView) => void;
}

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'prefix', label: 'Begins with' },
  { key: 'state', label: 'State' },
  { key: 'created', label: 'Created' },
  { key: 'used', label: 'Last use' },
  { key: 'ends', label: 'Ends' },
  { key: 'act', label: 'Actions', quiet: true, right: true },
];

export function TokenSection({ tokens, now, heldBy, onCreate, onRevoke }: TokenSectionProps) {
  const revoke = (token: TokenView, size: 'sm' | 'lg') =>
    works(token) ? (
      <Button
        size={size}
        variant="safe-soft"
        disabledReason={heldBy}
        onClick={() => onRevoke(token)}
        aria-label={`Revoke: ${token.name}, ${token.prefix}`}
      >
        Revoke
      </Button>
    ) : null;
  return (
    <Section
      title="Personal tokens"
      note="For the command line and scripts. A token may do what you may."
      rule
      aside={
        <Button size="sm" icon={Plus} disabledReason={heldBy} onClick={onCreate}>
          Create a token
        </Button>
      }
    >
      {tokens.length === 0 ? (
        <EmptyState title="You have no tokens">Nothing acts for you but your own sessions.</EmptyState>
      ) : (
        <>
          <div className="max-lg:hidden">
            <Table caption="Personal tokens" columns={COLUMNS}>
              {tokens.map((token) => (
                <tr key={token.id} data-token={token.prefix}>
                  <th scope="row" className="max-w-56 truncate font-medium" title={token.name}>
                    {token.name}
                  </th>
                  <td className="num">{token.prefix}</td>
                  <td>
                    <CredentialState state={token.state} />
                  </td>
                  <td className="tn text-ink-2!">{date(token.createdAt)}</td>
                  <td className="tn text-ink-2!">{lastUseWords(token, now)}</td>
                  <td className={clsx('tn', endsSoon(token, now) ? 'text-risk-text!' : 'text-ink-2!')}>
                    {endWords(token, now)}
                  </td>
                  <td className="r">{revoke(token, 'sm')}</td>
                </tr>
              ))}
            </Table>
          </div>
          <ul className="lg:hidden">
            {tokens.map((token) => (
              <li
                key={token.id}
                data-token={token.prefix}
                className="flex min-h-[54px] items-center gap-3 border-b border-line py-2"
              >
                <div className="min-w-0 flex-1">
                  <div className="flex flex-wrap items-center gap-x-3">
                    <span className="text-sm font-medium break-words">{token.name}</span>
                    <span className="text-xs">
                      <CredentialState state={token.state} />
                    </span>
                  </div>
                  <div className="text-xs text-ink-3">
                    <span className="num">{token.prefix}</span>, {usedWords(token, now)},{' '}
                    <span className={clsx('tn', endsSoon(token, now) && 'text-risk-text')}>
                      {endWords(token, now)}
                    </span>
                  </div>
                </div>
                {revoke(token, 'lg')}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
