// The Keys screen: keys of machines page by page, a leaked one found by its first characters, and what is done to them.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { credentialQuery, type KeyFilter, keysQuery } from '#app/_client/queries.ts';
import { CredentialFinder } from '#components/access/credential-finder.tsx';
import { KeyTable } from '#components/access/key-table.tsx';
import { works } from '#components/access/key-words.ts';
import { PageSteps, stepKeys, usePages } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { SmallSelect } from '#components/ui/small-select.tsx';
import { permissionOf } from '#lib/catalog/permissions.ts';
import type { KeysBody } from '#lib/contract/access.ts';
import { type Act, KeyDialogs } from './key-dialogs.tsx';

interface KeysScreenProps {
  keys: KeysBody;
  owners: readonly { id: string; name: string; disabled: boolean }[];
}

const STATES = [
  { value: '', label: 'All states' },
  { value: 'live', label: 'Works' },
  { value: 'ending', label: 'Being replaced' },
  { value: 'expired', label: 'Expired' },
  { value: 'revoked', label: 'Revoked' },
];

export function KeysScreen({ keys, owners }: KeysScreenProps) {
  const { me, link, heard } = useConsole();
  const now = heard?.status.now ?? keys.items[0]?.createdAt ?? new Date(0).toISOString();
  const [state, setState] = useState('');
  const [owner, setOwner] = useState('');
  const pages = usePages();
  const [asked, setAsked] = useState<string | null>(null);
  const [act, setAct] = useState<Act | null>(null);
  const filter: KeyFilter = {
    ...(state ? { state } : {}),
    ...(owner ? { owner } : {}),
    ...(pages.before ? { before: pages.before } : {}),
  };
  const plain = Object.keys(filter).length === 0;
  const { data, error, refetch } = useQuery({
    ...keysQuery(filter),
    placeholderData: keepPreviousData,
    ...(plain ? { initialData: keys } : {}),
  });
  const credential = useQuery({ ...credentialQuery(asked ?? ''), enabled: asked !== null });
  const items = data?.items ?? [];
  const steps = pages.steps(data?.nextBefore);
  useKeys(stepKeys(steps));

  const mayAct = permissionOf('create-key').roles.some((role) => me.roles.includes(role));
  const heldBy = !mayAct
    ? 'A super admin creates, rotates and revokes keys.'
    : link.state === 'offline'
      ? 'You are offline. Nothing is sent until the link is back.'
      : null;
  const create = (
    <Button icon={Plus} disabledReason={heldBy} onClick={() => setAct({ kind: 'create' })}>
      Create a key
    </Button>
  );
  const working = items.filter(works).length;
  return (
    <Screen
      title="Keys"
      note={`Working: ${working} of ${items.length} shown`}
      actions={<span className="max-lg:hidden">{create}</span>}
      thumb={create}
    >
      <div className="border-b border-line px-4 py-3 lg:px-6">
        <CredentialFinder
          asked={asked}
          answer={asked === null ? undefined : credential.data}
          error={asked === null ? null : (credential.error?.message ?? null)}
          now={now}
          heldBy={heldBy}
          onFind={(prefix) => {
            setAsked(prefix);
            if (prefix === asked) void credential.refetch();
          }}
          onRevoke={(found) =>
            setAct(
              found.kind === 'key' ? { kind: 'revoke', key: found } : { kind: 'revoke-token', token: found },
            )
          }
        />
      </div>
      <div className="flex min-h-12 flex-wrap items-center gap-2 px-4 py-2 lg:px-6">
        <SmallSelect
          label="State"
          value={state}
          options={STATES}
          onValue={(next) => {
            pages.toFirst();
            setState(next);
          }}
        />
        <SmallSelect
          label="Owner"
          value={owner}
          options={[
            { value: '', label: 'All owners' },
            ...owners.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValue={(next) => {
            pages.toFirst();
            setOwner(next);
          }}
        />
      </div>
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The list of keys did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message} The keys themselves go on working.
          </ErrorState>
        </div>
      ) : items.length === 0 ? (
        <div className="px-4 lg:px-6">
          <EmptyState title={plain ? 'There are no keys yet' : 'No key fits'}>
            {plain ? 'Create one for each machine that reads switches.' : 'Loosen the filter.'}
          </EmptyState>
        </div>
      ) : (
        <KeyTable
          items={items}
          now={now}
          heldBy={heldBy}
          onRotate={(key) => setAct({ kind: 'rotate', key })}
          onRevoke={(key) => setAct({ kind: 'revoke', key })}
        />
      )}
      {steps.newer || steps.older ? (
        <div className="flex h-10 items-center px-4 lg:px-6">
          <PageSteps {...steps} />
        </div>
      ) : null}
      <KeyDialogs
        act={act}
        owners={owners.filter(({ disabled }) => !disabled)}
        me={me.id}
        onClose={() => setAct(null)}
      />
    </Screen>
  );
}
