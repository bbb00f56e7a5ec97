// Binds keys of the map to what a screen does. Bare keys never fire while somebody types or a dialog has the focus.
'use client';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { isSingleKey, type KeyName, keyStep, type Waiting } from './keymap.ts';

/** In the browser's storage: `off` when the person turned bare keys off. */
const STORE = 'bulkhead-single-keys';
const listeners = new Set<() => void>();

function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(STORE) !== 'off';
  } catch {
    // Storage may be forbidden; the keys then simply stay on.
    return true;
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, 'off');
  } catch {
    // Without storage the choice cannot be kept.
  }
  for (const listener of listeners) listener();
}

function subscribe(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

/** Whether bare keys work; `?` shows where to change it. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, singleKeysOn, () => true);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type=radio]):not([type=checkbox]), textarea, select'))
  );
}

function inDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}

/** Any open modal dialog owns the keyboard, wherever the focus fell. */
function modalOpen(): boolean {
  return document.querySelector('[role="dialog"]:not([data-pane])') !== null;
}

/**
 * `bindings` may be a new object at every render. No binding may raise exposure or set a level with one key. Every
 * mounted caller listens; give each key to one of them.
 */
export function useKeys(bindings: Readonly<Record<KeyName, (event: KeyboardEvent) => void>>): void {
  const latest = useRef(bindings);
  const singles = useSingleKeys();
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    let waiting: Waiting | null = null;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const step = keyStep(event, Object.keys(latest.current), waiting, event.timeStamp);
      waiting = step.waiting;
      if (step.run === null) return;
      if (isSingleKey(step.run)) {
        if (!singles || isTyping(event.target) || inDialog(event.target) || modalOpen()) return;
      }
      event.preventDefault();
      latest.current[step.run]?.(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [singles]);
}
