// record-edge-stop: a stop that an edge latched without a database becomes part of the matrix and of the audit log.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { StopAnswer } from '#lib/contract/emergency.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { lockMatrix } from '#lib/store/changes/matrix.ts';
import { edgeStop, noteEdgeStop, openStop, type StoredEdgeStop } from '#lib/store/venue/emergency.ts';
import type { Command } from '#lib/write/command.ts';
import { decideStop, type PlannedStop, type StopState, saveStop } from './stop-plan.ts';

/** An edge takes words that the log does not: the stop holds there already, and has to be recorded all the same. */
const UNREADABLE = 'Emergency stop at an edge; the reason given there cannot be shown';

/** The database was restored from before the key was made. */
const UNKNOWN_KEY = { id: 'unknown', name: 'a key that is not known here' };

const input = z.strictObject({ stopId: uuid });

interface State extends StopState {
  reported: StoredEdgeStop | undefined;
}

interface Next {
  /** Null when it becomes part of a stop that was open already. */
  stop: PlannedStop | null;
  edgeStopId: string;
  recordedAs: string;
}

export const recordEdgeStop: Command<z.output<typeof input>, void, State, Next, StopAnswer> = {
  name: 'record-edge-stop',
  input,
  body: null,
  lane: 'stop',
  load: async (tx, { stopId }) => {
    const { state, now } = await lockMatrix(tx);
    return {
      state: { ...state, open: await openStop(tx), reported: await edgeStop(tx, stopId) },
      now,
    };
  },
  decide: (state, _asked, actor, moment) => {
    const { reported } = state;
    if (!reported) return fail('not_found', 'No edge has reported such a stop.');
    if (reported.recorded) return fail('conflict', 'It is recorded already.');
    const words = parseReason(reported.reason, false);
    const reason = words.ok ? words.value : UNREADABLE;
    const by = { kind: 'service', ...(reported.key ?? UNKNOWN_KEY) } as const;
    const press = {
      ...{ id: reported.id, source: 'edge' as const, edgeId: reported.edgeId, by },
      ...{ at: reported.pressedAt, reason },
    };
    const decided = decideStop(state, press, reason, {
      command: 'record-edge-stop',
      actor,
      moment,
    });
    if (!decided.ok) return decided;
    const { next, events, effects, answer } = decided.value;
    const joined = {
      kind: 'emergency-stop.joined',
      subject: `edge ${reported.edgeId}`,
      reason,
      details: { stopId: answer.stopId, edgeStopId: reported.id, pressedBy: by.name },
    };
    return ok({
      next: { stop: next, edgeStopId: reported.id, recordedAs: answer.stopId },
      events: next ? events : [joined],
      effects: next ? effects : [{ kind: 'notify', channel: 'bulkhead_commands', payload: answer.stopId }],
      answer,
    });
  },
  save: async (tx, { stop, edgeStopId, recordedAs }, state, actor) =>
    (stop === null || (await saveStop(tx, stop, state, actor))) && noteEdgeStop(tx, edgeStopId, recordedAs),
};
