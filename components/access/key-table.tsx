// Keys of machines as a table (two-line rows on phones): what each opens, who answers for it, when it was used, when it ends.
'use client';
import clsx from 'clsx';
import { RotateCw } from 'lucide-react';
import { exact } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Table } from '#components/ui/table.tsx';
import type { KeyView } from '#lib/contract/access.ts';
import { CredentialState } from './credential-state.tsx';
import { date, endsSoon, endWords, lastUseWords, pairWords, usedWords, works } from './key-words.ts';

interface KeyTableProps {
  items: readonly KeyView[];
  /** Database time. */
  now: string;
  /** Why this person may not rotate or revoke; null when they may. */
  heldBy: string | null;
  onRotate: (key: KeyView) => void;
  onRevoke: (key: KeyView) => void;
}

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'prefix', label: 'Begins with' },
  { key: 'state', label: 'State' },
  { key: 'scopes', label: 'Scopes' },
  { key: 'owner', label: 'Owner' },
  { key: 'created', label: 'Created' },
  { key: 'used', label: 'Last use' },
  { key: 'ends', label: 'Ends' },
  { key: 'act', label: 'Actions', quiet: true, right: true },
];

export function KeyTable({ items, now, heldBy, onRotate, onRevoke }: KeyTableProps) {
  const acts = (key: KeyView, size: 'sm' | 'lg') => (
    <KeyActs one={key} size={size} heldBy={heldBy} onRotate={onRotate} onRevoke={onRevoke} />
  );
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Keys of machines" columns={COLUMNS} edge="page">
          {items.map((key) => (
            <tr key={key.id} data-key={key.prefix}>
              <th scope="row" className="max-w-56 truncate font-medium" title={key.name}>
                {key.name}
              </th>
              <td className="num">{key.prefix}</td>
              <td className={pairWords(key) ? 'py-1.5!' : undefined}>
                <CredentialState state={key.state} />
                {pairWords(key) ? <span className="num block text-ink-3">{pairWords(key)}</span> : null}
              </td>
              <td className="num text-ink-2!">{key.scopes.join(', ')}</td>
              <td>
                <OwnerName owner={key.owner} />
              </td>
              <td className="tn text-ink-2!" title={createdTitle(key)}>
                {date(key.createdAt)}
              </td>
              <td
                className="tn text-ink-2!"
                title={key.lastUsedAt ? `${exact(key.lastUsedAt)} UTC` : undefined}
              >
                {lastUseWords(key, now)}
              </td>
              <td
                className={clsx('tn', endsSoon(key, now) ? 'text-risk-text!' : 'text-ink-2!')}
                title={key.expiresAt ? `${exact(key.expiresAt)} UTC` : undefined}
              >
                {endWords(key, now)}
              </td>
              <td className="r whitespace-nowrap">{acts(key, 'sm')}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden">
        {items.map((key) => (
          <li
            key={key.id}
            data-key={key.prefix}
            className="flex min-h-[54px] flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2"
          >
            <div className="min-w-0 flex-1 basis-52">
              <div className="flex flex-wrap items-center gap-x-3">
                <span className="text-sm font-medium break-words">{key.name}</span>
                <span className="text-xs">
                  <CredentialState state={key.state} />
                </span>
              </div>
              <div className="text-xs break-words text-ink-3">
                <span className="num">{key.prefix}</span>, {usedWords(key, now)},{' '}
                <span className={clsx('tn', endsSoon(key, now) && 'text-risk-text')}>
                  {endWords(key, now)}
                </span>
                {key.owner ? `, ${key.owner.name}` : ''}
              </div>
            </div>
            {acts(key, 'lg')}
          </li>
        ))}
      </ul>
    </>
  );
}

function createdTitle({ createdAt, createdBy }: KeyView): string {
  return createdBy ? `${exact(createdAt)} UTC by ${createdBy}` : `${exact(createdAt)} UTC`;
}

function OwnerName({ owner }: Pick<KeyView, 'owner'>) {
  if (!owner) return <span className="text-ink-3">Nobody</span>;
  return owner.disabled ? (
    <span className="text-risk-text">{owner.name}, disabled</span>
  ) : (
    <span className="text-ink-2">{owner.name}</span>
  );
}

type ActsProps = Pick<KeyTableProps, 'heldBy' | 'onRotate' | 'onRevoke'> & {
  one: KeyView;
  size: 'sm' | 'lg';
};

/** A key that is over has nothing to be done to it; one that is being replaced is not rotated again. */
function KeyActs({ one, size, heldBy, onRotate, onRevoke }: ActsProps) {
  if (!works(one)) return null;
  return (
    <span className="inline-flex gap-1.5">
      {one.state === 'live' ? (
        <Button
          size={size}
          icon={RotateCw}
          disabledReason={heldBy}
          onClick={() => onRotate(one)}
          aria-label={`Rotate: ${one.name}, ${one.prefix}`}
        >
          Rotate
        </Button>
      ) : null}
      <Button
        size={size}
        variant="safe-soft"
        disabledReason={heldBy}
        onClick={() => onRevoke(one)}
        aria-label={`Revoke: ${one.name}, ${one.prefix}`}
      >
        Revoke
      </Button>
    </span>
  );
}
