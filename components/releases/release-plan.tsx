// What a release was started with: its people, the checklist, its notes, and its two marks in time.

import { stamp } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import { Section } from '#components/ui/section.tsx';
import { type ChecklistKey, NOTE_PARTS, type NotePart, RELEASE_CHECKLIST } from '#lib/catalog/releases.ts';
import type { ReleaseBody } from '#lib/contract/releases.ts';

function peopleOf({ release, monitorUntil, successAt }: ReleaseBody, now: number): [string, string][] {
  return [
    ['Started', `${stamp(release.startedAt, now)}, ${release.startedBy.name}`],
    [
      'Approved',
      release.approvedAt === null
        ? 'not yet'
        : `${stamp(release.approvedAt, now)}, ${release.approvedBy?.name}`,
    ],
    ...(release.trafficAt === null
      ? []
      : [['First traffic', stamp(release.trafficAt, now)] as [string, string]]),
    ...(release.fullAt === null ? [] : [['All traffic', stamp(release.fullAt, now)] as [string, string]]),
    ...(monitorUntil === null ? [] : [['Monitored until', stamp(monitorUntil, now)] as [string, string]]),
    ...(successAt === null ? [] : [['Successful from', stamp(successAt, now)] as [string, string]]),
    ...(release.endedAt === null
      ? []
      : [['Ended', `${stamp(release.endedAt, now)}, ${release.endedBy}`] as [string, string]]),
  ];
}

export function ReleasePlan({ body, now }: { body: ReleaseBody; now: number }) {
  return (
    <>
      <Section title="Course" rule>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 py-2 text-xs">
          {peopleOf(body, now).map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-ink-3">{label}</dt>
              <dd className="tn">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="Release notes" rule>
        {(Object.keys(NOTE_PARTS) as NotePart[])
          .filter((part) => (body.notes[part]?.length ?? 0) > 0)
          .map((part) => (
            <div key={part} className="py-2">
              <h3 className="lbl">{NOTE_PARTS[part]}</h3>
              <ul className="mt-1 list-disc pl-4 text-sm break-words">
                {body.notes[part]?.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          ))}
      </Section>
      <Section title="Checklist" note={`answered by ${body.release.startedBy.name}`} rule>
        <ul className="flex flex-col gap-1.5 py-2 text-xs">
          {body.checklist.map((key) => (
            <li key={key}>
              <StateMark tone="ok" word={RELEASE_CHECKLIST[key as ChecklistKey] ?? key} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
