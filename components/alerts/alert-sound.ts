// The sound of an alert: two rising tones, made in the browser. It can be turned off, and the browser remembers that.
'use client';
import { useSyncExternalStore } from 'react';

/** In the browser's storage: `off` when the person turned the sound off. */
const STORE = 'bulkhead-alert-sound';

/** Frequencies in Hz, one after another; the last minute is more pressing than the beginning. */
const TONES = { new: [660, 880, 660, 880], 'last-minute': [880, 1_175, 880, 1_175, 880, 1_175] } as const;
const TONE_SECONDS = 0.16;
const LOUDNESS = 0.18;

let context: AudioContext | undefined;
const listeners = new Set<() => void>();

function told(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function isOn(): boolean {
  try {
    return localStorage.getItem(STORE) !== 'off';
  } catch {
    // Storage may be forbidden; the sound then simply stays on.
    return true;
  }
}

export function setAlertSound(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, 'off');
  } catch {
    // Without storage the choice cannot be kept.
  }
  told();
}

export function useAlertSound(): boolean {
  return useSyncExternalStore(subscribe, isOn, () => true);
}

/** Whether a sound would be heard: browsers keep a page silent until somebody has pressed something in it. */
function isAllowed(): boolean {
  return context?.state === 'running';
}

export function useSoundAllowed(): boolean {
  return useSyncExternalStore(subscribe, isAllowed, () => true);
}

/** The sound is wanted, and the browser does not let this page make any. */
export function isKeptSilent(): boolean {
  return isOn() && !isAllowed();
}

/** Call from a press: from then on the page may sound. */
export function allowSound(): void {
  if (context?.state === 'running') return;
  context ??= new AudioContext();
  context.onstatechange = told;
  void context.resume().then(told);
}

/** False when it was not heard: turned off, or the browser does not allow it yet. */
export function soundAlert(kind: keyof typeof TONES): boolean {
  if (!isOn() || context?.state !== 'running') return false;
  const volume = context.createGain();
  volume.gain.value = LOUDNESS;
  volume.connect(context.destination);
  const begins = context.currentTime;
  TONES[kind].forEach((frequency, index) => {
    const tone = new OscillatorNode(context as AudioContext, { type: 'triangle', frequency });
    tone.connect(volume);
    tone.start(begins + index * TONE_SECONDS);
    tone.stop(begins + (index + 1) * TONE_SECONDS);
  });
  return true;
}
