// The Manual screen: operations due first, then every procedure by its kind; starting one asks for a reason and goes to its run.
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { proceduresQuery, runsQuery, switchesQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { matrixOf } from '#components/changes/matrix-rows.ts';
import { ManualTabs } from '#components/runs/manual-tabs.tsx';
import { ProcedureList } from '#components/runs/procedure-list.tsx';
import { RunList } from '#components/runs/run-list.tsx';
import type { StartSettings } from '#components/runs/start-run-dialog.tsx';
import { Screen } from '#components/screen.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { PROCEDURE_KINDS, type ProcedureKind } from '#lib/catalog/procedure-types.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { ProceduresBody, ProcedureView } from '#lib/contract/runs.ts';
import { notStartedBy } from '#lib/rules/runs/run-start.ts';
import { useChangeControl } from '../change-control.tsx';
import { startRunAction } from '../rollback/actions.ts';

const StartRunDialog = dynamic(
  () =>
    patiently(() => import('#components/runs/start-run-dialog.tsx')).then((module) => module.StartRunDialog),
  { ssr: false },
);

const KINDS = Object.entries(PROCEDURE_KINDS) as [ProcedureKind, string][];

export function ManualScreen({ procedures }: { procedures: ProceduresBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const router = useRouter();
  const now = useServerNow() || Date.parse(procedures.now);
  const { data = procedures } = useQuery({ ...proceduresQuery, initialData: procedures });
  const { data: runs } = useQuery(runsQuery({ state: 'over' }));
  const { data: switches } = useQuery(switchesQuery);
  const [starting, setStarting] = useState<ProcedureView | null>(null);
  const { pending, error, forget, send, dialog } = useKeyedSend(['runs', 'procedures']);
  const due = data.items.filter((item) => item.due !== null && item.due.state !== 'done');

  const heldBy = (procedure: ProcedureView): string | null => {
    const startedBy = procedure.startedBy as readonly Role[];
    return notStartedBy({ title: procedure.title, startedBy }, me.roles) ?? cannotSend;
  };
  const start = async (reason: string, settings: StartSettings): Promise<void> => {
    if (!starting) return;
    const input = { procedure: starting.key, reason, ...(settings.length > 0 ? { settings } : {}) };
    const sent = await send(startRunAction, input, `Start ${starting.title}`);
    if (!sent?.ok) return;
    setStarting(null);
    router.push(`/rollback/${sent.value.number}`);
  };
  const list = (items: readonly ProcedureView[]) => (
    <ProcedureList
      items={items}
      now={now}
      heldBy={heldBy}
      onStart={(procedure) => {
        forget();
        setStarting(procedure);
      }}
    />
  );
  return (
    <Screen title="Manual" note={due.length === 0 ? 'All operations done' : `${due.length} operations due`}>
      <ManualTabs on="/manual" />
      <div className="p-4 lg:p-6">
        {due.length > 0 ? (
          <Section title="Due now" rule className="mb-6">
            {list(due)}
          </Section>
        ) : null}
        {KINDS.map(([kind, label]) => {
          const items = data.items.filter((item) => item.kind === kind);
          return items.length === 0 ? null : (
            <Section key={kind} title={label} note={`${items.length}`} rule className="mb-6">
              {list(items)}
            </Section>
          );
        })}
        {runs && runs.items.length > 0 ? (
          <Section title="Earlier runs" rule>
            <div className="-mx-4 lg:-mx-6">
              <RunList runs={runs.items} now={now} label="Earlier runs" />
            </div>
          </Section>
        ) : null}
      </div>
      {starting ? (
        <StartRunDialog
          procedure={starting}
          matrix={switches ? matrixOf(switches.items) : {}}
          pending={pending}
          error={error}
          onStart={(reason, settings) => void start(reason, settings)}
          onClose={() => setStarting(null)}
        />
      ) : null}
      {dialog}
    </Screen>
  );
}
