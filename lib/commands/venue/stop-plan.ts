// The emergency stop as a decision: one change set of reducing values, the commands to executors, and the latch; pressed here or recorded from an edge.
import { COMMAND_MINUTES, STOP_ORDERS, STOP_SETTINGS } from '#lib/catalog/emergency.ts';
import type { StopAnswer } from '#lib/contract/emergency.ts';
import { stopCommandId } from '#lib/contract/stop-command-id.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { ok, type Result } from '#lib/rules/result.ts';
import type { AuditActor, AuditEvent } from '#lib/store/audit/audit.ts';
import { voidRequests } from '#lib/store/changes/change-requests.ts';
import type { LockedMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { insertCommands, insertStop, type NewCommand, type StoredStop } from '#lib/store/venue/emergency.ts';
import { closed } from '#lib/write/change-request.ts';
import type { Decision, Moment } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, requestsAbout, savePlan } from '#lib/write/matrix-write.ts';

export interface StopState extends LockedMatrix {
  open: StoredStop | undefined;
}

/** A press: where, by whom, when. */
export interface Press {
  /** Id of the stop it becomes. */
  id: string;
  source: 'console' | 'edge';
  edgeId: string | null;
  by: AuditActor;
  at: Date;
  reason: string;
}

export interface PlannedStop {
  press: Press;
  /** Null when every value held already. */
  write: PlannedWrite | null;
  commands: readonly NewCommand[];
  /** Open requests that it makes void without a change set. */
  voided: readonly string[];
}

const MINUTE_MS = 60_000;

function commandsOf(press: Press): NewCommand[] {
  return STOP_ORDERS.map((command, order) => ({
    id: stopCommandId(press.id, command),
    command,
    argument: null,
    executorId: null,
    reason: press.reason,
    by: press.by,
    // A millisecond apart, so that every list has them in their order.
    issuedAt: new Date(press.at.getTime() + order),
    expiresAt: new Date(press.at.getTime() + COMMAND_MINUTES * MINUTE_MS),
    stopId: press.id,
    runId: null,
  }));
}

function answerOf(stop: StoredStop): StopAnswer {
  const { id: stopId, changeSetId, commandIds } = stop;
  return { changed: false, stopId, changeSetId, ...stop.at, commandIds };
}

/** Refused only by a reason that is none. Answers the open stop when there is one, and changes nothing then. */
export function decideStop(
  state: StopState,
  press: Press,
  rawReason: unknown,
  by: { command: 'emergency-stop' | 'record-edge-stop'; actor: Actor; moment: Moment },
): Result<Decision<PlannedStop, StopAnswer>> {
  if (state.open) return ok({ next: null, events: [], effects: [], answer: answerOf(state.open) });
  const decided = decideMatrix(
    state,
    { requests: STOP_SETTINGS, reason: rawReason, terms: { bundle: 'emergency' } },
    by,
  );
  if (!decided.ok) return decided;
  const { next: write, events, effects, answer } = decided.value;
  const voided = answer.changed ? [] : requestsAbout(state, STOP_SETTINGS);
  const commands = commandsOf(press);
  const at = { epoch: answer.epoch, revision: answer.revision };
  const pressed: AuditEvent = {
    kind: 'emergency-stop.pressed',
    subject: press.source === 'edge' ? `edge ${press.edgeId}` : 'console',
    reason: press.reason,
    changeSetId: answer.changeSetId,
    ...at,
    details: { stopId: press.id, pressedAt: press.at.toISOString(), pressedBy: press.by.name },
  };
  const sent = commands.map(
    (command): AuditEvent => ({
      kind: 'executors.commanded',
      subject: command.command,
      reason: press.reason,
      details: { commandId: command.id, stopId: press.id },
    }),
  );
  return ok({
    next: { press, write, commands, voided: voided.map(({ id }) => id) },
    events: [
      pressed,
      ...events,
      ...closed('voided', voided, { reason: 'The emergency stop was pressed' }),
      ...sent,
    ],
    effects: [
      ...effects,
      { kind: 'notify', channel: 'bulkhead_commands', payload: press.id },
      { kind: 'notify', channel: 'bulkhead_console', payload: 'emergency-stop' },
    ],
    answer: {
      changed: true,
      stopId: press.id,
      changeSetId: answer.changeSetId,
      ...at,
      commandIds: commands.map(({ id }) => id),
    },
  });
}

export async function saveStop(
  tx: Tx,
  { press, write, commands, voided }: PlannedStop,
  state: StopState,
  actor: Actor,
): Promise<boolean> {
  if (write && !(await savePlan(tx, write, state, actor))) return false;
  const before = { epoch: state.epoch, revision: state.revision };
  await insertStop(tx, {
    ...{ id: press.id, source: press.source, edgeId: press.edgeId, reason: press.reason },
    pressedAt: press.at,
    pressedBy: press.by,
    settings: Object.fromEntries(STOP_SETTINGS.map((setting) => [setting.switch, setting.value])),
    changeSetId: write?.id ?? null,
    before,
    at: write ? { ...before, revision: before.revision + 1 } : before,
  });
  if (voided.length > 0) await voidRequests(tx, voided, { name: press.by.name, at: press.at });
  await insertCommands(tx, commands);
  return true;
}
