// The timeline of an incident: each line with its time, what happened, who did it and why; an icon and a word say what kind it is.
import {
  Bell,
  CirclePlay,
  FileText,
  Layers,
  type LucideIcon,
  OctagonX,
  PenLine,
  RotateCcw,
  Server,
  ShieldCheck,
  SlidersHorizontal,
  Split,
  StickyNote,
} from 'lucide-react';
import { stamp } from '#components/format-time.ts';
import type { TimelineEntry } from '#lib/contract/incidents.ts';

const ICONS: Readonly<Record<string, readonly [LucideIcon, string]>> = {
  alert: [Bell, 'Alert'],
  switch: [SlidersHorizontal, 'Switch'],
  level: [Layers, 'Level'],
  stop: [OctagonX, 'Stop'],
  command: [CirclePlay, 'Command'],
  run: [RotateCcw, 'Run'],
  note: [StickyNote, 'Note'],
  instance: [Server, 'Instance'],
  approval: [PenLine, 'Approval'],
  release: [Split, 'Release'],
  audit: [ShieldCheck, 'Audit'],
};
const OWN = [FileText, 'Incident'] as const;

export function Timeline({ entries, now }: { entries: readonly TimelineEntry[]; now: number }) {
  return (
    <ol aria-label="Timeline" className="divide-y divide-line">
      {entries.map((entry) => {
        const [Icon, word] = ICONS[entry.kind] ?? OWN;
        return (
          <li
            key={`${entry.at} ${entry.seq ?? ''} ${entry.what}`}
            className="flex items-start gap-3 py-1.5 text-sm"
          >
            <span className="num w-[9.5ch] shrink-0 pt-px text-xs text-ink-3">{stamp(entry.at, now)}</span>
            <Icon className="mt-0.5 size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
            <span className="min-w-0 flex-1">
              <span className="sr-only">{word}: </span>
              <span className="break-words whitespace-pre-line">{entry.what}</span>
              {entry.reason ? (
                <span className="block text-xs break-words text-ink-3">{entry.reason}</span>
              ) : null}
            </span>
            <span className="max-w-[40%] shrink-0 text-right text-xs text-ink-3">{entry.by ?? ''}</span>
          </li>
        );
      })}
    </ol>
  );
}
