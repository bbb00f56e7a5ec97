// Why nothing may be raised from here now: one answer for every sheet, dialog and step that raises exposure.
'use client';
import { useConsole } from '#app/_client/console-data.tsx';
import { freshnessOf, raisingHeldBy } from '#components/shell/freshness.ts';
import { DESKTOP, useMedia } from '#components/ui/use-media.ts';
import { useNow } from '#components/ui/use-now.ts';

/**
 * Null when it may: the link holds, the picture is fresh, the audit chain is whole, and this is a desktop. Raising is desktop
 * work (look.md); `onPhone` says what a phone does instead, and is null for what a phone may do too, such as agreeing.
 */
export function useRaisingHeld(onPhone: string | null): string | null {
  const { heard, link } = useConsole();
  const now = useNow(1_000);
  const desktop = useMedia(DESKTOP);
  const fresh = freshnessOf(heard, link, now ?? heard?.receivedAt ?? 0);
  return raisingHeldBy(heard, fresh) ?? (desktop ? null : onPhone);
}
