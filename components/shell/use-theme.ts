// The theme as it is now and how to change it: a class on the document, a cookie for the next page.
'use client';
import { useSyncExternalStore } from 'react';
import { useMedia } from '#components/ui/use-media.ts';
import { otherTheme, type ThemeChoice, themeCookie } from './theme.ts';

const listeners = new Set<() => void>();

function subscribe(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

function chosen(): ThemeChoice {
  const { classList } = document.documentElement;
  if (classList.contains('dark')) return 'dark';
  return classList.contains('light') ? 'light' : 'system';
}

export function setTheme(choice: ThemeChoice): void {
  const { classList } = document.documentElement;
  classList.remove('light', 'dark');
  if (choice !== 'system') classList.add(choice);
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads this cookie, and Safari's Cookie Store API is young
  document.cookie = themeCookie(choice, location.protocol === 'https:');
  for (const listener of listeners) listener();
}

/** The choice, and `toggle` for the key `\`. */
export function useTheme(): { choice: ThemeChoice; toggle: () => void } {
  const choice = useSyncExternalStore(subscribe, chosen, () => 'system' as const);
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  return { choice, toggle: () => setTheme(otherTheme(choice, systemIsDark)) };
}
