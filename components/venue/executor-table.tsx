// The platform's executors: whether they report, whether they are connected to their exchange, how many orders rest there.
'use client';
import { StateMark } from '#components/state-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table } from '#components/ui/table.tsx';
import type { ExecutorView } from '#lib/contract/emergency.ts';
import { executorState, heardWords } from './executor-words.ts';

type Way = 'disconnect' | 'reconnect';

interface ExecutorTableProps {
  executors: readonly ExecutorView[];
  /** Database time, ms since 1970. */
  now: number;
  /** Why this person may not send the command now; null when they may. */
  heldBy: (command: Way) => string | null;
  onAct: (command: Way, executor: string) => void;
  /** Of those for whom there is a reason to retire them. */
  retirement: (one: ExecutorView) => { heldBy: string | null; open: () => void } | null;
}

const COLUMNS = [
  { key: 'id', label: 'Executor' },
  { key: 'state', label: 'State' },
  { key: 'exchange', label: 'Exchange' },
  { key: 'orders', label: 'Open orders', right: true },
  { key: 'heard', label: 'Last heard' },
  { key: 'edge', label: 'Edge' },
  { key: 'act', label: 'Actions', quiet: true, right: true },
];

export function ExecutorTable({ executors, now, heldBy, onAct, retirement }: ExecutorTableProps) {
  const heard = (one: ExecutorView) => heardWords(one.lastSeenAt, now);
  const exchange = (one: ExecutorView) => (
    <StateMark tone={one.connected ? 'ok' : 'plain'} word={one.connected ? 'Connected' : 'Disconnected'} />
  );
  const act = (one: ExecutorView, size: 'sm' | 'lg') => {
    const retire = retirement(one);
    if (retire)
      return (
        <Button
          size={size}
          variant="outline"
          disabledReason={retire.heldBy}
          aria-label={`Retire ${one.id}`}
          onClick={retire.open}
        >
          Retire
        </Button>
      );
    if (one.state === 'left') return null;
    const way = one.connected ? 'disconnect' : 'reconnect';
    return (
      <Button
        size={size}
        variant={one.connected ? 'outline' : 'risk'}
        disabledReason={heldBy(way)}
        aria-label={`${one.connected ? 'Disconnect' : 'Connect again'}: ${one.id}`}
        onClick={() => onAct(way, one.id)}
      >
        {one.connected ? 'Disconnect' : 'Connect again'}
      </Button>
    );
  };
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Executors" columns={COLUMNS}>
          {executors.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="num">
                {one.id}
              </th>
              <td>
                <StateMark {...executorState(one)} />
                <Retired one={one} />
              </td>
              <td>{exchange(one)}</td>
              <td className="r num">{one.openOrders}</td>
              <td className="tn text-ink-2!">{heard(one)}</td>
              <td className="num text-ink-3!">{one.edgeId}</td>
              <td className="r">{act(one, 'sm')}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden">
        {executors.map((one) => (
          <li key={one.id} className="flex min-h-[54px] items-center gap-3 border-b border-line py-2 text-xs">
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-center gap-x-3">
                <span className="num text-sm">{one.id}</span>
                <StateMark {...executorState(one)} />
              </div>
              <div className="tn text-ink-3">
                {one.connected ? 'Connected' : 'Disconnected'}, {one.openOrders} open orders, heard{' '}
                {heard(one)}
              </div>
              <Retired one={one} />
            </div>
            {act(one, 'lg')}
          </li>
        ))}
      </ul>
    </>
  );
}

function Retired({ one: { retired } }: { one: ExecutorView }) {
  return retired ? (
    <p className="break-words text-xs text-ink-3">
      {retired.by}: {retired.reason}
    </p>
  ) : null;
}
