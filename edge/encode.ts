// Turns a snapshot into the exact texts and bytes that go out, once per revision and never per request.
import type { ChangeEvent, SwitchBody } from '#lib/contract/edge.ts';
import { positionId, type Snapshot } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';

/** The bodies of `GET /config/switch/{name}` for one switch. */
export interface SwitchTexts {
  readonly global: string;
  readonly bySymbol: ReadonlyMap<string, string>;
  /** A symbol without an override reads the global value: its body is `before + symbol + after`. */
  readonly before: string;
  readonly after: string;
}

/** JSON in ASCII only: the length in characters is the length in bytes, and Node copies it without encoding it. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Every switch's bodies, by name. */
export function switchTexts(snapshot: Snapshot): Map<string, SwitchTexts> {
  const { epoch, revision } = snapshot;
  const text = (name: string, value: WireValue, symbol?: string) =>
    asciiJson({ name, value, symbol, epoch, revision } satisfies SwitchBody);
  const texts = new Map<string, SwitchTexts>();
  for (const [name, entry] of Object.entries(snapshot.switches)) {
    const overrides = Object.entries(entry.overrides ?? {});
    texts.set(name, {
      global: text(name, entry.value),
      bySymbol: new Map(overrides.map(([symbol, value]) => [symbol, text(name, value, symbol)])),
      before: `${asciiJson({ name, value: entry.value }).slice(0, -1)},"symbol":"`,
      after: `",${asciiJson({ epoch, revision }).slice(1)}`,
    });
  }
  return texts;
}

/** A server-sent event of values, marked with the position it leads to. */
export function valuesFrame(event: 'snapshot' | 'change', body: Snapshot | ChangeEvent): Buffer {
  return Buffer.from(`event: ${event}\nid: ${positionId(body)}\ndata: ${asciiJson(body)}\n\n`, 'latin1');
}
