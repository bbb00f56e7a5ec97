// Health of the new version: each trigger of manual 2 with its figure, the baseline, the limit and a mark; and its parts.
'use client';
import { stamp } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import { NotYetState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import { COMPONENTS } from '#lib/catalog/releases.ts';
import type { ReleaseBody } from '#lib/contract/releases.ts';
import { checkCells, checkMark, triggerLabel } from './release-words.ts';

const columns = (over: boolean) => [
  { key: 'check', label: 'Figure' },
  { key: 'now', label: over ? 'Then' : 'Now', right: true },
  { key: 'baseline', label: 'Baseline', right: true },
  { key: 'limit', label: 'Limit', right: true, className: 'max-sm:hidden' },
  { key: 'mark', label: 'Mark' },
];

// Once it was rolled back, only whether the gateway gives it nothing any more is measured: no figure of the version.
function noteOf({ release, rolledBack, sample, evidence, baseline }: ReleaseBody, now: number): string {
  const against =
    baseline === null
      ? release.endedAt === null
        ? 'no baseline yet'
        : 'no baseline'
      : `baseline of ${stamp(baseline.at, now)}`;
  if (evidence) return `as it was when it was rolled back, ${against}`;
  if (sample === null || rolledBack !== null) return against;
  const skew =
    sample.skewMs === null || Math.abs(sample.skewMs) < 1_000
      ? ''
      : `, clocks are ${(sample.skewMs / 1_000).toFixed(1)} s apart`;
  return `measured ${stamp(sample.at, now)}, ${against}${skew}`;
}

function NothingMeasured({ body, why }: { body: ReleaseBody; why: string | undefined }) {
  if (body.release.endedAt === null) {
    return (
      <NotYetState title="Nothing is measured">
        {why ?? 'Both versions are measured from the approval on.'}
      </NotYetState>
    );
  }
  // No mark of health: nobody knows how it was.
  return (
    <p className="py-3 text-sm text-ink-2">
      {body.rolledBack === null
        ? 'It ended before both versions were measured.'
        : 'It was rolled back before there was a figure of it.'}
    </p>
  );
}

export function ReleaseChecks({ body, now }: { body: ReleaseBody; now: number }) {
  const { release, evidence } = body;
  const gone = body.rolledBack !== null;
  const verdict = evidence ?? (gone ? null : (body.sample?.verdict ?? null));
  const over = release.endedAt !== null;
  const problems = evidence ? [] : (body.sample?.problems ?? []);
  return (
    <Section title="Metrics against the baseline" note={noteOf(body, now)} rule>
      {problems.map((problem) => (
        <p key={problem} className="py-2 text-xs text-risk-text">
          {problem}
        </p>
      ))}
      {verdict === null || verdict.checks.length === 0 ? (
        <NothingMeasured body={body} why={verdict?.reasons[0]} />
      ) : (
        <div className="overflow-x-auto">
          <Table caption="Triggers of a rollback" columns={columns(over)}>
            {verdict.checks.map((check) => {
              const mark = checkMark(check, evidence !== null);
              const cells = checkCells(check);
              return (
                <tr key={check.key}>
                  <td className="py-1! whitespace-normal">
                    {triggerLabel(check.key)}
                    {check.why === '' ? null : <span className="block text-xs text-ink-3">{check.why}</span>}
                  </td>
                  <td className="num r">{cells.measured}</td>
                  <td className="num r">{cells.baseline}</td>
                  <td className="num r max-sm:hidden">{cells.limit}</td>
                  <td className="text-xs sm:whitespace-nowrap">
                    <StateMark tone={mark.tone} word={mark.word} />
                  </td>
                </tr>
              );
            })}
          </Table>
        </div>
      )}
    </Section>
  );
}

export function ReleaseComponents({ body }: { body: ReleaseBody }) {
  const components = body.sample?.components;
  if (body.release.endedAt !== null || !components) return null;
  return (
    <Section title="Health checks" rule>
      <ul className="flex flex-wrap gap-x-6 gap-y-2 py-2 text-sm">
        {Object.entries(COMPONENTS).map(([name, label]) => {
          const up = components[name];
          return (
            <li key={name}>
              {up === undefined ? (
                <StateMark tone="risk" word={`${label}: not known`} />
              ) : (
                <StateMark tone={up ? 'ok' : 'crit'} word={up ? label : `${label} is down`} />
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
