// Which keys mean what: a press, the chord before it, and the binding they make. Pure.

/** `g n`, `j`, `/`, `mod+k`, `?`, `Escape`, `\\`. `mod` is Ctrl, or Cmd on a Mac. */
export type KeyName = string;

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** First half of a chord waiting for its second. */
export interface Waiting {
  first: string;
  at: number;
}

/** A chord's second key must follow within this time. */
export const CHORD_MS = 1_200;

export interface KeyStep {
  /** The binding to run, if any. */
  run: KeyName | null;
  waiting: Waiting | null;
}

function nameOf(press: KeyPress): string | null {
  if (press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  return press.ctrlKey || press.metaKey ? `mod+${key}` : key;
}

/** What a press does, given the bound names, the chord that waits, and the time (ms). */
export function keyStep(
  press: KeyPress,
  bound: readonly KeyName[],
  waiting: Waiting | null,
  now: number,
): KeyStep {
  const name = nameOf(press);
  if (name === null) return { run: null, waiting: null };
  if (waiting && now - waiting.at <= CHORD_MS) {
    const chord = `${waiting.first} ${name}`;
    if (bound.includes(chord)) return { run: chord, waiting: null };
  }
  if (bound.includes(name)) return { run: name, waiting: null };
  const begins = bound.some((other) => other.startsWith(`${name} `));
  return { run: null, waiting: begins ? { first: name, at: now } : null };
}

/** Whether a binding is a bare key, which must not fire while somebody types and can be turned off. */
export function isSingleKey(name: KeyName): boolean {
  return !name.startsWith('mod+') && name !== 'Escape';
}
