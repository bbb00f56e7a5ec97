// The browser's own notifications of a P0: asked for with a button, never by themselves; shown while the page is not looked at.
'use client';
import { useSyncExternalStore } from 'react';

export type Permission = 'granted' | 'denied' | 'default' | 'unsupported';

const listeners = new Set<() => void>();

function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNotifications(): Permission {
  return useSyncExternalStore(subscribe, permission, () => 'default');
}

export async function askForNotifications(): Promise<void> {
  if (permission() !== 'default') return;
  await Notification.requestPermission();
  for (const listener of listeners) listener();
}

interface Words {
  title: string;
  body: string;
  /** The same tag replaces the notification that is shown. */
  tag: string;
}

/** Nothing where it may not, or where the browser shows none from a page (phones): the page and the chain still call. */
export function notifyOf({ title, body, tag }: Words, onPress: () => void): void {
  if (permission() !== 'granted' || document.visibilityState === 'visible') return;
  let shown: Notification;
  try {
    shown = new Notification(title, { body, tag, requireInteraction: true });
  } catch {
    return;
  }
  shown.onclick = () => {
    window.focus();
    shown.close();
    onPress();
  };
}
