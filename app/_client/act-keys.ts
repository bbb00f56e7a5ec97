// Which idempotency key an act is sent with: the same one again while it is not known whether the last press did it.
import type { ErrorCode } from '#lib/catalog/errors.ts';

/** A later press is a new wish: what was done by then may have been set back by somebody. */
export const KEPT_MS = 120_000;

interface Held {
  key: string;
  /** When the outcome was last unknown, ms of this machine's clock; null before any answer. */
  silentAt: number | null;
}

/** One for each place that sends acts. `text` is the act with its input, as one string. */
export class ActKeys {
  readonly #held = new Map<string, Held>();

  /** Two presses at the same moment have one key, and so has a press after silence. */
  keyOf(text: string, now: number): string {
    const held = this.#held.get(text);
    if (held && (held.silentAt === null || now - held.silentAt <= KEPT_MS)) return held.key;
    const key = crypto.randomUUID();
    this.#held.set(text, { key, silentAt: null });
    return key;
  }

  /**
   * What came back for a press with this key. Once its outcome was unknown, a refusal proves nothing (a database that
   * is away refuses before it looks for the key), so only `ok` settles it.
   */
  answered(text: string, key: string, outcome: 'ok' | ErrorCode, now: number): void {
    if (outcome === 'outcome_unknown') this.#held.set(text, { key, silentAt: now });
    else if (outcome === 'ok' || this.#held.get(text)?.silentAt === null) this.#held.delete(text);
  }
}
