// What the console has to say after the fact: a short list of notices, replaced by id while a change takes effect.
import type { ReactNode } from 'react';

export interface Toast {
  /** The same id replaces the notice in place, for instance while instances answer. */
  id: string;
  tone: 'ok' | 'risk' | 'crit' | 'plain';
  /** The outcome with its number; also what is spoken. */
  title: string;
  body?: ReactNode;
  action?: { label: string; onPress: () => void };
  /** Stays until somebody deals with it: partial results. Others go after eight seconds. */
  sticky?: boolean;
}

/** At most this many at once; the oldest that may go goes first. */
export const MOST_TOASTS = 4;

/** The list after showing one. */
export function withToast(list: readonly Toast[], toast: Toast): readonly Toast[] {
  if (list.some((other) => other.id === toast.id)) {
    return list.map((other) => (other.id === toast.id ? toast : other));
  }
  const next = [...list, toast];
  if (next.length <= MOST_TOASTS) return next;
  const oldest = next.findIndex((other) => !other.sticky && other !== toast);
  return next.filter((_, index) => index !== (oldest === -1 ? 0 : oldest));
}

let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

function become(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function showToast(toast: Toast): void {
  become(withToast(toasts, toast));
}

export function dismissToast(id: string): void {
  become(toasts.filter((toast) => toast.id !== id));
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function onToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
