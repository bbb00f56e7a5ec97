// emergency-stop: halts the venue. Trading, new orders, strategies and betting off, HL_MODE, and the executors are told to get out.
import { z } from 'zod';
import { STOP_WORD } from '#lib/catalog/emergency.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { StopAnswer } from '#lib/contract/emergency.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail } from '#lib/rules/result.ts';
import { lockMatrix } from '#lib/store/changes/matrix.ts';
import { openStop } from '#lib/store/venue/emergency.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { decideStop, type PlannedStop, type StopState, saveStop } from './stop-plan.ts';

const CONFIRM = `Type ${STOP_WORD} to confirm.`;

const input = z.strictObject({
  reason: anyReason,
  confirm: z.literal(STOP_WORD, { error: CONFIRM }).describe(CONFIRM),
});

export const emergencyStop: Command<z.output<typeof input>, void, StopState, PlannedStop, StopAnswer> = {
  name: 'emergency-stop',
  input,
  body: 'StopAnswer',
  lane: 'stop',
  load: async (tx) => {
    const { state, now } = await lockMatrix(tx);
    return { state: { ...state, open: await openStop(tx) }, now };
  },
  decide: (state, asked, actor, moment) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const by = auditActor(actor);
    if (by.kind === 'anonymous') return fail('unauthenticated', 'Sign in, or send a key, to stop the venue.');
    const press = {
      ...{ id: moment.id, source: 'console' as const, edgeId: null, by },
      at: moment.now,
      reason: reason.value,
    };
    return decideStop(state, press, asked.reason, { command: 'emergency-stop', actor, moment });
  },
  save: saveStop,
};
