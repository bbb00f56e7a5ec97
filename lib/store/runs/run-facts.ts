// What the checks of one run are answered from: the venue, the change sets and commands that the run made, the requests it waits for.

import type { RequestState } from '#lib/catalog/approvals.ts';
import { EXECUTOR_COMMANDS, type ExecutorCommandDefinition } from '#lib/catalog/executor-commands.ts';
import type { Run } from '#lib/rules/runs/procedure-run.ts';
import type { VenueFacts } from '#lib/rules/runs/reading.ts';
import type { RequestOutcome } from '#lib/rules/runs/run-advance.ts';
import type { RunFacts, SentCommand } from '#lib/rules/runs/run-check.ts';
import { effectsOf } from '#lib/store/changes/effect.ts';
import type { Tx } from '#lib/store/client.ts';
import { venueFacts } from '#lib/store/venue/venue-facts.ts';

function requestIdsOf(run: Run): string[] {
  return run.steps.flatMap(({ state, requestId }) => (state === 'waiting' && requestId ? [requestId] : []));
}

/** How the requests stand that steps of the run wait for. */
export async function requestOutcomes(tx: Tx, run: Run): Promise<RequestOutcome[]> {
  const ids = requestIdsOf(run);
  if (ids.length === 0) return [];
  const [requests, sets] = [
    await tx.changeRequest.findMany({ where: { id: { in: ids } }, select: { id: true, state: true } }),
    await tx.changeSet.findMany({ where: { requestId: { in: ids } }, select: { id: true, requestId: true } }),
  ];
  return requests.map(({ id, state }) => ({
    id,
    state: state as RequestState,
    changeSetId: sets.find(({ requestId }) => requestId === id)?.id ?? null,
  }));
}

async function changeSetsOf(tx: Tx, ids: readonly string[]): Promise<RunFacts['changeSets']> {
  if (ids.length === 0) return [];
  const rows = await tx.changeSet.findMany({ where: { id: { in: [...ids] } } });
  const effects = await effectsOf(
    tx,
    rows.map(({ id, epoch, revision, committedAt, budgetMs }) => ({
      ...{ id, epoch, committedAt, budgetMs },
      revision: Number(revision),
    })),
  );
  return rows.map(({ id }) => {
    const effect = effects.get(id);
    return { applied: effect?.applied ?? 0, expected: effect?.expected ?? 0 };
  });
}

interface CommandRow {
  id: string;
  command: string;
  argument: string | null;
  expired: boolean;
  executors: number;
  undone: string[] | null;
  failed: string[] | null;
  unbegun: string[] | null;
}

/**
 * What each step sent last. Whoever reports counts, and whoever has said something about a command, also when it has
 * left since. Of a retired executor only what it has done counts.
 */
export async function commandsOf(tx: Tx, run: Run): Promise<SentCommand[]> {
  const ids = run.steps.flatMap(({ commandId }) => commandId ?? []);
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<CommandRow[]>`
    SELECT c.id, c.command, c.argument, c.expires_at <= clock_timestamp() AS expired, count(e.id)::int AS executors,
      array_agg(e.id ORDER BY e.id) FILTER (WHERE e.id IS NOT NULL AND p.state IS DISTINCT FROM 'done') AS undone,
      array_agg(e.id ORDER BY e.id) FILTER (WHERE p.state = 'failed') AS failed,
      array_agg(e.id ORDER BY e.id) FILTER (WHERE e.id IS NOT NULL AND coalesce(p.state, 'acknowledged') = 'acknowledged')
        AS unbegun
    FROM executor_commands c
    LEFT JOIN executors e ON (c.executor_id IS NULL OR c.executor_id = e.id) AND (e.left_at IS NULL OR EXISTS (
      SELECT 1 FROM executor_progress said WHERE said.command_id = c.id AND said.executor_id = e.id
        AND (e.retired_by IS NULL OR said.state = 'done')))
    LEFT JOIN executor_progress p ON p.command_id = c.id AND p.executor_id = e.id
    WHERE c.id = ANY(${ids}::uuid[]) GROUP BY c.id ORDER BY c.issued_at, c.id`;
  // A run may have sent what the catalogue of today does not know any more.
  const known: Readonly<Record<string, ExecutorCommandDefinition | undefined>> = EXECUTOR_COMMANDS;
  return rows.map(({ id, command, argument, expired, executors, ...named }) => ({
    label: `${known[command]?.label ?? command}${argument ? ` ${argument}` : ''}`,
    ...{ id, executors, expired },
    ...{ undone: named.undone ?? [], failed: named.failed ?? [], unbegun: named.unbegun ?? [] },
  }));
}

/** Hours since the newest backup on record, by the database's clock; null when there is none. */
async function hoursSinceBackup(tx: Tx): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ hours: number | null }[]>`
    SELECT (extract(epoch FROM clock_timestamp() - max(made_at)) / 3600)::float8 AS hours FROM backups`;
  return row?.hours ?? null;
}

/** What the checks of every run share at one moment: read once for all of them. */
export interface RoundFacts extends VenueFacts {
  backupHours: number | null;
}

export async function roundFacts(tx: Tx): Promise<RoundFacts> {
  return { ...(await venueFacts(tx)), backupHours: await hoursSinceBackup(tx) };
}

export async function runFacts(
  tx: Tx,
  run: Run,
  round: RoundFacts,
  requests: readonly RequestOutcome[],
): Promise<RunFacts> {
  const made = [
    ...run.steps.flatMap(({ changeSetId }) => changeSetId ?? []),
    ...requests.flatMap(({ changeSetId }) => changeSetId ?? []),
  ];
  return {
    ...round,
    changeSets: await changeSetsOf(tx, made),
    commands: await commandsOf(tx, run),
  };
}
