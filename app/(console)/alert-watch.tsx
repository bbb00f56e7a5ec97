// What every screen does about open P0 alerts: the line under the header with the clock and Confirm, the sound, the notification.
'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { useServerClock } from '#app/_client/server-now.ts';
import { type Heeded, heed, heededFrom, heededText } from '#components/alerts/alert-heed.ts';
import { boardHref } from '#components/alerts/alert-href.ts';
import { AlertNotice } from '#components/alerts/alert-notice.tsx';
import { notifyOf } from '#components/alerts/alert-notification.ts';
import { allowSound, isKeptSilent, soundAlert } from '#components/alerts/alert-sound.ts';
import { firingName } from '#components/alerts/alert-words.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { useNow } from '#components/ui/use-now.ts';
import { confirmFiringAction } from './alerts/actions.ts';
import { notAnsweredBy } from './alerts/not-answered-by.ts';

/** In the browser's storage: what was called, so that one page of several calls, and a new page does not call again. */
const STORE = 'bulkhead-alert-heeded';

/** A page that the browser keeps silent lets one that may sound go first. */
const AFTER_YOU_MS = 2_000;

/** Where storage is forbidden each page remembers for itself. */
let ownMemory: string | null = null;

function recall(): Heeded {
  try {
    return heededFrom(localStorage.getItem(STORE));
  } catch {
    return heededFrom(ownMemory);
  }
}

function remember(heeded: Heeded): void {
  ownMemory = heededText(heeded);
  try {
    localStorage.setItem(STORE, ownMemory);
  } catch {
    // It is remembered here.
  }
}

/** Sounds, notifies, and says it to screen readers once. Stands once in the frame, not in the screens, which come and go. */
export function AlertWatch() {
  const { heard } = useConsole();
  const clock = useServerClock();
  const router = useRouter();
  const local = useNow(1_000);
  const alerts = heard?.status.alerts;
  /** Since when this page leaves a call to one that may sound; server time, ms. */
  const heldSince = useRef<number | null>(null);

  useEffect(() => {
    // Any press will do: until then the browser keeps the page silent.
    const allow = (): void => allowSound();
    window.addEventListener('pointerdown', allow);
    window.addEventListener('keydown', allow);
    return () => {
      window.removeEventListener('pointerdown', allow);
      window.removeEventListener('keydown', allow);
    };
  }, []);

  useEffect(() => {
    // Runs each second, and with each pulse where the page is hidden and its timers sleep.
    if (!alerts || !clock || local === null || alerts.unconfirmed === 0) return;
    // One page of this browser at a time: the others find it heeded.
    void navigator.locks.request(STORE, () => {
      const now = Date.now() + clock.skewMs;
      const { call, heeded } = heed(recall(), alerts, now);
      if (call === null) {
        heldSince.current = null;
        return;
      }
      heldSince.current ??= now;
      if (isKeptSilent() && now - heldSince.current < AFTER_YOU_MS) return;
      heldSince.current = null;
      remember(heeded);
      soundAlert(call);
      const { next, unconfirmed } = alerts;
      if (!next) return;
      const words =
        call === 'new' ? 'Confirm it within 5 minutes.' : 'Less than a minute is left to confirm it.';
      const more = unconfirmed > 1 ? ` ${unconfirmed - 1} more are not confirmed.` : '';
      notifyOf(
        {
          title: `${next.drill ? 'DRILL: ' : ''}P0 ${next.title}`,
          body: `${firingName(next.number)}. ${words}${more}`,
          tag: next.id,
        },
        () => router.push(boardHref(next.number)),
      );
    });
  }, [alerts, clock, local, router]);
  const next = alerts?.next;
  return (
    <span role="alert" className="sr-only">
      {next && next.clock === 'confirm'
        ? `P0, ${next.title}, ${firingName(next.number)}, is not confirmed.`
        : ''}
    </span>
  );
}

/** Under the header of every other screen while a P0 is not confirmed. */
export function AlertBanner() {
  const { me, heard, link } = useConsole();
  const clock = useServerClock();
  const { send, pending, error, dialog } = useKeyedSend(['alerts', 'firing', 'firings']);
  const alerts = heard?.status.alerts;
  if (!alerts?.next || !clock || alerts.unconfirmed === 0) return dialog;
  const { next } = alerts;
  const confirm = async (): Promise<void> => {
    const name = firingName(next.number);
    const sent = await send(confirmFiringAction, { firingId: next.id }, `Confirm ${name}`);
    if (sent?.ok) showToast({ id: next.id, tone: 'ok', title: `${name} is confirmed: you have it` });
  };
  return (
    <>
      <AlertNotice
        alerts={alerts}
        next={next}
        clock={clock}
        heldBy={
          notAnsweredBy(me.roles) ??
          (link.state === 'offline' ? 'You are offline. Nothing is sent until the link is back.' : null)
        }
        pending={pending}
        error={error}
        onConfirm={() => void confirm()}
      />
      {dialog}
    </>
  );
}
