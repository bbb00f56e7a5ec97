// Every instance that reads switches: where it stands, what it does without contact, when it was last heard.
'use client';
import clsx from 'clsx';
import { CircleCheck, CircleDashed, CircleSlash, TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { Table } from '#components/ui/table.tsx';
import type { InstancesBody, InstanceView } from '#lib/contract/console.ts';
import { heardWords, modeWords, revisionWords, sortInstances, stateWords } from './instance-words.ts';

interface InstanceTableProps {
  body: InstancesBody;
  /** Why this person may not isolate or restore; null when they may. */
  heldBy: string | null;
  /** Instances whose isolation is being sent. */
  busy?: ReadonlySet<string>;
  onIsolate: (id: string) => void;
  onRestore: (id: string) => void;
}

const NOBODY: ReadonlySet<string> = new Set();

const COLUMNS = [
  { key: 'id', label: 'Instance' },
  { key: 'state', label: 'State' },
  { key: 'revision', label: 'Revision' },
  { key: 'mode', label: 'Values' },
  { key: 'heard', label: 'Last heard' },
  { key: 'service', label: 'Service' },
  { key: 'edge', label: 'Edge' },
  { key: 'act', label: 'Actions', quiet: true, right: true },
];

const ICON = { ok: CircleCheck, risk: TriangleAlert, plain: CircleSlash } as const;

export function InstanceState({ instance }: { instance: InstanceView }) {
  const { word, tone } = stateWords(instance);
  const Icon = instance.state === 'silent' ? CircleDashed : ICON[tone];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon
        className={clsx(
          'size-3.5',
          tone === 'ok' ? 'text-ok-text' : tone === 'risk' ? 'text-risk-text' : 'text-ink-3',
        )}
        aria-hidden="true"
      />
      <span className={tone === 'plain' ? 'text-ink-3' : undefined}>{word}</span>
    </span>
  );
}

export function InstanceTable({ body, heldBy, busy = NOBODY, onIsolate, onRestore }: InstanceTableProps) {
  if (body.items.length === 0) {
    return (
      <EmptyState title="No instance has reported yet">
        An instance shows here with its first heartbeat. Until then nothing proves that a change took effect.
      </EmptyState>
    );
  }
  const items = sortInstances(body.items);
  const act = (one: InstanceView, size: 'sm' | 'lg') => (
    <Act
      one={one}
      size={size}
      heldBy={heldBy}
      busy={busy.has(one.id)}
      onIsolate={onIsolate}
      onRestore={onRestore}
    />
  );
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Instances" columns={COLUMNS} edge="page" headTop="top-0">
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="num">
                {one.id}
              </th>
              <td>
                <InstanceState instance={one} />
              </td>
              <td className={clsx('num', one.state === 'behind' && 'text-risk-text!')}>
                {revisionWords(one, body)}
              </td>
              <td className={clsx(one.mode === 'live' ? 'text-ink-2!' : 'text-risk-text!')}>
                {modeWords(one)}
              </td>
              <td className={clsx('tn', one.state === 'silent' ? 'text-risk-text!' : 'text-ink-2!')}>
                {heardWords(one)}
              </td>
              <td className="text-ink-2!">
                {one.service} {one.version ? <span className="num text-ink-3">{one.version}</span> : null}
              </td>
              <td className="num text-ink-3!">{one.edgeId}</td>
              <td className="r">{act(one, 'sm')}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden">
        {items.map((one) => (
          <li key={one.id} className="flex min-h-[54px] items-center gap-3 border-b border-line px-4 py-2">
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-center gap-x-3">
                <span className="num text-sm">{one.id}</span>
                <span className="text-xs">
                  <InstanceState instance={one} />
                </span>
              </div>
              <div className="tn text-xs text-ink-3">
                rev {revisionWords(one, body)}, {heardWords(one)}
              </div>
              {one.mode === 'live' && one.state !== 'silent' ? null : (
                <div className="text-xs text-risk-text">{modeWords(one)}</div>
              )}
            </div>
            {act(one, 'lg')}
          </li>
        ))}
      </ul>
    </>
  );
}

interface ActProps extends Pick<InstanceTableProps, 'heldBy' | 'onIsolate' | 'onRestore'> {
  one: InstanceView;
  size: 'sm' | 'lg';
  busy: boolean;
}

/** Isolation is offered where it helps: for an instance that does not answer. */
function Act({ one, size, heldBy, busy, onIsolate, onRestore }: ActProps) {
  if (one.state === 'isolated') {
    return (
      <span className="inline-flex items-center gap-3">
        <span
          className="max-w-64 truncate text-xs text-ink-3 max-lg:hidden"
          title={one.isolatedReason ?? undefined}
        >
          by {one.isolatedBy ?? 'somebody'}
          {one.isolatedReason ? `: ${one.isolatedReason}` : ''}
        </span>
        <Button
          size={size}
          busy={busy}
          disabledReason={heldBy}
          onClick={() => onRestore(one.id)}
          aria-label={`Count again: ${one.id}`}
        >
          Count again
        </Button>
      </span>
    );
  }
  if (one.state !== 'silent' && one.state !== 'behind') return null;
  return (
    <Button
      size={size}
      busy={busy}
      disabledReason={heldBy}
      onClick={() => onIsolate(one.id)}
      aria-label={`Isolate it: ${one.id}`}
    >
      Isolate it
    </Button>
  );
}
