// Whether alerts reach the board at all: pipelines by their heartbeat, deliveries that wait, and parts of them that made no sense.
'use client';
import { ChevronDown, CircleX, HeartPulse, Inbox } from 'lucide-react';
import { age, stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import type { AlertsBody } from '#lib/contract/alerts.ts';

interface AlertHealthProps {
  board: Pick<AlertsBody, 'pipelines' | 'rejected' | 'waitingMs' | 'now'>;
  /** Server time, ms since 1970. */
  now: number;
  heldBy: string | null;
  pending: boolean;
  onSeen: () => void;
}

/** Deliveries are taken within milliseconds: what waits longer means that the worker is away. */
const SLOW_MS = 5_000;

export function AlertHealth({ board, now, heldBy, pending, onSeen }: AlertHealthProps) {
  const { pipelines, rejected, waitingMs } = board;
  return (
    <>
      {pipelines.length === 0 ? (
        <div className="px-4 lg:px-5">
          <EmptyState title="No pipeline has reported yet">
            The heartbeat of Prometheus and Alertmanager shows here. Until then only the venue's own pushes
            and Bulkhead's own alerts arrive.
          </EmptyState>
        </div>
      ) : (
        <ul aria-label="Pipelines">
          {pipelines.map(({ name, heardAt, silent }) => (
            <li
              key={name}
              className="flex min-h-9 items-center gap-2 border-b border-line px-4 text-xs lg:px-5"
            >
              <HeartPulse
                className={silent ? 'size-3.5 text-crit-text' : 'size-3.5 text-ok-text'}
                aria-hidden="true"
              />
              <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
              <span className={silent ? 'text-crit-text' : 'tn text-ink-3'}>
                {silent ? 'silent for' : 'heard'} {age(now - Date.parse(heardAt))}
                {silent ? '' : ' ago'}
              </span>
            </li>
          ))}
        </ul>
      )}
      {waitingMs !== null && waitingMs > SLOW_MS ? (
        <p className="flex items-start gap-2 border-b border-risk-line bg-risk-soft px-4 py-2 text-xs text-risk-text lg:px-5">
          <Inbox className="mt-px size-3.5" aria-hidden="true" />
          Deliveries wait for {age(waitingMs)} to be taken: look at the worker.
        </p>
      ) : null}
      {rejected.length > 0 ? (
        <details className="group border-b border-line">
          <summary className="flex min-h-9 items-center gap-2 px-4 text-xs text-crit-text pointer-coarse:min-h-11 lg:px-5">
            <CircleX className="size-3.5" aria-hidden="true" />
            {rejected.length === 1
              ? 'One part of a delivery was rejected'
              : `${rejected.length} parts of deliveries were rejected`}
            <ChevronDown className="size-3.5 text-ink-3 group-open:rotate-180" aria-hidden="true" />
          </summary>
          <ul aria-label="Rejected parts of deliveries" className="px-4 pb-2 lg:px-5">
            {rejected.map(({ deliveryId, place, why, rejectedAt }) => (
              <li key={`${deliveryId}.${place}`} className="border-t border-line py-1.5 text-xs">
                <span className="num text-ink-3">{stamp(rejectedAt, board.now)}</span> delivery{' '}
                <span className="num">{deliveryId}</span>
                {place < 0 ? '' : `, alert ${place + 1}`}
                <bdi className="block break-words text-ink-2">{why}</bdi>
              </li>
            ))}
          </ul>
          <div className="px-4 pb-3 lg:px-5">
            <Button size="sm" busy={pending} disabledReason={heldBy} onClick={onSeen}>
              I have seen them
            </Button>
          </div>
        </details>
      ) : null}
    </>
  );
}
