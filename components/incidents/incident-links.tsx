// What belongs to an incident, each leading to its own screen; taken out again by whoever linked it by mistake.
'use client';
import { X } from 'lucide-react';
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import type { IncidentLinkView } from '#lib/contract/incidents.ts';
import { durationWords, subjectHref } from './incident-words.ts';

interface IncidentLinksProps {
  links: readonly IncidentLinkView[];
  now: number;
  heldBy: string | null;
  pending: boolean;
  onTakeOut: (link: IncidentLinkView) => void;
}

export function IncidentLinks({ links, now, heldBy, pending, onTakeOut }: IncidentLinksProps) {
  if (links.length === 0) {
    return (
      <p className="py-2 text-xs text-ink-3">
        Nothing is linked. Alerts, runs, levels and stops are linked when an incident is opened from them, or
        here.
      </p>
    );
  }
  return (
    <ul aria-label="What belongs to it" className="divide-y divide-line">
      {links.map((link) => (
        <li key={`${link.kind} ${link.id}`} className="flex items-center gap-2 py-1.5">
          <Link href={subjectHref(link.kind, link.number)} className="min-w-0 flex-1 pointer-coarse:min-h-11">
            <span className="flex items-baseline gap-2 text-sm">
              <span className="font-medium underline">{link.label}</span>
              <span className="tn ml-auto text-xs whitespace-nowrap text-ink-3">{stamp(link.at, now)}</span>
            </span>
            <span className="block truncate text-xs text-ink-3">
              {link.title}
              {link.endedAt ? `, over after ${durationWords(link.at, link.endedAt, now)}` : ''}
            </span>
          </Link>
          <Button
            variant="ghost"
            square
            size="sm"
            icon={X}
            busy={pending}
            disabledReason={heldBy}
            aria-label={`${link.label} does not belong to it`}
            onClick={() => onTakeOut(link)}
          />
        </li>
      ))}
    </ul>
  );
}
