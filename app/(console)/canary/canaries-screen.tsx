// The Canary screen: programmes that can be planned, and every run, the newest first.
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { canariesQuery } from '#app/_client/canary-queries.ts';
import { useConsole } from '#app/_client/console-data.tsx';
import { useServerNow } from '#app/_client/server-now.ts';
import { spanWords, stateTone } from '#components/canary/canary-words.ts';
import { exact, stamp } from '#components/format-time.ts';
import { PageSteps, usePages } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { NotYetState } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import { CANARY_STATES, canaryName } from '#lib/catalog/canary-runs.ts';
import type { CanariesBody, ProgrammeView } from '#lib/contract/canary.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../change-control.tsx';

const PlanDialog = dynamic(
  () => patiently(() => import('./plan-dialog.tsx')).then((module) => module.PlanDialog),
  { ssr: false },
);

const COLUMNS = [
  { key: 'run', label: 'Run' },
  { key: 'state', label: 'State' },
  { key: 'stage', label: 'Stage', className: 'max-sm:hidden' },
  { key: 'when', label: 'Planned', className: 'max-sm:hidden' },
];

function heldWords(programme: ProgrammeView, held: string | null): string | null {
  if (held) return held;
  if (programme.open)
    return `${canaryName(programme.open.number)} is ${programme.open.begun ? 'under way' : 'planned already'}.`;
  if (programme.waitsUntil) return `One failed: the next run waits until ${exact(programme.waitsUntil)} UTC.`;
  return null;
}

export function CanariesScreen({ canaries }: { canaries: CanariesBody }) {
  const now = useServerNow() || Date.parse(canaries.now);
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const pages = usePages();
  const { before } = pages;
  const { data = canaries } = useQuery({
    ...canariesQuery(before ? { before } : {}),
    ...(before ? {} : { initialData: canaries }),
  });
  const [planned, setPlanned] = useState<ProgrammeView | null>(null);
  const held = notAllowedTo('plan-canary', me.roles) ?? cannotSend;
  const open = data.items.filter(({ endedAt }) => endedAt === null).length;
  return (
    <Screen title="Canary" note={open === 0 ? 'None is open' : `${open} open`}>
      <div className="flex flex-col gap-6 px-4 py-4 lg:px-6">
        <Section title="Programmes" rule>
          <ul className="grid gap-3 pt-3 md:grid-cols-3">
            {data.programmes.map((programme) => (
              <li key={programme.key} className="flex flex-col rounded-lg border border-line bg-surface p-4">
                <h3 className="text-sm font-semibold">{programme.title}</h3>
                <p className="mt-0.5 text-xs text-ink-2">{programme.purpose}</p>
                <p className="mt-2 text-xs text-ink-3">
                  {programme.stages.length === 1 ? 'One stage' : `${programme.stages.length} stages`},{' '}
                  {spanWords(programme.stages.reduce((sum, { seconds }) => sum + seconds, 0))},{' '}
                  {programme.criteria} criteria, {programme.guards.length}{' '}
                  {programme.guards.length === 1 ? 'guard' : 'guards'}
                </p>
                <p className="text-xs text-ink-3">{programme.source}</p>
                <div className="mt-auto pt-3">
                  <Button disabledReason={heldWords(programme, held)} onClick={() => setPlanned(programme)}>
                    Plan a run
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </Section>
        <Section title="Runs" aside={<PageSteps {...pages.steps(data.nextBefore)} />} rule>
          {data.items.length === 0 ? (
            <NotYetState title="No run yet">Plan one of the programmes above.</NotYetState>
          ) : (
            <Table caption="Runs" columns={COLUMNS}>
              {data.items.map((run) => (
                <tr key={run.id}>
                  <th scope="row" className="py-2! text-left font-normal whitespace-normal">
                    <Link href={`/canary/${run.number}`} className="block pointer-coarse:min-h-11">
                      <span className="font-medium underline decoration-line-strong underline-offset-2">
                        <span className="num">{canaryName(run.number)}</span> {run.title}
                      </span>
                      <span className="block text-xs break-words text-ink-3">
                        {run.endReason ?? run.reason}
                      </span>
                    </Link>
                  </th>
                  <td>
                    <Chip tone={stateTone(run.state)}>{CANARY_STATES[run.state]}</Chip>
                    {run.endedAt !== null && run.guarded ? (
                      <span className="block text-xs text-ink-3">Still guarded</span>
                    ) : null}
                  </td>
                  <td className="text-xs text-ink-2 max-sm:hidden">
                    {run.stage} of {run.stages}, {run.stageTitle}
                  </td>
                  <td className="num text-xs text-ink-3 max-sm:hidden">
                    {stamp(run.plannedAt, now)} {run.plannedBy}
                  </td>
                </tr>
              ))}
            </Table>
          )}
        </Section>
      </div>
      {planned ? <PlanDialog programme={planned} onClose={() => setPlanned(null)} /> : null}
    </Screen>
  );
}
