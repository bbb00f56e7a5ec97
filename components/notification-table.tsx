// Notifications, newest first: what was told where, and whether it arrived; two-line rows on phones.
import { CHANNEL_KINDS } from '#lib/catalog/on-call.ts';
import type { NotificationView } from '#lib/contract/on-call.ts';
import { exact, stampShort } from './format-time.ts';
import { attemptWords, notificationMark } from './on-call-words.ts';
import { StateMark } from './state-mark.tsx';
import { Table } from './ui/table.tsx';

const COLUMNS = [
  { key: 'at', label: 'Written' },
  { key: 'what', label: 'What' },
  { key: 'where', label: 'Where' },
  { key: 'state', label: 'State' },
  { key: 'tried', label: 'Attempts' },
];

export function NotificationTable({ items, now }: { items: readonly NotificationView[]; now: string }) {
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Notifications" columns={COLUMNS}>
          {items.map((one) => (
            <tr key={one.id}>
              <td className="tn text-ink-2!" title={`${exact(one.at)} UTC`}>
                {stampShort(one.at, now)}
              </td>
              <th scope="row" className="max-w-80 truncate font-medium" title={one.headline}>
                {one.headline}
              </th>
              <td title={CHANNEL_KINDS[one.channel.kind].shown}>{one.channel.name}</td>
              <td>
                <StateMark {...notificationMark(one, now)} />
              </td>
              <td className="max-w-72 truncate text-ink-3!" title={one.problem ?? undefined}>
                {attemptWords(one.attempts)}
                {one.problem ? `. ${one.problem}` : ''}
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
            {one.problem ? <p className="break-words text-ink-3">{one.problem}</p> : null}
          </li>
        ))}
      </ul>
    </>
  );
}
