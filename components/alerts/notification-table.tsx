// Notifications, newest first: what was told where, whether it arrived, and sending again what failed; two-line rows on phones.
import { RotateCw } from 'lucide-react';
import { exact, stampShort } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table } from '#components/ui/table.tsx';
import { CHANNEL_KINDS } from '#lib/catalog/on-call.ts';
import type { NotificationView } from '#lib/contract/on-call.ts';
import { attemptWords, notificationMark } from './on-call-words.ts';

const COLUMNS = [
  { key: 'at', label: 'Written' },
  { key: 'what', label: 'What' },
  { key: 'where', label: 'Where' },
  { key: 'state', label: 'State' },
  { key: 'tried', label: 'Attempts' },
];

interface NotificationTableProps {
  items: readonly NotificationView[];
  now: string;
  /** Why nobody here may have one sent again; null when they may. */
  heldBy: string | null;
  pending: boolean;
  onSendAgain: (notification: NotificationView) => void;
}

export function NotificationTable({ items, now, ...again }: NotificationTableProps) {
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Notifications" columns={COLUMNS}>
          {items.map((one) => (
            <tr key={one.id}>
              <td className="tn text-ink-2!" title={`${exact(one.at)} UTC`}>
                {stampShort(one.at, now)}
              </td>
              <th scope="row" className="w-2/5 max-w-0 truncate font-medium" title={one.headline}>
                {one.headline}
              </th>
              <td title={CHANNEL_KINDS[one.channel.kind].shown}>{one.channel.name}</td>
              <td>
                <StateMark {...notificationMark(one, now)} />
              </td>
              <td className="w-3/5 max-w-0 text-ink-3!">
                <span className="flex items-center justify-between gap-2">
                  <span className="min-w-0 truncate" title={one.problem ?? undefined}>
                    {attemptWords(one.attempts)}
                    {one.problem ? `. ${one.problem}` : ''}
                  </span>
                  <SendAgain one={one} {...again} />
                </span>
              </td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden" aria-label="Notifications">
        {items.map((one) => (
          <li key={one.id} className="border-b border-line py-2 text-xs">
            <p className="font-medium break-words">{one.headline}</p>
            <p className="flex flex-wrap gap-x-3 text-ink-3">
              <span className="tn">{stampShort(one.at, now)}</span>
              <span>{one.channel.name}</span>
              <StateMark {...notificationMark(one, now)} />
            </p>
            {one.problem ? (
              <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-ink-3">
                <span className="min-w-0 break-words">{one.problem}</span>
                <SendAgain one={one} {...again} />
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

interface SendAgainProps extends Omit<NotificationTableProps, 'items' | 'now'> {
  one: NotificationView;
}

function SendAgain({ one, heldBy, pending, onSendAgain }: SendAgainProps) {
  if (one.state !== 'failed') return null;
  return (
    <Button
      size="sm"
      icon={RotateCw}
      busy={pending}
      disabledReason={heldBy ?? one.heldFromSending}
      onClick={() => onSendAgain(one)}
      className="ml-auto shrink-0"
      aria-label={`Send again: ${one.headline}, to ${one.channel.name}`}
    >
      Send again
    </Button>
  );
}
