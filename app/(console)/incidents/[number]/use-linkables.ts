// What may be linked to an incident: alerts that are open or were lately, runs, the level and stop that hold, rolled back changes.
'use client';
import { useQuery } from '@tanstack/react-query';
import { rollbackHistoryQuery } from '#app/_client/incident-queries.ts';
import { read, runsQuery } from '#app/_client/queries.ts';
import { stamp } from '#components/format-time.ts';
import type { Linkable } from '#components/incidents/link-dialog.tsx';
import { runName } from '#lib/catalog/runs.ts';
import type { AlertsBody } from '#lib/contract/alerts.ts';
import type { IncidentLinkView } from '#lib/contract/incidents.ts';

/** Undefined while they are read; without what is linked already. */
export function useLinkables(links: readonly IncidentLinkView[], asked: boolean): Linkable[] | undefined {
  const { data: alerts } = useQuery({
    queryKey: ['alerts', 'to link'],
    queryFn: ({ signal }) => read<AlertsBody>('alerts', {}, signal),
    enabled: asked,
  });
  const { data: runs } = useQuery({ ...runsQuery({}), enabled: asked });
  const { data: rollbacks } = useQuery({ ...rollbackHistoryQuery({}), enabled: asked });
  if (!alerts || !runs || !rollbacks) return undefined;
  const all: Linkable[] = [
    ...[...alerts.groups.flatMap(({ firings }) => firings), ...alerts.resolved].map((firing) => ({
      ...{ kind: 'firing', id: firing.id },
      words: `A-${firing.number} ${firing.title}, ${stamp(firing.firedAt, alerts.now)}`,
    })),
    ...runs.items.map((run) => ({
      ...{ kind: 'run', id: run.id },
      words: `${runName(run.number)} ${run.title}, ${stamp(run.startedAt, runs.now)}`,
    })),
    ...rollbacks.items
      .filter(({ kind }) => kind !== 'run')
      .map(({ kind, id, label, trigger, at }) => ({
        ...{ kind, id },
        words: `${label}: ${trigger}, ${stamp(at, rollbacks.now)}`,
      })),
  ];
  return all.filter((one) => !links.some(({ kind, id }) => kind === one.kind && id === one.id));
}
