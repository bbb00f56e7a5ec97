// Delivers things later but in order, also while the delay changes.

export class DelayLine {
  readonly #waiting: { due: number; deliver: () => void }[] = [];
  #lastDue = 0;
  #stopped = false;

  /** Delivers `delayMs` from now, and never before what was put in earlier. */
  put(delayMs: number, deliver: () => void): void {
    if (this.#stopped) return;
    const now = performance.now();
    const due = Math.max(this.#lastDue, now + delayMs);
    if (this.#waiting.length === 0 && due <= now) {
      deliver();
      return;
    }
    this.#lastDue = due;
    this.#waiting.push({ due, deliver });
    // Rounded up: a timer may fire a fraction of a millisecond early.
    setTimeout(() => this.#drain(), Math.ceil(due - now) + 1);
  }

  /** Forgets what waits and whatever comes. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
  }

  #drain(): void {
    const now = performance.now();
    while (this.#waiting[0] && this.#waiting[0].due <= now) this.#waiting.shift()?.deliver();
  }
}
