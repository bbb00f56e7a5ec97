// One's sessions: which browser, from where, since when; the one that looks is marked.
'use client';
import type { ReactNode } from 'react';
import { stampShort } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { SessionView } from '#lib/contract/access.ts';
import { deviceWords } from './device-words.ts';
import { seenWords } from './people-words.ts';

interface SessionListProps {
  sessions: readonly SessionView[];
  /** Database time; null while nothing was heard. */
  now: string | null;
  heldBy: string | null;
  /** The one that is being ended, or "others". */
  busy: string | null;
  onEnd: (id: string) => void;
  onEndOthers: () => void;
  children?: ReactNode;
}

const METHOD = {
  password: 'password',
  passkey: 'passkey',
  oidc: 'identity provider',
} as const satisfies Record<SessionView['method'], string>;

const COLUMNS = [
  { key: 'device', label: 'Device' },
  { key: 'address', label: 'Address' },
  { key: 'by', label: 'Signed in with' },
  { key: 'since', label: 'Since, UTC' },
  { key: 'seen', label: 'Last seen' },
  { key: 'act', label: 'Actions', quiet: true, right: true },
];

export function SessionList({ sessions, now, heldBy, busy, onEnd, onEndOthers, children }: SessionListProps) {
  const others = sessions.filter(({ current }) => !current);
  const seen = (at: string): string => seenWords(at, now ?? at);
  const device = (one: SessionView) => (
    <span className="inline-flex flex-wrap items-center gap-2" title={one.userAgent ?? undefined}>
      {deviceWords(one.userAgent)}
      {one.current ? <Chip>This one</Chip> : null}
    </span>
  );
  const act = (one: SessionView, size: 'sm' | 'lg') =>
    one.current ? null : (
      <Button
        size={size}
        busy={busy !== null}
        disabledReason={heldBy}
        onClick={() => onEnd(one.id)}
        aria-label={`End the session of ${deviceWords(one.userAgent)}, since ${stampShort(one.createdAt, now ?? one.createdAt)}`}
      >
        End it
      </Button>
    );
  return (
    <Section
      title="Sessions"
      note="They end after 30 minutes without you, and after 12 hours in any case"
      rule
      aside={
        others.length > 0 ? (
          <Button size="sm" busy={busy !== null} disabledReason={heldBy} onClick={onEndOthers}>
            End all others
          </Button>
        ) : null
      }
    >
      <div className="max-lg:hidden">
        <Table caption="Sessions" columns={COLUMNS}>
          {sessions.map((one) => (
            <tr key={one.id}>
              <th scope="row">{device(one)}</th>
              <td className="num text-ink-2!">{one.address ?? 'unknown'}</td>
              <td className="text-ink-2!">{METHOD[one.method]}</td>
              <td className="num text-ink-2!">{stampShort(one.createdAt, now ?? one.createdAt)}</td>
              <td className="tn text-ink-2!">{seen(one.lastSeenAt)}</td>
              <td className="r">{act(one, 'sm')}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="divide-y divide-line border-b border-line lg:hidden">
        {sessions.map((one) => (
          <li key={one.id} className="flex min-h-[54px] items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <div className="text-sm">{device(one)}</div>
              <div className="tn text-xs text-ink-3">
                {one.address ?? 'unknown'}, {METHOD[one.method]}, seen {seen(one.lastSeenAt)}
              </div>
            </div>
            {act(one, 'lg')}
          </li>
        ))}
      </ul>
      <div className="mt-2">{children}</div>
    </Section>
  );
}
